"""One article in every kind of file, and what each kind tells beside it."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from indexer.extract import Skipped, articles, formats
from indexer.model import Article

TITLE = "Nước sông Nậm Tà lên nhanh trong đêm"
BODY = "Mực nước trên sông đã dâng thêm 40 cm trong một đêm, buộc 63 hộ ở ba thôn ven sông phải chuyển lên gò cao."
LINK = "https://bao.example/nuoc-song.html"
PAGE = f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{BODY}</p></body></html>"
TEXT = f"{TITLE}\nNguồn: Báo Núi Xanh\n\n{BODY}\n"
LINE = json.dumps({"title": TITLE, "body": BODY, "url": LINK}).encode()


def rss(body: str = BODY) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo Núi Xanh - RSS</title>
<item><title>{TITLE}</title><link>{LINK}</link><pubDate>Thu, 22 May 2025 17:30:00 GMT</pubDate>
<description><![CDATA[<a href="{LINK}"><img src="a.jpg"></a></br>{body}]]></description></item>
</channel></rss>""".encode()


def atom() -> bytes:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Núi Xanh</title><entry><title>{TITLE}</title>
<link rel="alternate" href="{LINK}"/><published>2025-05-22T17:30:00Z</published><author><name>Vi Thảo</name></author>
<content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>""".encode()


def mhtml() -> bytes:
    message = MIMEMultipart("related")
    message["Snapshot-Content-Location"] = LINK
    message["Date"] = "Thu, 22 May 2025 17:30:00 GMT"
    message.attach(MIMEText(PAGE, "html", "utf-8"))
    return message.as_bytes()


def warc(*, packed: bool) -> bytes:
    """A page and a picture, as a crawler writes them."""
    out = b""
    for link, kind, body in ((LINK, "text/html; charset=utf-8", PAGE.encode()), (f"{LINK}.png", "image/png", b"PNG")):
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {link}\r\nWARC-Date: 2025-05-22T17:30:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        out += gzip.compress(record) if packed else record
    return out


def word() -> bytes:
    held, document = io.BytesIO(), docx.Document()
    for paragraph in (TITLE, BODY):
        document.add_paragraph(paragraph)
    document.core_properties.author = "Vi Thảo"
    document.save(held)
    return held.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """A PDF file by hand: one font whose codes are mapped to Unicode, as word processors write it."""
    letters = sorted({char for page in pages for line in page for char in line})
    code = {char: number + 1 for number, char in enumerate(letters)}
    maps = "\n".join(f"<{code[char]:02x}> <{ord(char):04x}>" for char in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(letters)} beginbfchar\n{maps}\n"
        "endbfchar endcmap end end"
    )
    shown = [
        "BT /F 12 Tf 50 800 Td 14 TL "
        + " ".join(f"<{''.join(f'{code[c]:02x}' for c in line)}> Tj T*" for line in page)
        + " ET"
        for page in pages
    ]
    first = 5
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for at, content in enumerate(shown):
        shape = "/Resources << /Font << /F 3 0 R >> >> /MediaBox [0 0 600 850]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shape} /Contents {first + 2 * at + 1} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode()


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def tarred(**members: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


WRAPPED = [BODY[:53].strip(), BODY[53:].strip()]
FILES = {
    "a.txt": (TEXT.encode(), "text"),
    "a.md": (f"---\ntitle: {TITLE}\n---\n![](a.jpg)\n\n**Mực** {BODY[4:]}\n".encode(), "markdown"),
    "b.md": (f"# {TITLE}\n\n{BODY}\n".encode(), "markdown"),
    "a.html": (PAGE.encode(), "html"),
    "a.mht": (mhtml(), "mhtml"),
    "a.jsonl": (LINE, "jsonl"),
    "a.json": (json.dumps([json.loads(LINE)], indent=1).encode(), "jsonl"),
    "b.json": (json.dumps({"data": [json.loads(LINE)]}, indent=1).encode(), "jsonl"),
    "a.jsonl.gz": (gzip.compress(LINE), "jsonl"),
    "a.jsonl.xz": (lzma.compress(LINE), "jsonl"),
    "a.xml": (rss(), "feed"),
    "a.atom": (atom(), "feed"),
    "a.warc": (warc(packed=False), "html"),
    "a.warc.gz": (warc(packed=True), "html"),
    "a.docx": (word(), "docx"),
    "a.pdf": (pdf([TITLE, *WRAPPED]), "pdf"),
    "a.zip": (zipped(**{"b/c.txt": TEXT.encode()}), "text"),
    "b.zip": (zipped(**{"c.docx": word()}), "docx"),
    "c.zip": (zipped(**{"c.zip": zipped(**{"d.html": PAGE.encode()})}), "html"),
    "a.tar": (tarred(**{"c.html": PAGE.encode()}), "html"),
    "a.tar.gz": (gzip.compress(tarred(**{"c.jsonl": LINE})), "jsonl"),
    "page-without-a-known-name.dat": (PAGE.encode(), "html"),
    "feed.html": (rss(), "feed"),
}


def read(tmp_path: Path, name: str, content: bytes) -> list[Article | Skipped]:
    (tmp_path / name).write_bytes(content)
    return list(articles([tmp_path / name]))


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_the_article(tmp_path: Path, name: str):
    content, format = FILES[name]
    (article,) = read(tmp_path, name, content)
    assert isinstance(article, Article), article
    assert (article.title, article.body, article.origin.format) == (TITLE, BODY, format)


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_cut_short_gives_something_and_raises_nothing(tmp_path: Path, name: str):
    content, _ = FILES[name]
    for size in (len(content) // 3, len(content) * 2 // 3, len(content) - 9):
        assert read(tmp_path, name, content[:size])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("a.zip", "a.zip!b/c.txt"),
        ("c.zip", "c.zip!c.zip!d.html"),
        ("a.tar.gz", "a.tar.gz!c.jsonl#1"),
        ("a.xml", "a.xml#1"),
    ],
)
def test_a_member_is_named_with_its_archive(tmp_path: Path, name: str, label: str):
    (article,) = read(tmp_path, name, FILES[name][0])
    assert isinstance(article, Article) and article.origin.name.endswith(f"/{label}")


@pytest.mark.parametrize("name", ["a.mht", "a.warc", "a.warc.gz", "a.xml", "a.atom"])
def test_what_was_fetched_keeps_its_link(tmp_path: Path, name: str):
    (article,) = read(tmp_path, name, FILES[name][0])
    assert isinstance(article, Article) and article.url == LINK


def test_a_record_of_a_wrong_length_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    raw = warc(packed=False)
    length = len(raw.split(b"\r\n\r\n")[1]) + 4 + len(PAGE.encode())
    found = read(tmp_path, "a.warc", raw.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length - 40)))
    assert any(isinstance(item, Skipped) and "tells a wrong length: it may be cut" in item.reason for item in found)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["a.xml", "a.atom"])
def test_a_feed_tells_the_day_in_hanoi_and_its_outlet(tmp_path: Path, name: str):
    (article,) = read(tmp_path, name, FILES[name][0])
    assert isinstance(article, Article) and article.published
    assert (str(article.published.day), article.published.evidence, article.source) == (
        "2025-05-23",
        "feed",
        "Báo Núi Xanh",
    )


def test_front_matter_has_the_names_of_dumps(tmp_path: Path):
    (article,) = read(tmp_path, "a.md", f"---\nTieu_De: {TITLE}\nngay-dang: 23/05/2025\n---\n{BODY}\n".encode())
    assert isinstance(article, Article) and article.published
    assert (article.title, str(article.published.day), article.published.evidence) == (TITLE, "2025-05-23", "field")


def test_provenance_tells_the_source_and_how_it_was_read(tmp_path: Path):
    (article,) = read(tmp_path, "a.txt", TEXT.encode())
    assert isinstance(article, Article)
    origin = article.origin
    assert (origin.encoding, origin.certainty, origin.extractor, origin.removed) == ("utf-8", 1.0, "text", 0.0)
    assert origin.sha256 == "69ad4591d1230e138443819bb7e6a1962217d0013d688188573073f030db7f3b"
    assert origin.version and origin.ingested and origin.ingested.tzinfo


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (LINE + b"\n\n" + LINE + b"\n", [("#1", 0), ("#3", len(LINE) + 2)]),
        (codecs.BOM_UTF8 + LINE + b"\n" + LINE, [("#1", 3), ("#2", len(LINE) + 4)]),
        (b"[\n  " + LINE + b",\n  " + LINE + b"\n]\n", [("#1", 4), ("#2", len(LINE) + 8)]),
        (LINE.replace(b"{", b"{\n ") + b"\n" + LINE, [("#1", 0), ("#2", len(LINE) + 3)]),
        (b'{"body": "' + b"a " * 7_000_000 + b'"}\n' + LINE, [("#2", 14_000_013)]),
    ],
    ids=["blank lines", "mark", "array", "value over lines", "line that is too long"],
)
def test_a_value_of_a_dump_tells_its_place(tmp_path: Path, raw: bytes, places: list[tuple[str, int]]):
    found = [item.origin for item in read(tmp_path, "a.jsonl", raw) if isinstance(item, Article)]
    assert [(origin.name[-2:], origin.offset) for origin in found] == places


def test_a_line_that_is_too_long_is_told_as_such(tmp_path: Path):
    (skipped,) = read(tmp_path, "a.jsonl", b'{"body": "' + b"a " * 7_000_000 + b'"}\n')
    assert skipped == Skipped(str(tmp_path / "a.jsonl#1"), "line longer than 5 MB")


def test_running_heads_and_page_numbers_of_a_pdf_are_no_text(tmp_path: Path):
    pages = [["BẢN TIN NỘI BỘ", line, str(number)] for number, line in enumerate([TITLE, *WRAPPED], 1)]
    (article,) = read(tmp_path, "a.pdf", pdf(*pages))
    assert isinstance(article, Article) and (article.title, article.body) == (TITLE, BODY)


def test_tables_of_a_word_file_are_rows(tmp_path: Path):
    held, document = io.BytesIO(), docx.Document()
    for paragraph in (TITLE, BODY):
        document.add_paragraph(paragraph)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Nậm Tà", "63 hộ"
    document.save(held)
    (article,) = read(tmp_path, "a.docx", held.getvalue())
    assert isinstance(article, Article) and article.body.split("\n") == [BODY, "Nậm Tà | 63 hộ"]


@pytest.mark.parametrize(
    ("name", "files"), [("a.pdf", "PDF files"), ("a.docx", "Word files"), ("a.warc", "WARC files")]
)
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, files: str):
    def missing(_name: str) -> None:
        raise ImportError

    monkeypatch.setattr(formats.importlib, "import_module", missing)
    (skipped,) = read(tmp_path, name, FILES[name][0])
    assert isinstance(skipped, Skipped)
    assert skipped.reason == f"{files} need more than is installed: pip install 'timtin[formats]'"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(LINE))))
    (article,) = articles([Path("-")])
    assert isinstance(article, Article) and (article.title, article.origin.name) == (TITLE, "-#1")


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ({"date": 1747935000}, "2025-05-23T00:30:00+07:00"),
        ({"created_at": 1747935000000}, "2025-05-23T00:30:00+07:00"),
        ({"pubDate": "Thu, 22 May 2025 17:30:00 GMT"}, "2025-05-23T00:30:00+07:00"),
        ({"publish_date": "22/05/2025 17:30"}, "2025-05-22T17:30:00+07:00"),
    ],
)
def test_fields_of_dumps_have_many_names(tmp_path: Path, field: dict[str, object], wanted: str):
    row = {
        "headline": TITLE,
        "content": f"<p>{BODY}</p>",
        "author": {"name": "Vi Thảo"},
        "category": ["Xã hội"],
        **field,
    }
    (article,) = read(tmp_path, "a.jsonl", json.dumps(row).encode())
    assert isinstance(article, Article) and article.published
    assert (article.title, article.body, article.author, article.section) == (TITLE, BODY, "Vi Thảo", "Xã hội")
    assert article.published.at.isoformat() == wanted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "vi"),
        ("Muc nuoc tren song da dang them 40 cm trong mot dem, buoc 63 ho phai chuyen len go cao", "vi"),
        ("The water has risen by 40 cm, and 63 families of three villages have moved to the hill.", "en"),
        ("Der Fluss ist um 40 cm gestiegen, und 63 Familien mussten auf den Hügel ziehen.", "und"),
        ("Họp", "vi"),
    ],
)
def test_articles_of_other_languages_are_kept_and_flagged(tmp_path: Path, text: str, language: str):
    (article,) = read(tmp_path, "a.jsonl", json.dumps({"title": text, "body": text}).encode())
    assert isinstance(article, Article) and article.language == language


def test_a_link_that_is_none_is_dropped_and_told(tmp_path: Path):
    row = {"title": TITLE, "body": BODY, "url": "javascript:alert(1)"}
    (article,) = read(tmp_path, "a.jsonl", json.dumps(row).encode())
    assert isinstance(article, Article)
    assert (article.url, article.origin.notes) == ("", ("link dropped: 'javascript:alert(1)' is not http(s)",))
