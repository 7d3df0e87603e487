"""Facets -> aggregations, and their answers -> facets. Every count is exact."""

from __future__ import annotations

from typing import Any

from indexer.engine.opensearch import requests
from indexer.engine.opensearch.requests import ALL, UNDATED
from indexer.model import Period
from indexer.request import NONE, VALUE_FACETS, Bucket, Facet, Filters, SearchRequest

Json = dict[str, Any]

FEW = 1000  # values counted with every search; more of them are counted apart, and once
LISTED = 50_000  # values that one aggregation may hold; the cluster's search.max_buckets is 65,535
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


def value_aggregation(request: SearchRequest, facet: str) -> Json:
    """One facet: its commonest values, and how many there are while they are few."""
    chosen = sorted(request.filters.chosen(facet) - {NONE})
    inner: Json = {
        "none": {"missing": {"field": facet}},
        "top": commonest(facet, request.facet_size + len(chosen), FEW),
        **distinct(facet, FEW),
    }
    if chosen:
        inner["chosen"] = {"terms": {"field": facet, "include": chosen, "size": len(chosen)}}
    return {"filter": scope(request.filters, facet), "aggs": inner}


def scope(filters: Filters, facet: str) -> Json:
    """What a count in this facet is of."""
    free = facet if filters.op(facet) == "any" else ""
    return requests.every([requests.dates(filters), requests.values(filters, free)])


def commonest(facet: str, size: int, looked_at: int) -> Json:
    """The commonest values and the next one; each shard tells so many of its own."""
    return {"terms": {"field": facet, "size": size + 1, "shard_size": looked_at, "show_term_doc_count_error": True}}


def distinct(facet: str, listed: int, part: Json | None = None) -> Json:
    """How many values there are, of all or of a part of them; exact where none is left out."""
    terms: Json = {"field": facet, "size": listed, "shard_size": listed, "order": {"_key": "asc"}}
    return {
        "values": {"terms": {**terms, **({"include": part} if part else {})}},
        "distinct": {"stats_bucket": {"buckets_path": "values>_count"}},
    }


def is_counted(answer: Json) -> bool:
    """Whether `distinct` left no value out."""
    return not answer["values"]["sum_other_doc_count"]


def is_exact(top: Json, size: int) -> bool:
    """Whether the first `size` values are the commonest, in order: whatever a shard did not tell cannot change it."""
    unknown: int = top["doc_count_error_upper_bound"]
    if unknown == 0 or len(top["buckets"]) <= size:
        return unknown == 0
    listed, after = top["buckets"][:size], top["buckets"][size]
    certain = not any(bucket["doc_count_error_upper_bound"] for bucket in listed)
    return certain and bool(listed[-1]["doc_count"] > after["doc_count"] + unknown)


def value_facet(request: SearchRequest, facet: str, answer: Json, top: Json, values: int) -> Facet:
    chosen = dict.fromkeys(request.filters.chosen(facet) - {NONE}, 0)
    chosen |= _counts(answer.get("chosen", {"buckets": []}))
    others = [pair for pair in _counts(top).items() if pair[0] not in chosen]
    listed = sorted(others, key=_rank)[: request.facet_size]
    buckets = tuple(Bucket(value, count) for value, count in sorted([*chosen.items(), *listed], key=_rank))
    return Facet(facet, buckets, answer["none"]["doc_count"], values)


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
