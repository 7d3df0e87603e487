"""What a reader found in one part of a file in, the finished article out."""

from dataclasses import dataclass, replace

from indexer.errors import ExtractError
from indexer.extract import identity, language, paragraphs
from indexer.model import Article, Origin, Published

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
    url: str = ""
    source: str = ""
    summary: str = ""
    author: str = ""
    section: str = ""
    captions: tuple[str, ...] = ()
    extractor: str = ""
    removed: float = 0.0  # share of the source's text that is not in the body
    notes: tuple[str, ...] = ()


def finish(draft: Draft, origin: Origin) -> Article:
    """The article; without a title it is called by the first sentence of its body.

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
    removed = round(min(1.0, max(0.0, draft.removed)), 3)
    notes = (*origin.notes, *draft.notes)
    return Article(
        id=identity.identify(draft.url, title, body),
        title=title,
        body=body,
        title_derived=not draft.title,
        published=draft.published,
        url=draft.url,
        source=draft.source[:MAX_LABEL],
        summary=paragraphs.shortened(draft.summary, MAX_SUMMARY),
        author=draft.author[:MAX_LABEL],
        section=draft.section[:MAX_LABEL],
        captions=tuple(dict.fromkeys(draft.captions)),
        language=language.of(f"{title}\n{body}"),
        origin=replace(origin, extractor=draft.extractor, removed=removed, notes=notes),
    )
