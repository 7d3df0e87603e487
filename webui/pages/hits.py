"""A found document -> what a list of results shows of it."""

from dataclasses import dataclass, replace

from indexer import Document, Hit, Searcher, Snippet
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
    persons = document.persons[: max(PERSONS, NAMES - len(document.ministries))]
    title, ministries = shown_title(document.article, hit.title), document.ministries[: NAMES - len(persons)]
    view = HitView(document, title, hit.snippet, persons, ministries)
    if not state.group or not document.group:
        return view
    every = state.changed(group=False, copies=document.group, sort="oldest")
    return replace(view, copies=every.total(searcher) - 1, all_copies=every)
