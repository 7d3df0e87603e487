"""A PDF file in, its article out: its lines joined into paragraphs, without the running heads of its pages."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from indexer.errors import ExtractError
from indexer.extract import optional, paragraphs, text
from indexer.extract.draft import finish
from indexer.extract.encoding import repaired
from indexer.extract.piece import Piece
from indexer.model import Article

MAX_PAGES = 500

_PAGE_NUMBER = re.compile(r"\W*(?:Trang|Page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.I)


def read(piece: Piece) -> Iterator[Article]:
    """Raises:
    ExtractError: pypdf is not installed; encrypted, broken, or pictures alone.
    """
    library = optional.module("pypdf", "PDF files")
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        document = library.PdfReader(io.BytesIO(piece.raw))
        if document.is_encrypted and not document.decrypt(""):
            raise ExtractError("encrypted")
        pages = [_lines(page.extract_text() or "") for page, _ in zip(document.pages, range(MAX_PAGES), strict=False)]
        stated = document.metadata or {}
    except ExtractError:
        raise
    except Exception as error:  # pypdf raises of every kind for broken files
        raise ExtractError(f"broken PDF: {error or type(error).__name__}") from None
    written = _without_heads(pages)
    lines = paragraphs.joined([written])
    if not lines:
        raise ExtractError("no text: pictures of pages need OCR first")
    fixed = repaired("\n".join(lines))
    draft = text.draft_of(fixed.text.split("\n"), PurePath(piece.name).stem)
    yield finish(replace(draft, author=_text(stated, "/Author")), piece, "pdf", fixed)


def _lines(page: str) -> list[str]:
    return [line for line in map(paragraphs.line, page.splitlines()) if line and not _PAGE_NUMBER.fullmatch(line)]


def _without_heads(pages: Sequence[list[str]]) -> list[str]:
    """Without the lines that stand first or last on more than half of three pages or more."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    repeated = {line for line, count in edges.items() if len(pages) > 2 and count * 2 > len(pages)}
    return [line for page in pages for line in page if line not in repeated]


def _text(stated: Any, key: str) -> str:
    value = stated.get(key)
    return paragraphs.line(value) if isinstance(value, str) else ""
