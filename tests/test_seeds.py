"""The seeds: given articles unchanged, samples whole and marked as samples."""

import json
import unicodedata
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

SEEDS = Path(__file__).parent.parent / "seeds"
SAMPLES = SEEDS / "samples"
TEXTS = sorted(SAMPLES.glob("*.txt"))
PAGES = sorted(SAMPLES.glob("*.html"))
LINES = [line for file in sorted(SAMPLES.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
GIVEN = {
    "000_e7ceec54ec5c2c73.txt": "aca0a8bcdf21ace10d8937f7dcb25bec3aae4f6cb0ea79138b8777b12e9783a5",
    "003_03c323f24b2b4376.txt": "6cc9e354e895eb15b011a758c7b8c13f5e0594240ffd749fc64a6bd24ab7673b",
}
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
CURRENT = (
    "Bộ Công an",
    "Bộ Công Thương",
    "Bộ Dân tộc và Tôn giáo",
    "Bộ Giáo dục và Đào tạo",
    "Bộ Khoa học và Công nghệ",
    "Bộ Ngoại giao",
    "Bộ Nông nghiệp và Môi trường",
    "Bộ Nội vụ",
    "Bộ Quốc phòng",
    "Bộ Tài chính",
    "Bộ Tư pháp",
    "Bộ Văn hóa, Thể thao và Du lịch",
    "Bộ Xây dựng",
    "Bộ Y tế",
    "Ngân hàng Nhà nước",
    "Thanh tra Chính phủ",
    "Văn phòng Chính phủ",
)


@pytest.mark.parametrize("name", GIVEN)
def test_given_articles_stay_byte_for_byte(name: str) -> None:
    assert sha256((SEEDS / name).read_bytes()).hexdigest() == GIVEN[name]


def test_there_are_at_least_forty_samples_in_three_formats() -> None:
    assert len(TEXTS) + len(PAGES) + len(LINES) >= 40
    assert min(len(TEXTS), len(PAGES), len(LINES)) >= 14


def test_samples_hold_nothing_else_than_the_three_formats() -> None:
    assert {file.suffix for file in SAMPLES.iterdir()} == {".txt", ".html", ".jsonl"}


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_a_text_has_title_source_and_body(file: Path) -> None:
    head, _, body = file.read_text("utf-8").partition("\n\n")
    title, source, *_ = head.split("\n")
    assert title
    assert source.startswith("Nguồn: Bài mẫu – ")
    assert len(body.split()) >= 120


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_has_canonical_link_and_source(file: Path) -> None:
    page = unicodedata.normalize("NFC", file.read_text("utf-8"))
    soup = BeautifulSoup(page, "lxml")
    assert soup.select_one('link[rel="canonical"]')["href"].startswith("https://bai-mau.example/")
    site = soup.select_one('meta[property="og:site_name"]')
    assert site["content"].startswith("Bài mẫu – ") if site else '"name": "Bài mẫu – ' in page


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_line_has_title_body_day_link_and_source(line: str) -> None:
    sample = json.loads(line)
    assert sample["title"]
    assert len(sample["body"].split()) >= 120
    assert 2022 <= datetime.fromisoformat(sample["published"]).year <= 2026
    assert sample["url"].startswith("https://bai-mau.example/")
    assert sample["source"].startswith("Bài mẫu – ")


def test_a_weekday_in_a_header_is_that_of_its_date() -> None:
    headers = [file.read_text("utf-8").split("\n")[2] for file in TEXTS]
    dated = [header.replace("ngày ", "").split(", ") for header in headers if header.startswith(WEEKDAYS)]
    assert len(dated) >= 10
    for weekday, rest in dated:
        assert WEEKDAYS[datetime.strptime(rest[:10], "%d/%m/%Y").weekday()] == weekday


def test_one_page_is_in_nfd_and_all_else_in_nfc() -> None:
    others = {file.name for file in SAMPLES.iterdir() if not unicodedata.is_normalized("NFC", file.read_text("utf-8"))}
    assert others == {"mua-lu-nfd.html"}


def test_every_current_body_is_named_in_some_sample() -> None:
    text = "\n".join(file.read_text("utf-8") for file in SAMPLES.iterdir())
    assert [name for name in CURRENT if name not in text] == []
