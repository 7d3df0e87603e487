"""SearchResult + SearchState -> what the search page shows. Values only: templates print them."""

from dataclasses import dataclass

from indexer import VALUE_FACETS, Searcher
from webui.language import many
from webui.pages.alternatives import Alternative, called, exits, forms, meant
from webui.pages.dates import DateFacet, date_facet
from webui.pages.facets import NameFacet, name_facet
from webui.pages.histogram import Histogram, histogram
from webui.pages.hits import HitView, hit_view
from webui.pages.notices import Notice, notices
from webui.pages.pager import Pager, page_count
from webui.pages.sentence import Part, named, sentence
from webui.state import SearchState


@dataclass(frozen=True, slots=True)
class Facets:
    date: DateFacet
    person: NameFacet
    ministry: NameFacet


@dataclass(frozen=True, slots=True)
class SearchPage:
    state: SearchState
    name: str  # of the search, for titles
    total: int
    groups: int  # near-duplicates counted once
    sentence: tuple[Part, ...]
    notices: tuple[Notice, ...]
    pager: Pager
    hits: tuple[HitView, ...]
    near: tuple[HitView, ...]  # hold some of the words; not in the total
    near_to: SearchState  # the search whose words these hold: what keystrokes meant, else this one
    histogram: Histogram | None
    facets: Facets
    called: tuple[Alternative, ...] = ()  # the articles that mention whom or what was typed
    forms: tuple[Alternative, ...] = ()  # how what was typed without marks is written
    meant: Alternative | None = None  # what the reader may have meant
    exits: tuple[Alternative, ...] = ()


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
        name=named(searcher, state),
        total=result.total,
        groups=result.groups,
        sentence=tuple(sentence(searcher, state)),
        notices=(*past, *notices(searcher, state, request.query, result.total)),
        pager=Pager(state, shown, size),
        hits=tuple(hit_view(searcher, hit, state) for hit in result.hits),
        near=tuple(hit_view(searcher, hit, near) for hit in result.near),
        near_to=near,
        histogram=histogram(searcher, result.facet("date"), state),
        facets=Facets(
            date_facet(result, state), *(name_facet(searcher, result.facet(name), state) for name in VALUE_FACETS)
        ),
        called=tuple(called(searcher, state)) if state.q else (),
        forms=forms(searcher, state, request, result.total) if result.total and state.q else (),
        meant=suggested,
        exits=() if result.total else tuple(exits(searcher, state)),
    )
