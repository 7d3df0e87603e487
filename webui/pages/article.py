"""A document + the query that led to it -> what the article page shows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer import Article, Document, Mention, Period, Related, Searcher, Snippet, slugify
from webui.days import name
from webui.language import later, text as _
from webui.pages.facets import LABELS
from webui.pages.registers import office
from webui.pages.titles import shown_title, text_fragment
from webui.state import SearchState

EVIDENCE = {
    "json-ld": later("dữ liệu có cấu trúc (JSON-LD) của trang"),
    "meta": later("thẻ meta của trang"),
    "time": later("thẻ time của trang"),
    "header line": later("dòng đầu bài"),
    "url": later("địa chỉ của bài"),
    "feed": later("nguồn tin (feed)"),
    "field": later("trường dữ liệu của bài"),
    "file name": later("tên tệp"),
}
PANELS = {
    "person": LABELS["person"],
    "ministry": LABELS["ministry"],
    "number": later("Văn bản"),
    "date": later("Ngày được nhắc"),
}
LISTED = 12  # matches, the first, of an article with more than twice as many


@dataclass(frozen=True, slots=True)
class Paragraph:
    number: int
    text: Snippet
    first_hit: int  # number of its first mark


@dataclass(frozen=True, slots=True)
class Named:
    label: str
    times: int
    roles: str
    place: str  # the fragment of the first place
    others: SearchState | None  # the search for articles that name it, or are of that day
    slug: str  # of its own page, or empty


@dataclass(frozen=True, slots=True)
class Panel:
    kind: str
    label: str
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A result before or after."""

    document: Document
    state: SearchState  # of the page of results that it stands on


@dataclass(frozen=True, slots=True)
class ArticlePage:
    title: Snippet
    paragraphs: tuple[Paragraph, ...]
    hits: int
    listed: tuple[int, ...]  # numbers of the matches that links lead to; 0 for those left out
    evidence: str  # of its date
    fragment: str  # leads to the best sentence of the article at its source
    panels: tuple[Panel, ...]
    previous: Neighbour | None
    next: Neighbour | None
    related: Related


def article_page(searcher: Searcher, document: Document, state: SearchState, size: int) -> ArticlePage:
    """`size` is that of a page of results. Raises QueryError where the query that led here cannot be read."""
    article, published = document.article, document.article.published
    title, body = searcher.marked(document, searcher.parse(state.q, expand=state.expand))
    hits = len(title.marks) + sum(len(paragraph.marks) for paragraph in body)
    previous, following = _neighbours(searcher, document, state, size)
    return ArticlePage(
        title=shown_title(article, title),
        paragraphs=tuple(_paragraphs(title, body)),
        hits=hits,
        listed=(*range(1, hits + 1),) if hits <= 2 * LISTED else (*range(1, LISTED + 1), 0, hits),
        evidence=_(EVIDENCE[published.evidence]) if published else "",
        fragment=text_fragment(next((text.text for text in body if text.marks), body[0].text if body else "")),
        panels=tuple(_panels(searcher, document)),
        previous=previous,
        next=following,
        related=searcher.related(document),
    )


def _paragraphs(title: Snippet, body: tuple[Snippet, ...]) -> Iterator[Paragraph]:
    hit = len(title.marks) + 1
    for number, text in enumerate(body, start=1):
        yield Paragraph(number, text, hit)
        hit += len(text.marks)


def _neighbours(
    searcher: Searcher, document: Document, state: SearchState, size: int
) -> tuple[Neighbour | None, Neighbour | None]:
    """None where there is none, where no search led here, or where the search no longer finds the article there."""
    if not state.pairs():
        return None, None
    first = max(0, (state.page - 1) * size - 1)
    found = searcher.documents(replace(state.request(searcher, size + 2), start=first))
    ids = [other.id for other in found]
    if document.id not in ids:
        return None, None

    def neighbour(at: int) -> Neighbour | None:
        return Neighbour(found[at], state.at((first + at) // size + 1)) if 0 <= at < len(found) else None

    at = ids.index(document.id)
    return neighbour(at - 1), neighbour(at + 1)


def _panels(searcher: Searcher, document: Document) -> Iterator[Panel]:
    for kind, label in PANELS.items():
        places: dict[str, list[Mention]] = {}
        for mention in document.mentions:
            if mention.kind == kind:
                places.setdefault(mention.value, []).append(mention)
        if places:
            named = tuple(_named(searcher, document, mentions) for mentions in places.values())
            yield Panel(kind, _(label), named)


def _named(searcher: Searcher, document: Document, mentions: list[Mention]) -> Named:
    first = mentions[0]
    others, slug = _elsewhere(searcher, document, first)
    return Named(
        label=_label(first),
        times=len(mentions),
        roles="; ".join(dict.fromkeys(filter(None, (office(mention.role) for mention in mentions)))),
        place=_place(first, document.article),
        others=others,
        slug=slug,
    )


def _place(mention: Mention, article: Article) -> str:
    if mention.field == "body":
        return f"doan-{article.body.count(chr(10), 0, mention.start) + 1}"
    return {"title": "main", "captions": "captions"}[mention.field]


def _label(mention: Mention) -> str:
    if mention.kind != "date":
        return mention.value
    if mention.value.startswith("XXXX-"):
        return _("%(date)s (không ghi năm)", date=mention.surface)
    return name(Period.parse(mention.value)).capitalize()


def _elsewhere(searcher: Searcher, document: Document, mention: Mention) -> tuple[SearchState | None, str]:
    """The search for more articles of it, and the slug of its own page.

    None for what no search finds: a day without a year or articles; a body that is named but not counted.
    """
    kind, value = mention.kind, mention.value
    if kind == "number":
        return SearchState(q=f'"{value}"'), slugify(value)
    if kind == "date":
        day = SearchState() if value.startswith("XXXX-") else SearchState(date=value)
        return day if day.date and day.total(searcher) else None, ""
    if value not in document.values(kind):
        return None, ""
    slug = searcher.slug(kind, value)
    return SearchState().adding(kind, slug), slug
