"""A request -> its facets: every count exact, asked of the cluster once a commit and remembered."""

from heapq import nsmallest

from indexer.cache import Cache
from indexer.engine import periods
from indexer.engine.opensearch import requests
from indexer.engine.opensearch.client import Json
from indexer.engine.opensearch.pages import Pages
from indexer.engine.opensearch.requests import ALL, UNDATED
from indexer.model import Period
from indexer.request import NONE, VALUE_FACETS, Bucket, Facet, Filters, SearchRequest

FEW = 1000  # values that are counted by the way; more of them are all read
_KEPT = 16 << 20  # bytes: the pages of one search, and of those without words, are asked for again and again
_BUCKET = 250  # bytes, with its name
_LEVELS = {"year": "uuuu", "month": "uuuu-MM", "day": "uuuu-MM-dd"}


class Facets:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._kept = Cache[tuple[Facet, ...]](_KEPT, lambda made: sum(_BUCKET * (2 + len(one.buckets)) for one in made))

    def of(self, generation: int, request: SearchRequest) -> tuple[Facet, ...]:
        if not request.facet_size:
            return ()
        key = generation, request.query.must, request.filters, request.facet_size
        return self._kept.get(key, lambda: self._count(request))

    def _count(self, request: SearchRequest) -> tuple[Facet, ...]:
        """All filters are those of the aggregations, since a facet leaves its own out of account."""
        filters = request.filters
        undated = requests.every([requests.values(filters), UNDATED])
        aggregations = {
            "date": {"filter": requests.values(filters), "aggs": _periods("day", filters.date)},
            "likely": {"filter": undated, "aggs": _periods("likely", filters.likely)},
            **{facet: {"filter": _scope(filters, facet), "aggs": _values(facet)} for facet in VALUE_FACETS},
        }
        body = {"query": requests.clause(request.query.must), "size": 0, "aggs": aggregations}
        answers = self._pages.search(body)["aggregations"]
        return (
            _period_facet("date", filters.date, answers["date"]),
            _period_facet("likely", filters.likely, answers["likely"]),
            *(self._value_facet(request, facet, answers[facet]) for facet in VALUE_FACETS),
        )

    def _value_facet(self, request: SearchRequest, facet: str, answer: Json) -> Facet:
        counts = self._counts(request, facet, answer["listed"])
        chosen = request.filters.chosen(facet) - {NONE}
        others = (pair for pair in counts.items() if pair[0] not in chosen)
        shown = [*((value, counts.get(value, 0)) for value in chosen), *nsmallest(request.facet_size, others, _rank)]
        buckets = tuple(Bucket(*pair) for pair in sorted(shown, key=_rank))
        return Facet(facet, buckets, answer["none"]["doc_count"], len(counts))

    def _counts(self, request: SearchRequest, facet: str, listed: Json) -> dict[str, int]:
        if listed["sum_other_doc_count"]:
            scope = [requests.clause(request.query.must), _scope(request.filters, facet)]
            return dict(self._pages.values(facet, requests.every(scope)))
        return {bucket["key"]: bucket["doc_count"] for bucket in listed["buckets"]}


def _rank(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


# ------------------------------------------------------------------ aggregations, and what their answers say


def _values(facet: str) -> Json:
    terms = {"field": facet, "size": FEW, "shard_size": FEW}
    return {"none": {"missing": {"field": facet}}, "listed": {"terms": terms}}


def _scope(filters: Filters, facet: str) -> Json:
    """What a count in this facet is of."""
    free = facet if filters.op(facet) == "any" else ""
    return requests.every([requests.dates(filters), requests.values(filters, free)])


def _periods(field: str, chosen: Period | None) -> Json:
    above = periods.above(chosen)
    level = "year" if above is None else "month" if not above.month else "day"
    histogram = {"field": field, "calendar_interval": level, "format": _LEVELS[level], "min_doc_count": 1}
    inside = requests.days(field, above.first, above.last) if above else ALL
    return {
        "none": {"missing": {"field": field}},
        "inside": {"filter": inside, "aggs": {"periods": {"date_histogram": histogram}}},
    }


def _period_facet(name: str, chosen: Period | None, answer: Json) -> Facet:
    buckets = answer["inside"]["periods"]["buckets"]
    counts = {bucket["key_as_string"]: bucket["doc_count"] for bucket in buckets}
    return periods.facet(name, counts, chosen, answer["none"]["doc_count"])
