"""A found document -> what a list of results shows of it."""

from dataclasses import dataclass, replace

from indexer import Document, Hit, Searcher, Snippet
from webui.state import SearchState
from webui.titles import shown_title

CHIPS = 5  # names under a hit
CHIP_PERSONS = 3  # of them persons, where there are ministries to fill the rest


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
    copies: int = 0  # near-duplicates that are found too and not shown
    all_copies: SearchState | None = None  # the search for them and this one, the earliest first


def hit_view(hit: Hit, searcher: Searcher, state: SearchState) -> HitView:
    """`state` is the search that found it."""
    document = hit.document
    title = shown_title(document.article, hit.title)
    view = HitView(document, title, hit.snippet, _chips(document, searcher))
    if not state.group or not document.group:
        return view
    every = state.changed(group=False, copies=document.group, sort="oldest")
    return replace(view, copies=every.total(searcher) - 1, all_copies=every)


def _chips(document: Document, searcher: Searcher) -> tuple[Chip, ...]:
    ministries = document.ministries
    persons = document.persons[: max(CHIP_PERSONS, CHIPS - len(ministries))]
    names = [*(("person", name) for name in persons), *(("ministry", name) for name in ministries)][:CHIPS]
    return tuple(Chip(kind, name, SearchState().adding(kind, searcher.slug(kind, name))) for kind, name in names)
