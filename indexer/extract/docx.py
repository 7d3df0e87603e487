"""A Word file (.docx) in, its article out: paragraphs and rows of tables in their order."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from indexer.errors import ExtractError
from indexer.extract import optional, paragraphs, text
from indexer.extract.draft import finish
from indexer.extract.encoding import repaired
from indexer.extract.files import MAX_OFFICE_BYTES
from indexer.extract.packed import FREE, MAX_RATIO
from indexer.extract.piece import Piece
from indexer.model import Article


def read(piece: Piece) -> Iterator[Article]:
    """Raises:
    ExtractError: python-docx is not installed; broken, too large unpacked, or without text.
    """
    library = optional.module("docx", "Word files")
    try:
        _check(piece.raw)
        document = library.Document(io.BytesIO(piece.raw))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
        stated = document.core_properties
        title, author = paragraphs.line(stated.title or ""), paragraphs.line(stated.author or "")
    except ExtractError:
        raise
    except Exception as error:  # python-docx raises of every kind for broken files
        raise ExtractError(f"broken Word file: {error or type(error).__name__}") from None
    fixed = repaired("\n".join(lines))
    draft = text.draft_of(fixed.text.split("\n") if lines else [], PurePath(piece.name).stem)
    yield finish(replace(draft, title=draft.title or title, author=author), piece, "docx", fixed)


def _check(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".rels")))
        if size > min(MAX_OFFICE_BYTES, FREE + MAX_RATIO * len(raw)):
            raise ExtractError(f"unpacks to more than {MAX_OFFICE_BYTES // 1_000_000} MB")


def _lines(block: Any) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            cells = dict.fromkeys(paragraphs.line(cell.text) for cell in row.cells)  # merged cells come several times
            yield from filter(None, [" | ".join(filter(None, cells))])
    else:
        yield from paragraphs.split(block.text)
