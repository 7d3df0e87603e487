"""What a reader found in one part of a file in, the finished article out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.metadata import version

from indexer.errors import ExtractError
from indexer.extract import boilerplate, identity, language, paragraphs, published
from indexer.extract.encoding import Decoded
from indexer.extract.piece import Piece
from indexer.model import HANOI, Article, Origin, Published

MAX_TITLE = 300  # longer ones are paragraphs in a heading's clothes
MAX_DERIVED_TITLE = 400  # a sentence up to here is kept whole: some openings of news run to 350
MAX_LABEL = 200  # characters of an author, a section, an outlet
MAX_BODY = 500_000  # the longest news features have a tenth
MAX_SUMMARY = 2000


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the source, before an article is made of it. All text is clean."""

    title: str = ""
    body: tuple[str, ...] = ()  # its paragraphs
    published: Published | None = None
    url: str = ""  # as stated: it may be no link
    source: str = ""
    summary: str = ""
    author: str = ""
    section: str = ""
    captions: tuple[str, ...] = ()
    extractor: str = ""
    read: int = 0  # characters of the source's text, of which the body is what is left

    def filled(self, other: Draft) -> Draft:
        """With what the other says where it says nothing."""
        return replace(self, **{name: getattr(other, name) for name in self.__slots__ if not getattr(self, name)})

    @property
    def length(self) -> int:
        """Characters of the body."""
        return sum(map(len, self.body))


def of(lines: Sequence[str], captions: Sequence[str] = (), *, extractor: str) -> Draft:
    """The article in clean lines, without what is boilerplate; `captions` were told apart before."""
    body, told = boilerplate.parted(lines)
    return Draft(body=tuple(body), captions=(*captions, *told), extractor=extractor, read=sum(map(len, lines)))


def finish(draft: Draft, piece: Piece, decoded: Decoded) -> Article:
    """The article of a piece; without a title it is called by the first sentence of its body, and without a date its
    link or its file may tell the day.

    Raises:
        ExtractError: the body is empty, or too long to be an article's.
    """
    if not draft.body:
        raise ExtractError("no article text")
    body = "\n".join(draft.body)
    if len(body) > MAX_BODY:
        raise ExtractError(f"longer than {MAX_BODY} characters: no article, but a book or a log")
    derived = paragraphs.shortened(paragraphs.first_sentence(draft.body[0]), MAX_DERIVED_TITLE)
    title = paragraphs.shortened(draft.title, MAX_TITLE) or derived
    url = identity.link(draft.url)
    return Article(
        id=identity.identify(url, title, body),
        title=title,
        body=body,
        title_derived=not draft.title,
        published=draft.published or published.from_url(url) or published.from_name(piece.name),
        url=url,
        source=draft.source[:MAX_LABEL],
        summary=paragraphs.shortened(draft.summary, MAX_SUMMARY),
        author=draft.author[:MAX_LABEL],
        section=draft.section[:MAX_LABEL],
        captions=tuple(dict.fromkeys(draft.captions)),
        language=language.of(f"{title}\n{body}"),
        origin=_origin(draft, piece, decoded),
    )


def _origin(draft: Draft, piece: Piece, decoded: Decoded) -> Origin:
    return Origin(
        name=piece.name,
        format=piece.format,
        encoding=decoded.encoding,
        certainty=decoded.certainty,
        offset=piece.offset,
        extractor=draft.extractor,
        removed=round(max(0.0, 1 - draft.length / max(1, draft.read)), 3),
        sha256=hashlib.sha256(piece.raw).hexdigest(),
        notes=(*decoded.notes, *identity.dropped(draft.url)),
        ingested=datetime.now(HANOI).replace(microsecond=0),
        version=_version(),
    )


@cache
def _version() -> str:
    return version("timtin")
