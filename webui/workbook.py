"""Rows of texts -> a workbook of one sheet (XLSX), as it grows: no temporary file, and nothing is held.

The least that ECMA-376 asks of a package. Texts stand in their cells ("inlineStr"), so that none is ever a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from webui.feeds import clean

ROWS = 1_048_576  # a sheet holds no more
LONGEST = 16_000  # code points of a cell: Excel takes 32,767 units of UTF-16

_SCHEMAS = "http://schemas.openxmlformats.org"
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = f'xmlns="{_SCHEMAS}/spreadsheetml/2006/main"'
_LINK = f"{_SCHEMAS}/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000A_ as one character


def _one(kind: str, target: str) -> str:
    """A relation of a part to its only other."""
    return (
        f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_LINK}/{kind}" Target="{target}"/></Relationships>'
    )


_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MEDIA}.sheet.main+xml"/>'
        f'<Override PartName="/{_SHEET}" ContentType="{_MEDIA}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": _one("officeDocument", "xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": _one("worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": (
        f'<workbook {_MAIN} xmlns:r="{_LINK}"><sheets><sheet name="timtin" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
}
_HEAD = (
    f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)


def workbook(rows: Iterable[list[str]], piece: int) -> Iterator[bytes]:
    """In pieces of about so many bytes; the first row stays in sight. What a sheet cannot hold is left out."""
    target = _Target()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in _PARTS.items():
            package.writestr(name, _XML + part)
        with package.open(_SHEET, "w") as sheet:
            sheet.write((_XML + _HEAD).encode())
            for row in islice(rows, ROWS):
                sheet.write(_ESCAPE.sub("_x005F_", clean(f"<row>{''.join(map(_cell, row))}</row>")).encode())
                if target.size >= piece:
                    yield target.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield target.taken()


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text[:LONGEST])}</t></is></c>'


class _Target(io.RawIOBase):
    """What was written and not yet taken. It cannot go back, so that the package is one that streams."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._held.append(bytes(content))
        self.size += len(content)
        return len(content)

    def taken(self) -> bytes:
        content = b"".join(self._held)
        self._held, self.size = [], 0
        return content
