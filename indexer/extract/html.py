"""A saved web page in, its article out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from indexer.extract import boilerplate, dateline, identity, main_text, markup, metadata, paragraphs, published
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import decode
from indexer.extract.piece import Piece, origin
from indexer.model import Article

HEAD = 4096  # bytes in which a page says in which charset it is
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def read(piece: Piece) -> Iterator[Article]:
    """Raises:
    ExtractError: empty, too large, of an unsure encoding, or without text.
    """
    declared = _CHARSET.search(piece.raw[:HEAD])
    decoded = decode(piece.raw, piece.charset or (declared[1].decode() if declared else ""))
    draft = draft_of(decoded.text, piece)
    where = origin(piece, piece.raw, "html", decoded.encoding, decoded.certainty)
    yield finish(draft, replace(where, notes=decoded.notes))


def draft_of(text: str, piece: Piece | None = None) -> Draft:
    """What the page says: its metadata first, then what stands around its main text."""
    piece = piece or Piece("")
    page = markup.parse(text)
    meta = metadata.of(page)
    everything = len(paragraphs.line(page.get_text(" ")))
    found = main_text.of(page, meta.titles, meta.head_title, dateline.near(piece.fetched))
    body = boilerplate.trim(found.paragraphs)
    url = meta.url or piece.url
    stem = PurePath(piece.name).stem
    return Draft(
        title=found.title,
        body=tuple(body),
        published=meta.published or found.published or published.from_url(url) or published.from_name(stem),
        url=url,
        source=meta.source or identity.host(url),
        summary=meta.summary,
        author=meta.author or found.author,
        section=meta.section,
        notes=() if meta.url else meta.notes,
        extractor="page",
        removed=1 - sum(map(len, body)) / max(1, everything),
    )
