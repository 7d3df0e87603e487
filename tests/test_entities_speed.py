"""No text may stop the run: time grows with length, however the text is made."""

import time

import pytest

from indexer import entities
from tests.bench import entities as bench

LENGTH = 50_000
SECONDS = 1.0  # ordinary text takes a tenth, a quadratic step many times it


@pytest.mark.parametrize(
    "piece",
    [
        "Nguyễn ",
        "Bộ trưởng ",
        "ông An ",
        "Ông Lê Cát Tường, ",
        "Bộ Công an, ",
        "Bộ Nông nghiệp ",
        "Bộ Tài chính Mỹ và ",
        "Mỹ. Bộ Tài chính ",
        "Ông Nguyễn Văn A. Phía Mỹ. ",
        "các bộ, ngành ",
        "ngày 1, ",
        "1/1 và ",
        "tháng 5-6 ",
        "12/2024/QĐ-",
        "Ảnh: ",
        "Hà Nội ",
        "van der ",
        "a",
        "Aa-",
        "năm 2005 ",
        "(",
        " ",
        "\n",
    ],
)
def test_time_grows_with_length_only(piece):
    body = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    start = time.process_time()
    entities.find("", body, None)
    assert time.process_time() - start < SECONDS


def test_many_different_persons_take_no_longer():
    given = ["An", "Bảo", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lâm", "Minh", "Nam", "Phúc", "Quân", "Sơn"]
    names = [f"Nguyễn {one} {two} {three}" for one in given for two in given for three in given]
    start = time.process_time()
    assert len(entities.find("", ". Ông ".join(names), None).persons) > 2000
    assert time.process_time() - start < SECONDS


def test_the_bench_ends_with_how_many_times_the_bar_is_reached(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bench, "BAR", 1000)  # speed itself is for benches
    path = tmp_path / "texts.txt"
    path.write_text("Ông Lê Cát Tường đến Huế ngày 5-6-2024. " * 10 + "\n", encoding="utf-8")
    bench.main([str(path), "1"])
    words = capsys.readouterr().out.splitlines()[-1].split()
    assert words[::2] == ["characters/s", "over_bar"]
    assert float(words[3]) == pytest.approx(int(words[1]) / 1000, abs=0.1)
