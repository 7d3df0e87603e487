"""Facets -> aggregations, and their answers -> facets. Every count is exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.engine.opensearch import requests
from indexer.engine.opensearch.requests import ALL, UNDATED
from indexer.model import NONE, VALUE_FACETS, Bucket, Facet, Filters, Period, SearchRequest

Json = dict[str, Any]

LISTED = 30_000  # values that one aggregation may hold; two of them stay below the cluster's search.max_buckets
UNSHOWN = ",".join(f"-aggregations.{facet}.values.buckets" for facet in VALUE_FACETS)  # counted, not sent
_LEVELS = {"year": "uuuu", "month": "uuuu-MM", "day": "uuuu-MM-dd"}


def aggregations(request: SearchRequest) -> Json:
    """The four facets. What their own filters exclude is filtered in here, so the query must leave all filters out."""
    values = requests.values(request.filters)
    undated = requests.every([values, UNDATED])
    found = {
        "date": {"filter": values, "aggs": _periods("day", request.filters.date)},
        "likely": {"filter": undated, "aggs": _periods("likely", request.filters.likely)},
    }
    return found | {facet: value_aggregation(request, facet) for facet in VALUE_FACETS}


def value_aggregation(request: SearchRequest, facet: str, part: Json | None = None) -> Json:
    """One facet; with `part` only over that part of its values."""
    filters = request.filters
    free = facet if filters.op(facet) == "any" else ""
    scope = requests.every([requests.dates(filters), requests.values(filters, free)])
    chosen = sorted(filters.chosen(facet) - {NONE})
    terms: Json = {"field": facet, "shard_size": LISTED, **({"include": part} if part else {})}
    inner: Json = {
        "none": {"missing": {"field": facet}},
        "top": {"terms": {**terms, "size": request.facet_size + len(chosen)}},
        "values": {"terms": {**terms, "size": LISTED}},
        "distinct": {"stats_bucket": {"buckets_path": "values>_count"}},
    }
    if chosen:
        inner["chosen"] = {"terms": {"field": facet, "include": chosen, "size": len(chosen)}}
    return {"filter": scope, "aggs": inner}


def is_whole(answer: Json) -> bool:
    """Whether every value was listed, so that the counts are exact."""
    return not (answer["values"]["sum_other_doc_count"] or answer["top"]["doc_count_error_upper_bound"])


def value_facet(request: SearchRequest, facet: str, answers: Sequence[Json]) -> Facet:
    """
    Args:
        answers: of one aggregation over all values, or of one for each part of them.
    """
    first = answers[0]
    chosen = dict.fromkeys(request.filters.chosen(facet) - {NONE}, 0)
    chosen |= _counts(first.get("chosen", {"buckets": []}))
    others = {
        value: count for answer in answers for value, count in _counts(answer["top"]).items() if value not in chosen
    }
    listed = sorted(others.items(), key=_rank)[: request.facet_size]
    buckets = tuple(Bucket(value, count) for value, count in sorted([*chosen.items(), *listed], key=_rank))
    return Facet(facet, buckets, first["none"]["doc_count"], sum(answer["distinct"]["count"] for answer in answers))


def period_facets(filters: Filters, answers: Json) -> tuple[Facet, Facet]:
    return _period_facet("date", filters.date, answers["date"]), _period_facet(
        "likely", filters.likely, answers["likely"]
    )


def _counts(answer: Json) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}


def _rank(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _above(chosen: Period | None) -> Period | None:
    """The period whose parts are listed."""
    return chosen.parent if chosen and chosen.day else chosen


def _periods(field: str, chosen: Period | None) -> Json:
    above = _above(chosen)
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
    distinct = len(counts)
    if chosen and chosen.day:
        counts.setdefault(str(chosen), 0)
    listed = tuple(Bucket(period, counts[period]) for period in sorted(counts))
    return Facet(name, listed, answer["none"]["doc_count"], distinct)
