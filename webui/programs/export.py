"""All hits of a search -> a file: CSV, XLSX, JSONL, RIS or Atom, line by line, in the order of the results."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from types import SimpleNamespace

import msgspec
import xlsxwriter
from flask import request

from indexer import HANOI, Outline, batches
from webui.language import later, text as _
from webui.links import article_links, source_link
from webui.programs import atom

BOM = "\ufeff".encode()  # has Excel read UTF-8
RISKY = tuple("=+-@＝＋－＠\t\r\n")  # first letters that a spreadsheet would take for a formula (OWASP, CSV Injection)
PIECE = 1 << 16  # bytes, about: a piece for each article would be a packet for each
COLUMNS = later("mã bài; tiêu đề; ngày đăng; báo; tác giả; nhân vật; bộ, ngành; bài gốc; địa chỉ")
DAY, WIDE_DAY = 2, 12  # the column of the day, and its width in digits
EXCEL_ROWS = 1_048_576  # a sheet holds no more
_ENCODE = msgspec.json.Encoder().encode
Writer = Callable[[Iterable[Outline]], Iterator[bytes]]


def as_csv(documents: Iterable[Outline]) -> Iterator[bytes]:
    file = SimpleNamespace(write=str.encode)  # what it gives back, the writer does
    writer = csv.writer(file, lineterminator="\r\n")
    yield BOM
    for row in _rows(documents):
        yield writer.writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in row])


def as_xlsx(documents: Iterable[Outline]) -> Iterator[bytes]:
    """Rows go to a temporary file as they come, so that memory does not grow with the result."""
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with tempfile.TemporaryFile() as book:
        with xlsxwriter.Workbook(book, {"constant_memory": True, **plain}) as workbook:
            sheet = workbook.add_worksheet("timtin")
            sheet.set_column(DAY, DAY, WIDE_DAY, workbook.add_format({"num_format": "dd/mm/yyyy"}))
            for number, row in enumerate(islice(_rows(documents), EXCEL_ROWS)):
                for column, cell in enumerate(row):
                    if (
                        cell and number and column == DAY
                    ):  # Excel knows no zones: the time in Hanoi, to sort and to filter
                        sheet.write_datetime(number, column, datetime.fromisoformat(cell).replace(tzinfo=None))
                    elif cell:
                        sheet.write_string(number, column, cell)
            sheet.freeze_panes(1, 0)
        book.seek(0)
        yield from iter(lambda: book.read(PIECE), b"")


def as_jsonl(documents: Iterable[Outline]) -> Iterator[bytes]:
    return map(_json, documents)


def as_atom(documents: Iterable[Outline]) -> Iterator[bytes]:
    title = request.args.get("q") or _("Mọi bài")
    return map(str.encode, atom.entries(documents, title, datetime.now(HANOI).replace(microsecond=0)))


def as_ris(documents: Iterable[Outline]) -> Iterator[bytes]:
    return map(_ris, documents)


FORMS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "jsonl": ("application/jsonl", as_jsonl),
    "ris": ("application/x-research-info-systems", as_ris),
    "atom": (atom.MEDIA, as_atom),
}


def pieces(texts: Iterable[bytes]) -> Iterator[bytes]:
    """The same one after the other, many in a piece. The first is made at once: a trouble in it is told as such."""
    made = map(b"".join, batches(texts, PIECE, PIECE, len))
    return chain([next(made, b"")], made)


def _rows(documents: Iterable[Outline]) -> Iterator[list[str]]:
    """The header, then a row for each document; several names stand in one cell."""
    yield _(COLUMNS).split("; ")
    link = article_links()
    for document in documents:
        article = document.article
        yield [
            article.id,
            article.title,
            article.published.at.isoformat() if article.published else "",
            article.source,
            article.author,
            "; ".join(document.persons),
            "; ".join(document.ministries),
            source_link(article),
            link(article.id),
        ]


def _json(document: Outline) -> bytes:
    article = document.article
    line = {
        "id": article.id,
        "title": article.title,
        "published": article.published.at.isoformat() if article.published else None,
        "source": article.source,
        "author": article.author,
        "url": source_link(article),
        "persons": document.persons,
        "ministries": document.ministries,
        "body": article.stored_body,
    }
    return _ENCODE(line) + b"\n"


def _ris(document: Outline) -> bytes:
    article = document.article
    day = document.day
    fields = [("TY", "NEWS"), ("ID", article.id), ("TI", article.title), ("T2", article.source)]
    fields += [("AU", name) for name in article.author.split(", ")]
    fields += [("DA", f"{day:%Y/%m/%d}"), ("PY", f"{day:%Y}")] if day else []
    fields += [("UR", source_link(article)), ("LA", "vi")]
    fields += [("KW", name) for name in (*document.persons, *document.ministries)]
    lines = [f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in fields if text]
    return "".join([*lines, "ER  - \r\n\r\n"]).encode()
