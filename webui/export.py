"""All hits of a search -> a file: CSV, XLSX, JSONL, RIS or Atom, piece by piece, in the order of the results."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator

import xlsxwriter
from flask import url_for

from indexer import Document
from webui.feeds import PIECE, atom
from webui.language import text as _

BOM = "\ufeff"  # has Excel read UTF-8
RISKY = "=+-@\t\r"  # first letters that a spreadsheet would take for a formula
EXCEL_ROWS = 1_048_575  # below the header; a sheet holds no more
Writer = Callable[[Iterable[Document]], Iterator[bytes]]


def as_csv(documents: Iterable[Document]) -> Iterator[bytes]:
    yield BOM.encode()
    for row in _rows(documents):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([_harmless(cell) for cell in row])
        yield line.getvalue().encode()


def as_xlsx(documents: Iterable[Document]) -> Iterator[bytes]:
    """Rows go to a temporary file as they come, so that memory does not grow with the result."""
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with tempfile.TemporaryFile() as book:
        with xlsxwriter.Workbook(book, {"constant_memory": True, **plain}) as workbook:
            sheet = workbook.add_worksheet()
            for number, row in zip(range(EXCEL_ROWS + 1), _rows(documents), strict=False):
                sheet.write_row(number, 0, row)
            sheet.freeze_panes(1, 0)
        book.seek(0)
        while piece := book.read(PIECE):
            yield piece


def as_jsonl(documents: Iterable[Document]) -> Iterator[bytes]:
    for document in documents:
        article = document.article
        line = {
            "id": article.id,
            "title": article.title,
            "published": article.published.at.isoformat() if article.published else None,
            "source": article.source,
            "author": article.author,
            "url": article.url,
            "persons": document.persons,
            "ministries": document.ministries,
            "body": article.body,
        }
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def as_ris(documents: Iterable[Document]) -> Iterator[bytes]:
    for document in documents:
        article = document.article
        day = document.day
        fields = [("TY", "NEWS"), ("ID", article.id), ("TI", article.title), ("T2", article.source)]
        fields += [("AU", name) for name in article.author.split(", ")]
        fields += [("DA", f"{day:%Y/%m/%d}"), ("PY", f"{day:%Y}")] if day else []
        fields += [("UR", article.url), ("LA", "vi")]
        fields += [("KW", name) for name in (*document.persons, *document.ministries)]
        lines = [f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in fields if text]
        yield "".join([*lines, "ER  - \r\n\r\n"]).encode()


FORMS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "jsonl": ("application/jsonl", as_jsonl),
    "ris": ("application/x-research-info-systems", as_ris),
    "atom": ("application/atom+xml", atom),
}


def _rows(documents: Iterable[Document]) -> Iterator[list[str]]:
    """The header, then a row for each document; several names stand in one cell."""
    yield [
        _("mã bài"),
        _("tiêu đề"),
        _("ngày đăng"),
        _("báo"),
        _("tác giả"),
        _("nhân vật"),
        _("bộ, ngành"),
        _("bài gốc"),
        _("địa chỉ"),
    ]
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
            article.url,
            url_for("article", id=article.id, lang=None, _external=True),
        ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(tuple(RISKY)) else cell
