"""Writes a folder of hostile files: `python -m tests.cases.hostile.make FOLDER`.

Each is listed with what it has to give: the words of its article's text, or of the reason for
which it is skipped. Sizes are those of the attack, so the folder takes some 120 MB.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MB = 1_000_000
TEXT = "Mực nước trên sông đã dâng thêm 40 cm trong một đêm, buộc 63 hộ ở ba thôn ven sông phải chuyển lên gò cao."
TITLE = "Nước sông lên nhanh"
PAGE = f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>%s</body></html>"
PROSE = f"<p>{TEXT}</p>"
LINE = json.dumps({"title": TITLE, "body": TEXT})
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "{"ha" * 50}">{LAUGHS}]>'

Wanted = dict[str, str]  # name in the folder -> words of the text, or after "!" of the reason


def make(folder: Path) -> Wanted:
    wanted: Wanted = {}
    for kind in (texts, pages, dumps, feeds_and_mails, archives, office, names):
        for name, content, words in kind():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(
                content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            )
            wanted[name] = words
    return wanted | links(folder)


Files = Iterator[tuple[str, bytes | str, str]]


def texts() -> Files:
    yield "cut-utf8.txt", f"{TITLE}\n\n{TEXT}".encode()[:-2], "phải chuyển lên gò"
    yield "overlong-utf8.txt", TEXT.encode() + b"\xc0\xaf\xe0\x80\xaf" * 20, "!encoding unsure"
    yield "half-utf16.txt", f"{TITLE}\n\n{TEXT}".encode("utf-16")[:-1], "buộc 63 hộ"
    yield "bom-alone.txt", b"\xef\xbb\xbf", "!no article text"
    yield "blanks.txt", b" \n\t\r\n" * 100, "!empty file"
    yield "empty.txt", b"", "!empty file"
    yield "one-line-50-mb.txt", b"a" * 50 * MB, "!larger than 5 MB"
    yield "one-line-4-mb.txt", (TEXT + " ") * 30_000, "!longer than 500000 characters"
    yield "nulls.txt", TEXT.encode() + b"\0" * 1000, "!binary"
    yield "elf.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "!binary"
    yield "picture.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF" + os.urandom(4000), "!"
    yield "noise.txt", os.urandom(100_000), "!"
    yield "mixed.txt", TEXT.encode() + "Müller ëïÿ ðþ ".encode("latin-1") * 30, "!encoding unsure"
    yield "controls.txt", f"{TITLE}\n\n\u202e{TEXT}\u200b\u2066\ufeff", "buộc 63 hộ"
    yield "brackets.txt", f"{TITLE}\n\n{TEXT}\n" + "![" * 60_000 + "\n" + "(" * 60_000 + "\n" + ">" * 60_000, "63 hộ"
    yield "lines.txt", f"{TITLE}\n\n{TEXT}\n" + "\n".join(["Tin liên quan", "Xem thêm:"] * 20_000), "63 hộ"
    yield "dates.txt", f"{TITLE}\n99/99/9999 99:99\n\n{TEXT}\n" + "1/1/1 " * 10_000, "63 hộ"


def pages() -> Files:
    yield "nested.html", PAGE % ("<div>" * 20_000 + PROSE), "!nested deeper"
    yield "nested-inline.html", PAGE % (PROSE + "<b>" * 20_000 + "x"), "!nested deeper"
    yield "elements.html", PAGE % (PROSE + "<select>" + "<option>a" * 300_000), "!more than 30000 elements"
    yield "unclosed.html", "<html><body><h1>" + TITLE + f"<p>{TEXT}" * 50, "buộc 63 hộ"
    yield "breaks.html", PAGE % (PROSE + "<br>" * 20_000), "buộc 63 hộ"
    yield "attribute.html", PAGE % (f'<div title="{"x" * MB}" class="{"a " * 100_000}">{PROSE}</div>'), "63 hộ"
    yield "links.html", PAGE % (PROSE * 30 + '<a href="/x">Bài khác</a>' * 5_000), "63 hộ"
    yield "entities.html", BOMB + PAGE % (PROSE + "&a11;" * 100), "buộc 63 hộ"
    yield "characters.html", PAGE % (PROSE + "&#0;&#x110000;&#xD800;&#99999999999;&bogus;"), "63 hộ"
    yield "scripts.html", PAGE % f"<p>Mực <script>alert('ha')</script>nước <style>p{{}}</style>{TEXT[9:]}</p>", TEXT
    yield "open-script.html", PAGE % (PROSE + "<script>var x = '<p>ha ha</p>'"), "63 hộ"
    yield "comments.html", PAGE % (PROSE + "<!-- <p>ha</p> --><!--[if IE]><p>ha</p><![endif]--><![CDATA[ha]]>"), TEXT
    yield (
        "javascript.html",
        (PAGE % PROSE).replace("<head>", '<head><link rel=canonical href="javascript:alert(1)">'),
        TEXT,
    )
    yield (
        "data-link.html",
        (PAGE % PROSE).replace("<head>", '<head><meta property=og:url content="data:text/html,x">'),
        TEXT,
    )
    yield (
        "long-link.html",
        (PAGE % PROSE).replace("<head>", f'<head><link rel=canonical href="http://{"a" * 300_000}">'),
        TEXT,
    )
    yield (
        "no-zone.html",
        (PAGE % PROSE).replace(
            "<head>", '<head><meta property="article:published_time" content="2025-06-05T10:00+99:99">'
        ),
        TEXT,
    )
    yield "frames.html", "<html><frameset><frame src=a><frame src=b></frameset></html>", "!no article text"
    yield "no-text.html", "<!doctype html><title>x</title><script>x</script>", "!no article text"
    yield "ld.html", PAGE % (f'<script type="application/ld+json">{"[" * 100_000}</script>' + PROSE), "63 hộ"
    yield (
        "ld-types.html",
        PAGE % ('<script type="application/ld+json">[1, {"@type": [[]], "@graph": 7}]</script>' + PROSE),
        TEXT,
    )
    yield "charset.html", (PAGE % PROSE).replace("<head>", "<head><meta charset=utf-7>"), "63 hộ"


def dumps() -> Files:
    yield "broken.jsonl", f'{LINE}\n{{"title": "A", "body"\n[1, 2]\n"x"\nnull\n{LINE[:-9]}\n', "buộc 63 hộ"
    yield "deep.jsonl", LINE + "\n" + '{"body": ' + "[" * 100_000 + "\n", "63 hộ"
    yield "deep.json", "[" * 1_000_000, "!"
    yield "digits.jsonl", '{"body": "x", "date": ' + "9" * 10_000 + "}\n" + LINE, "63 hộ"
    yield "infinite.jsonl", '{"title": "A", "body": "' + TEXT + '", "date": 1e999}\n', "63 hộ"
    yield "surrogates.jsonl", '{"title": "\\ud800", "body": "' + TEXT + '\\udfff\\u0000"}\n', "63 hộ"
    yield "twins.jsonl", (LINE + "\n") * 2, "63 hộ"
    yield "one-line-50-mb.jsonl", b'{"body": "' + b"a" * 50 * MB, "!longer than 5 MB"
    yield "array-without-end.json", "[" + (LINE + ",") * 50, "63 hộ"
    yield (
        "types.jsonl",
        json.dumps({"title": 7, "body": TEXT, "url": ["x"], "author": {"name": {}}, "date": True}),
        TEXT,
    )
    yield "swelling.jsonl.gz", gzip.compress(b"a" * 30 * MB), "!unpacks to more than 200 times"
    yield "swelling.jsonl.bz2", bz2.compress((b" " * 999 + b"\n") * 30_000), "!unpacks to more than 200 times"
    yield "swelling.jsonl.xz", lzma.compress(b"\0" * 30 * MB, preset=1), "!unpacks to more than 200 times"
    yield "cut.jsonl.gz", gzip.compress((LINE + "\n").encode() * 500 + os.urandom(9_000))[:-4_000], "!"


def feeds_and_mails() -> Files:
    yield (
        "laughs.xml",
        BOMB + f"<rss><channel><item><title>&a11;</title><description>{TEXT}</description></item></channel></rss>",
        "63 hộ",
    )
    yield (
        "outside.xml",
        (
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><item>'
            f"<title>&e;</title><description>{TEXT} &e;</description></item></channel></rss>"
        ),
        "63 hộ",
    )
    yield "nested.xml", "<rss>" + "<item>" * 50_000, "!"
    yield "no-entries.xml", "<rss><channel><title>A</title></channel></rss>", "!a feed without entries"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1_200))
    yield (
        "nested.mht",
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n" + parts,
        "!nested too deep",
    )
    yield (
        "no-page.mht",
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
        "!no page in this file",
    )
    yield (
        "lengths.warc",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n",
        "!",
    )
    yield "noise.warc.gz", gzip.compress(b"WARC/1.0\r\n" + os.urandom(50_000)), "!"


def archives() -> Files:
    yield "flat-bomb.zip", zipped({"a.txt": b"0" * 40 * MB}), "!unpacks to more than 200 times"
    deep = zipped({"a.txt": TEXT.encode()})
    for _ in range(8):
        deep = zipped({"a.zip": deep})
    yield "deep.zip", deep, "!nested deeper"
    yield "outside.zip", zipped({"../../escape.txt": TEXT.encode(), "/tmp/escape.txt": TEXT.encode()}), "63 hộ"
    yield "one-member-100-times.zip", overlapping(100), "!unpacks to more than 200 times"
    yield "packed-twice.zip", zipped({"a.txt.gz": gzip.compress(TEXT.encode())}), "63 hộ"
    yield "many.zip", many(150_000), "!more than 100000 members"
    yield "cut.zip", zipped({"a.txt": TEXT.encode() * 100})[:-60], "!broken archive"
    yield "lies.zip", zipped({"a.txt": TEXT.encode()}).replace(b"PK\x03\x04", b"PK\x03\x05"), "!broken archive"
    yield "links.tar", linked(), "63 hộ"
    yield "cut.tar", tarred({"a.txt": TEXT.encode() * 100})[:700], "!"
    yield "bomb.tar.gz", gzip.compress(tarred({"a.txt": b"0" * 30 * MB})), "!unpacks to more than 200 times"


def office() -> Files:
    xml = f'<?xml version="1.0"?><w:document xmlns:w="x"><w:body>{"<w:p>" * 200_000}'
    yield "swelling.docx", zipped({"word/document.xml": b" " * 30 * MB}), "!"
    yield "laughs.docx", zipped({"word/document.xml": (BOMB + "<x>&a11;</x>").encode()}), "!broken Word file"
    yield "broken.docx", zipped({"word/document.xml": xml.encode()}), "!broken Word file"
    yield "broken.pdf", b"%PDF-1.7\n" + os.urandom(20_000), "!broken PDF"
    yield "loop.pdf", pdf(b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "!"
    yield (
        "swelling.pdf",
        pdf(
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
            stream(zlib.compress(b" " * 40 * MB)),
        ),
        "!",
    )


def names() -> Files:
    yield "new\nline.txt", f"{TITLE}\n\n{TEXT}", "63 hộ"
    yield "\x1b[31mred.txt", f"{TITLE}\n\n{TEXT}", "63 hộ"
    yield "<script>.txt", f"{TITLE}\n\n{TEXT}", "63 hộ"
    yield "x" * 240 + ".txt", f"{TITLE}\n\n{TEXT}", "63 hộ"
    yield "photo.jpg", b"\xff\xd8\xff\xe0", "!unknown kind of file"
    yield "letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "!unknown kind of file"


def links(folder: Path) -> Wanted:
    """What is no file: loops, dead ends, pipes and devices."""
    (folder / "loop").mkdir()
    (folder / "loop" / "again").symlink_to(folder)
    (folder / "itself").symlink_to(folder / "itself")
    (folder / "dead.txt").symlink_to(folder / "nowhere.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / os.fsdecode(b"n\xe0me.txt")).write_text(TEXT, encoding="utf-8")
    return {
        "itself": "!unreadable",
        "dead.txt": "!unreadable",
        "endless.txt": "!neither file nor folder",
        "pipe.txt": "!neither file nor folder",
        os.fsdecode(b"n\xe0me.txt"): "63 hộ",
    }


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def many(count: int) -> bytes:
    """An archive whose end tells of so many members: that is read before the list of them."""
    end = b"PK\x06\x06" + (44).to_bytes(8, "little") + b"\0" * 12 + count.to_bytes(8, "little") * 2 + b"\0" * 16
    locator = b"PK\x06\x07" + b"\0" * 16
    return b"PK\x03\x04" + b"\0" * 60 + end + locator + b"PK\x05\x06" + b"\0" * 4 + b"\xff" * 4 + b"\0" * 10


def overlapping(count: int) -> bytes:
    """An archive whose list tells so many times of its one member, as if each were packed in bytes of its own."""
    whole = zipped({"a.txt": b"\0" * 100_000 + os.urandom(600)})
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entries = whole[start:end] * count
    sizes = count.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little") + start.to_bytes(4, "little")
    return whole[:start] + entries + b"PK\x05\x06" + b"\0" * 4 + sizes + b"\0" * 2


def tarred(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def linked() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("../../escape.txt")
        entry.size = len(TEXT.encode())
        archive.addfile(entry, io.BytesIO(TEXT.encode()))
    return held.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF file of a catalogue and these objects."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate((b"<< /Type /Catalog /Pages 2 0 R >>", *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return out + tail + b"startxref\n%d\n%%%%EOF\n" % len(out)


def stream(packed: bytes) -> bytes:
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


if __name__ == "__main__":
    print(json.dumps(make(Path(sys.argv[1])), ensure_ascii=False, indent=1))
