"""Facets of more values than a search counts by the way: exact, and remembered."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Any

from indexer.clauses import Query
from indexer.engine.opensearch import facets, requests
from indexer.engine.opensearch.pages import Pages
from indexer.engine.opensearch.vocabulary import partitions
from indexer.request import NONE, Facet, SearchRequest

Json = dict[str, Any]

_REMEMBERED = 256  # searches: those without words are wide, and asked again and again


class ManyValues:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._distinct = lru_cache(maxsize=_REMEMBERED)(self._count_distinct)
        self._top = lru_cache(maxsize=_REMEMBERED)(self._find_top)

    def facet(self, generation: int, request: SearchRequest, facet: str, answer: Json) -> Facet:
        """The facet from the answer of a search, and from more requests where that left something out."""
        asked = _canonical(request)
        size = request.facet_size + len(request.filters.chosen(facet) - {NONE})
        top = answer["top"] if facets.is_exact(answer["top"], size) else self._top(generation, asked, facet, size)
        counted = facets.is_counted(answer)
        values = answer["distinct"]["count"] if counted else self._distinct(generation, asked, facet)
        return facets.value_facet(request, facet, answer, top, values)

    def _find_top(self, _generation: int, request: SearchRequest, facet: str, size: int) -> Json:
        """Each shard tells more of its values until no other can be among the commonest."""
        for doubled in count(3):
            top: Json = self._ask(request, facet, {"top": facets.commonest(facet, size, facets.FEW << doubled)})["top"]
            if facets.is_exact(top, size):
                break
        return top

    def _count_distinct(self, _generation: int, request: SearchRequest, facet: str) -> int:
        """In as many parts as needed, by a hash of the values."""
        for doubled in count():
            answers = [
                self._ask(request, facet, facets.distinct(facet, facets.LISTED, part if doubled else None))
                for part in partitions(1 << doubled)
            ]
            if all(map(facets.is_counted, answers)):
                break
        return sum(answer["distinct"]["count"] for answer in answers)

    def _ask(self, request: SearchRequest, facet: str, aggregations: Json) -> Json:
        scope = facets.scope(request.filters, facet)
        query = requests.every([requests.clause(request.query.must), scope])
        body = {"query": query, "size": 0, "aggs": aggregations}
        answer: Json = self._pages.search(body, filter_path="-aggregations.values.buckets")["aggregations"]
        return answer


def _canonical(request: SearchRequest) -> SearchRequest:
    """Only what a count depends on."""
    return SearchRequest(Query(must=request.query.must), request.filters)
