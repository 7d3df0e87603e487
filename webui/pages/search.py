"""SearchResult + SearchState -> what the search page shows. Values only: templates print them."""

from dataclasses import dataclass

from indexer import VALUE_FACETS, Searcher
from webui.language import many
from webui.pages.alternatives import Way, exits, forms, meant
from webui.pages.dates import DateView, date_view
from webui.pages.facets import FacetView, facet_view
from webui.pages.hits import HitView, hit_view
from webui.pages.pager import Pager, page_count
from webui.pages.sentence import Notice, Part, named, notices, sentence, tones
from webui.state import SearchState


@dataclass(frozen=True, slots=True)
class SearchPage:
    state: SearchState
    name: str  # of the search, for titles
    total: int
    groups: int  # near-duplicates counted once
    understood: tuple[Part, ...]
    notes: tuple[Notice, ...]
    pager: Pager
    hits: tuple[HitView, ...]
    near: tuple[HitView, ...]  # hold some of the words; not in the total
    near_to: SearchState  # the search whose words these hold: what keystrokes meant, else this one
    date: DateView
    facets: tuple[FacetView, ...]
    forms: tuple[Way, ...] = ()  # how what was typed without marks is written
    meant: Way | None = None  # what the reader may have meant
    exits: tuple[Way, ...] = ()


def search_page(searcher: Searcher, asked: SearchState, size: int) -> SearchPage:
    """Past the end stands the last page, with a note.

    Raises:
        QueryError: the text cannot be searched.
        EngineError: could not search.
    """
    state = asked.settled(searcher)
    request = state.request(searcher, size)
    result = searcher.search(request)
    shown = result.groups if state.group else result.total
    pages = page_count(shown, size)
    if state.page > pages:
        state = state.at(pages)
        result = searcher.search(state.request(searcher, size))
    past = [Notice(many("Chỉ có %(number)s trang: đây là trang cuối.", pages))] if asked.page > pages else []
    suggested = meant(result, state)
    near = suggested.to if result.suggestion and suggested and result.suggestion.kind == "telex" else state
    return SearchPage(
        state=state,
        name=named(state, searcher),
        total=result.total,
        groups=result.groups,
        understood=tuple(sentence(state, searcher)),
        notes=(*past, *notices(state, request.query), *tones(state, searcher, result.total)),
        pager=Pager(state, shown, size),
        hits=tuple(hit_view(hit, searcher, state) for hit in result.hits),
        near=tuple(hit_view(hit, searcher, near) for hit in result.near),
        near_to=near,
        date=date_view(result, state, searcher),
        facets=tuple(facet_view(result.facet(facet), state, searcher) for facet in VALUE_FACETS),
        forms=forms(searcher, request, state) if result.total and state.q else (),
        meant=suggested,
        exits=() if result.total else tuple(exits(searcher, state)),
    )
