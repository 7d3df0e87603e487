"""A PDF or Word file in, its article out: lines of pages joined into paragraphs, or paragraphs and rows of tables."""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from indexer.errors import ExtractError
from indexer.extract import formats, paragraphs, text
from indexer.extract.draft import finish
from indexer.extract.encoding import repaired
from indexer.extract.files import MAX_OFFICE_BYTES
from indexer.extract.packed import FREE, MAX_RATIO
from indexer.extract.piece import Piece
from indexer.extract.stated import said
from indexer.model import Article

MAX_PAGES = 500

_PAGE_NUMBER = re.compile(r"\W*(?:Trang|Page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.I)


def read(piece: Piece) -> Iterator[Article]:
    """Raises:
    ExtractError: its library is not installed; encrypted, broken, too large unpacked, or without text.
    """
    kind, library, held = ("PDF", "pypdf", _pdf) if piece.format == "pdf" else ("Word file", "docx", _word)
    module = formats.library(library, f"{kind.removesuffix(' file')} files")
    try:
        lines, title, author = held(module, piece.raw)
    except ExtractError:
        raise
    except Exception as error:  # the libraries raise of every kind for broken files
        raise ExtractError(f"broken {kind}: {error or type(error).__name__}") from None
    fixed = repaired("\n".join(lines))
    draft = text.draft_of(fixed.text.split("\n") if lines else [])
    yield finish(
        replace(draft, title=draft.title or paragraphs.line(said(title)), author=paragraphs.line(said(author))),
        piece,
        fixed,
    )


def _pdf(pypdf: Any, raw: bytes) -> tuple[list[str], Any, Any]:
    """Lines, no title, for those stated are names of files, and the author."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    document = pypdf.PdfReader(io.BytesIO(raw))
    if document.is_encrypted and not document.decrypt(""):
        raise ExtractError("encrypted")
    pages = (page.extract_text() or "" for page, _ in zip(document.pages, range(MAX_PAGES), strict=False))
    lines = _without_heads(
        [[line for line in paragraphs.split(page) if not _PAGE_NUMBER.fullmatch(line)] for page in pages]
    )
    if not lines:
        raise ExtractError("no text: pictures of pages need OCR first")
    return paragraphs.joined([lines]), "", (document.metadata or {}).get("/Author")


def _without_heads(pages: Sequence[list[str]]) -> list[str]:
    """Without the lines that stand first or last on more than half of three pages or more."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    repeated = {line for line, count in edges.items() if len(pages) > 2 and count * 2 > len(pages)}
    return [line for page in pages for line in page if line not in repeated]


def _word(docx: Any, raw: bytes) -> tuple[list[str], Any, Any]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".rels")))
        if size > min(MAX_OFFICE_BYTES, FREE + MAX_RATIO * len(raw)):
            raise ExtractError(f"unpacks to more than {MAX_OFFICE_BYTES // 1_000_000} MB")
    document = docx.Document(io.BytesIO(raw))
    lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    return lines, document.core_properties.title, document.core_properties.author


def _lines(block: Any) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            cells = dict.fromkeys(paragraphs.line(cell.text) for cell in row.cells)  # merged cells come several times
            yield from filter(None, [" | ".join(filter(None, cells))])
    else:
        yield from paragraphs.split(block.text)
