"""What a reader found in one part of a file in, the finished article out."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.errors import ExtractError
from indexer.extract import identity, paragraphs
from indexer.model import Article, Origin, Published

MAX_TITLE = 300  # longer ones are paragraphs in a heading's clothes
MAX_DERIVED_TITLE = 400  # a sentence up to here is kept whole: some openings of news run to 350


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that holds no article."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the source, before an article is made of it. All text is clean."""

    title: str = ""
    body: tuple[str, ...] = ()  # its paragraphs
    published: Published | None = None
    url: str = ""
    source: str = ""


def finish(draft: Draft, origin: Origin) -> Article:
    """The article; without a title it is called by the first sentence of its body.

    Raises:
        ExtractError: the body is empty.
    """
    if not draft.body:
        raise ExtractError("no article text")
    body = "\n".join(draft.body)
    derived = paragraphs.shortened(paragraphs.first_sentence(draft.body[0]), MAX_DERIVED_TITLE)
    title = paragraphs.shortened(draft.title, MAX_TITLE) or derived
    return Article(
        id=identity.identify(draft.url, title, body),
        title=title,
        body=body,
        title_derived=not draft.title,
        published=draft.published,
        url=draft.url,
        source=draft.source,
        origin=origin,
    )
