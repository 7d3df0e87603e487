"""A found document -> what a list of results shows of it."""

from dataclasses import dataclass, replace

from indexer import VALUE_FACETS, Document, Hit, Searcher, Snippet
from webui.pages.titles import shown_title
from webui.state import SearchState

NAMES = 5  # under a hit
PERSONS = 3  # of them persons, where there are ministries to fill the rest


@dataclass(frozen=True, slots=True)
class HitView:
    document: Document
    title: Snippet
    snippet: Snippet
    persons: tuple[str, ...]
    ministries: tuple[str, ...]
    copies: int = 0  # near-duplicates that are found too and not shown
    all_copies: SearchState | None = None  # the search for them and this one, the earliest first


def hit_view(searcher: Searcher, hit: Hit, state: SearchState) -> HitView:
    """`state` is the search that found it."""
    document = hit.document
    persons, ministries = (_named(document, facet, state.names(facet, searcher)) for facet in VALUE_FACETS)
    persons = persons[: max(PERSONS, NAMES - len(ministries))]
    title = shown_title(document.article, hit.title)
    view = HitView(document, title, hit.snippet, persons, ministries[: NAMES - len(persons)])
    if not state.group or not document.group:
        return view
    every = state.changed(group=False, copies=document.group, sort="oldest")
    return replace(view, copies=every.total(searcher) - 1, all_copies=every)


def _named(document: Document, facet: str, chosen: frozenset[str]) -> tuple[str, ...]:
    """The names in an article, the chosen ones first."""
    return tuple(sorted(document.values(facet), key=lambda name: name not in chosen))
