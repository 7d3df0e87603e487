"""SearchResult + SearchState -> what the search page shows. Values only: templates print them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer import NONE, VALUE_FACETS, Document, Hit, Query, Searcher, SearchResult, Snippet, Sort
from webui.datefacet import DateView, date_name, date_view
from webui.days import written
from webui.facets import FacetView, facet_view, label_of
from webui.state import SearchState
from webui.titles import shown_title

SORT_LABELS: dict[Sort, str] = {"relevance": "liên quan", "newest": "mới nhất", "oldest": "cũ nhất"}
NOTES = {
    "unbalanced-quote": "Thiếu một dấu ngoặc kép: phần sau dấu mở được đọc là một cụm từ.",
    "plain": "Câu tìm kiếm có dấu mà máy không đọc được: mọi chữ được tìm như từ thường.",
    "no-words": "Câu tìm kiếm không có chữ nào: mọi bài được liệt kê.",
}
CHIPS = 5  # names under a hit
CHIP_PERSONS = 3  # of them persons, where there are ministries to fill the rest
NEAR = 2  # pages listed on each side of the current one


@dataclass(frozen=True, slots=True)
class Part:
    """A removable part of the query as it was understood."""

    lead: str  # the words before it
    label: str
    without: SearchState
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    kind: str  # "person" or "ministry"
    label: str
    to: SearchState


@dataclass(frozen=True, slots=True)
class HitView:
    document: Document
    title: Snippet
    snippet: Snippet
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class SortLink:
    label: str
    current: bool
    to: SearchState


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int  # 0 where pages are left out
    current: bool
    to: SearchState


@dataclass(frozen=True, slots=True)
class Pager:
    page: int
    pages: int
    first: int  # number of the first hit on this page
    last: int
    links: tuple[PageLink, ...]
    previous: SearchState | None
    next: SearchState | None


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of nothing found, with the total behind it."""

    label: str
    total: int
    to: SearchState


@dataclass(frozen=True, slots=True)
class SearchPage:
    state: SearchState
    total: int
    understood: tuple[Part, ...]
    notes: tuple[str, ...]
    sorts: tuple[SortLink, ...]
    pager: Pager
    hits: tuple[HitView, ...]
    date: DateView
    facets: tuple[FacetView, ...]
    exits: tuple[Exit, ...] = ()


def search_page(searcher: Searcher, asked: SearchState, size: int) -> SearchPage:
    """Past the end stands the last page, with a note.

    Raises:
        QueryError: the text cannot be searched.
        EngineError: could not search.
    """
    state = asked.settled(searcher)
    request = state.request(searcher, size)
    result = searcher.search(request)
    pages = max(1, -(-result.total // size))
    if state.page > pages:
        state = state.at(pages)
        result = searcher.search(state.request(searcher, size))
    return SearchPage(
        state=state,
        total=result.total,
        understood=tuple(_understood(state, searcher)),
        notes=_notes(request.query, asked.page, pages),
        sorts=_sorts(state),
        pager=_pager(state, result, pages, size),
        hits=tuple(hit_view(hit, searcher) for hit in result.hits),
        date=date_view(result, state),
        facets=tuple(facet_view(result.facet(facet), state, searcher) for facet in VALUE_FACETS),
        exits=() if result.total else tuple(_exits(searcher, state)),
    )


def hit_view(hit: Hit, searcher: Searcher) -> HitView:
    title = shown_title(hit.document.article, hit.title)
    return HitView(hit.document, title, hit.snippet, _chips(hit.document, searcher))


def _chips(document: Document, searcher: Searcher) -> tuple[Chip, ...]:
    ministries = document.ministries
    persons = document.persons[: max(CHIP_PERSONS, CHIPS - len(ministries))]
    names = [*(("person", name) for name in persons), *(("ministry", name) for name in ministries)][:CHIPS]
    return tuple(Chip(kind, name, SearchState().adding(kind, searcher.slug(kind, name))) for kind, name in names)


# ------------------------------------------------------------------ the query as understood


def _understood(state: SearchState, searcher: Searcher) -> Iterator[Part]:
    """The parts of one sentence: "Bài có …, nhắc … hoặc …, không nhắc …, trong …"."""
    joint = "Bài "
    for part in _parts(state, searcher):
        yield replace(part, lead=part.lead if part.lead in (" hoặc ", " và ") else joint + part.lead)
        joint = ", "


def _parts(state: SearchState, searcher: Searcher) -> Iterator[Part]:
    if state.q:
        yield Part("có ", state.q, state.changed(q=""))
    for facet in VALUE_FACETS:
        conjunction = " hoặc " if state.op(facet) == "any" else " và "
        for number, slug in enumerate(state.chosen(facet)):
            lead = conjunction if number else "" if slug == NONE else "nhắc "
            yield Part(lead, label_of(facet, slug, searcher), state.dropping(facet, slug))
    for facet in VALUE_FACETS:
        for slug in state.excluded(facet):
            yield Part("", label_of(facet, slug, searcher), state.including(facet, slug), negated=True)
    if state.date:
        yield Part("" if state.undated else "trong ", date_name(state.date), state.changed(date=""))
    if state.since and not state.problem:
        yield Part("từ ", written(state.since), state.changed(since=None))
    if state.until and not state.problem:
        yield Part("đến ", written(state.until), state.changed(until=None))


def _notes(query: Query, asked: int, pages: int) -> tuple[str, ...]:
    past = (f"Chỉ có {pages} trang: đây là trang cuối.",) if asked > pages else ()
    return (*past, *(NOTES[note.kind] for note in query.notes if note.kind in NOTES))


# ------------------------------------------------------------------ order, pages, ways out


def _sorts(state: SearchState) -> tuple[SortLink, ...]:
    """Without a query nothing is more relevant than another, so that order is not offered."""
    current = state.sort if state.q or state.sort != "relevance" else "newest"
    offered = [sort for sort in SORT_LABELS if state.q or sort != "relevance"]
    return tuple(SortLink(SORT_LABELS[sort], sort == current, state.changed(sort=sort)) for sort in offered)


def _pager(state: SearchState, result: SearchResult, pages: int, size: int) -> Pager:
    before = (state.page - 1) * size
    return Pager(
        page=state.page,
        pages=pages,
        first=before + 1 if result.total else 0,
        last=before + len(result.hits),
        links=tuple(_page_links(state, pages)),
        previous=state.at(state.page - 1) if state.page > 1 else None,
        next=state.at(state.page + 1) if state.page < pages else None,
    )


def _page_links(state: SearchState, pages: int) -> Iterator[PageLink]:
    """The first, the last and the nearest pages, with one mark for each run left out."""
    near = range(max(1, state.page - NEAR), min(pages, state.page + NEAR) + 1)
    before = 0
    for page in sorted({1, pages, *near}):
        if page > before + 1:
            yield PageLink(0, current=False, to=state)
        yield PageLink(page, page == state.page, state.at(page))
        before = page


def _exits(searcher: Searcher, state: SearchState) -> Iterator[Exit]:
    """What the reader can drop so that something is found; each total is the total of its link."""
    dates = state.changed(date="", since=None, until=None)
    ways = {dates: "Bỏ điều kiện ngày"} if dates != state else {}
    for part in _parts(state, searcher):
        ways.setdefault(part.without, f"Bỏ “{part.label}”")
    ways.setdefault(state.bare(), "Bỏ mọi bộ lọc")
    ways.setdefault(SearchState(), "Xem mọi bài, mới nhất trước")
    for to, label in ways.items():
        total = searcher.search(to.request(searcher, size=1)).total
        if total:
            yield Exit(label, total, to)
