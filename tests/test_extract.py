from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from indexer.extract import Skipped, articles, pieces
from indexer.extract.files import MAX_BYTES, sources
from indexer.extract.piece import FAULT
from indexer.model import Article
from tests.quality import extraction

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "cases" / "pages"
UNSURE = "encoding unsure: neither UTF-8, UTF-16, windows-1258, TCVN3 nor VNI"
KNOWN = (
    ".aspx .atom .docx .htm .html .json .jsonl .markdown .md .mht .mhtml .ndjson .pdf .php .rdf .rss .shtml .tar .text "
    ".txt .warc .xhtml .xml .zip"
)
LISTS = sorted((ROOT / "indexer" / "extract" / "data").iterdir())


def one(path: Path) -> Article:
    (article,) = articles([path])
    assert isinstance(article, Article), article
    return article


def reason(path: Path) -> str:
    (skipped,) = articles([path])
    assert isinstance(skipped, Skipped), skipped
    return skipped.reason


@pytest.mark.parametrize(("path", "gold"), list(extraction.corpus(PAGES)), ids=lambda value: getattr(value, "name", ""))
def test_a_page_gives_its_article_and_nothing_else(path, gold):
    found = extraction.ours(path)
    assert list(extraction.troubles(found, gold)) == []


def test_all_pages_together_keep_the_floor():
    pages = list(extraction.corpus(PAGES))
    assert len(pages) >= 40
    assert min(extraction.score(pages, extraction.ours).values()) >= 0.99


def test_given_article_000_ends_with_the_text_on_the_negotiation():
    article = one(ROOT / "seeds" / "000_e7ceec54ec5c2c73.txt")
    body = article.body.split("\n")
    assert article.title.startswith("Việt Nam - Hoa Kỳ đạt nhiều kết quả")
    assert (len(body), body[0][:9], body[-1][-10:]) == (8, "Theo Cổng", "cùng có lợi."[-10:])
    assert "(Ảnh" not in article.body and "|" not in article.body and "Multimedia" not in article.body
    assert article.published is None


def test_given_article_003_stays_whole_and_is_called_by_its_first_sentence():
    article = one(ROOT / "seeds" / "003_03c323f24b2b4376.txt")
    assert article.title_derived and article.title.startswith("Theo thông tin từ Vụ Phát triển")
    assert article.body.split("\n")[-1].endswith("sau khi được ký kết.")
    assert len(article.body.split("\n")) == 11
    assert article.published is None


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.txt", b"", "empty file"),
        ("a.html", b" \n", "empty file"),
        ("a.jsonl", b"\n\n", "empty file"),
        ("a.txt", bytes(range(256)) * 4, "binary, not text"),
        ("a.txt", b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
        ("a.txt", b"\xe9\xe8 \xfc\xdf \xc7\xd0\xd1", UNSURE),
        ("a.html", b"<html><script>x</script></html>", "no article text"),
        ("a.html", b"<html>" + b"<div>" * 600 + b"a", "elements nested deeper than 512"),
        ("a.pdf", b"%PDF-1.7", "broken PDF: Stream has ended unexpectedly"),
        ("a.jpg", b"\xff\xd8\xff\xe0", f"unknown kind of file '.jpg': known are {KNOWN}"),
    ],
)
def test_what_holds_no_article_is_skipped_with_its_reason(tmp_path, name, content, wanted):
    (tmp_path / name).write_bytes(content)
    assert reason(tmp_path / name) == wanted


def test_a_missing_file_is_skipped_with_its_reason(tmp_path):
    assert reason(tmp_path / "a.txt") == "unreadable: No such file or directory"


def test_a_page_is_known_by_its_content_whatever_its_name(tmp_path):
    (tmp_path / "a.txt").write_text("<!DOCTYPE html><title>Nước lên</title><p>Sông dâng nhanh.</p>", "utf-8")
    assert one(tmp_path / "a.txt").origin.format == "html"


def test_a_page_without_tags_that_looks_like_a_path_is_text(tmp_path):
    said = "/xa/ho-so.TXT hết chỗ, xã mở thêm một kho."
    (tmp_path / "a.html").write_text(said)
    assert one(tmp_path / "a.html").body == said


def test_sources_are_sorted_and_leave_out_hidden_files_and_readmes(tmp_path):
    for name in ("b.txt", "a/z.txt", ".git/x.txt", ".hidden.txt", "README.md", "a/LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path, _ in sources([tmp_path])] == ["a/z.txt", "b.txt"]


def test_the_folder_of_a_saved_page_is_no_source(tmp_path):
    for name in ("a.html", "a_files/ad.html", "a_files/logo.png", "b_files/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path, _ in sources([tmp_path])] == ["a.html", "b_files/c.html"]


def test_an_index_below_the_archive_is_no_source(tmp_path):
    for name in ("a.html", "var/index/current.json", "var/index/lock", "var/index/generation-7/outcomes.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path, _ in sources([tmp_path])] == ["a.html"]


def test_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    assert [found.reason for found in pieces(Path("-"), "-")] == ["standard input is closed"]


def test_a_loop_of_links_ends_and_each_file_comes_once(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert len(list(sources([tmp_path, tmp_path / "a"]))) == 1


def test_a_name_is_one_line_of_a_report(tmp_path):
    (tmp_path / "a\nb.txt").write_text("x")
    assert [name.split("/")[-1] for _, name in sources([tmp_path])] == ["a\\nb.txt"]


def test_a_missing_path_is_given_so_that_reading_it_tells():
    assert list(sources([Path("nowhere")])) == [(Path("nowhere"), "nowhere")]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        ["a.txt", "a.html", "a.jsonl", "a.json", "a.md", "a.mht", "a.xml", "a.zip", "a.tar", "a.warc", "a.pdf", "a"]
    ),
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from([b"<p>", b"</", b"<!--", b"&#0;", b'{"body": ', b'"\\ud800"}', b"\n", b"\0", b"| "])
        ).map(b"".join),
        st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")),
    ),
)
def test_no_bytes_raise_or_are_lost(tmp_path_factory, name, content):
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    items = list(articles([path]))
    assert items
    assert not any(item.reason.startswith(FAULT) for item in items if isinstance(item, Skipped))
    assert all(item.body.encode() for item in items if isinstance(item, Article))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_word_lists_are_sorted_and_without_duplicates(path):
    source, *words = path.read_text("utf-8").splitlines()
    assert source.startswith("# Source: ")
    assert words == sorted(set(words))
