"""Clauses, filters and orders of the port -> OpenSearch's query language."""

from collections.abc import Iterable, Sequence
from datetime import date

from indexer.clauses import And, AtLeast, Boost, Clause, Dated, Everything, Named, Not, Or, Phrase, Prefix, Term
from indexer.engine.opensearch import spans
from indexer.engine.opensearch.client import Json
from indexer.engine.opensearch.mapping import folded
from indexer.request import NONE, VALUE_FACETS, Filters, SearchRequest

MAX_CLAUSES = 1000  # of a request; the cluster's indices.query.bool.max_clause_count is 1,024
ALL: Json = {"match_all": {}}
UNDATED: Json = {"bool": {"must_not": [{"exists": {"field": "day"}}]}}


def query(request: SearchRequest, unshown: Sequence[Json] = ()) -> Json:
    """What matches, scored by the boosts; nothing that matches one of `unshown`."""
    found = every([clause(request.query.must), passing(request.filters), none_of(unshown)])
    boosts = _heaviest(request.query.boosts, MAX_CLAUSES - _size(request.query.must)) if by_score(request) else []
    return {"bool": {"filter": [found], "should": list(map(_boost, boosts))}}


def sort(request: SearchRequest) -> list[Json]:
    by_time: list[Json] = [
        {"time": {"order": "asc" if request.sort == "oldest" else "desc", "missing": "_last"}},
        {"id": "asc"},
    ]
    return [{"_score": "desc"}, *by_time] if by_score(request) else by_time


def search_type(request: SearchRequest) -> str:
    """Scores need what all shards hold of a term."""
    return "dfs_query_then_fetch" if by_score(request) else "query_then_fetch"


def by_score(request: SearchRequest) -> bool:
    return request.sort == "relevance" and bool(request.query.boosts)


def clause(wanted: Clause) -> Json:  # noqa: PLR0911  one return for each kind of clause
    match wanted:
        case Everything():
            return ALL
        case Term(stream, text):
            return {"term": {stream: text}}
        case Prefix(stream, text):
            return {"prefix": {stream: text}}
        case Phrase():
            return spans.phrase(wanted)
        case Named(facet, folds):
            name = " ".join(folds)
            return {"match_phrase": {folded(facet): {"query": name, "analyzer": "whitespace"}}} if name else ALL
        case Dated(period):
            return days("day", period.first, period.last)
        case And(clauses):
            return every(map(clause, clauses))
        case Or(clauses):
            return at_least(1, map(clause, clauses))
        case AtLeast(count, clauses):
            return at_least(count, map(clause, clauses))
        case Not(inner):
            return none_of([clause(inner)])


def every(queries: Iterable[Json]) -> Json:
    found = [query for query in queries if query != ALL]
    return found[0] if len(found) == 1 else {"bool": {"filter": found}} if found else ALL


def at_least(count: int, queries: Iterable[Json]) -> Json:
    found = list(queries)
    if count <= 0:
        return ALL
    if count > len(found):
        return {"match_none": {}}
    return {"bool": {"should": found, "minimum_should_match": count}}


def none_of(queries: Sequence[Json]) -> Json:
    return {"bool": {"must_not": list(queries)}} if queries else ALL


def days(field: str, first: date | None, last: date | None) -> Json:
    bounds = {"gte": first, "lte": last}
    return {"range": {field: {name: day.isoformat() for name, day in bounds.items() if day}}}


# ------------------------------------------------------------------ filters


def passing(filters: Filters) -> Json:
    return every([dates(filters), values(filters)])


def dates(filters: Filters) -> Json:
    found: list[Json] = []
    if filters.date:
        found.append(days("day", filters.date.first, filters.date.last))
    if filters.since or filters.until:
        found.append(days("day", filters.since, filters.until))
    if filters.undated or filters.likely:
        found.append(UNDATED)
    if filters.likely:
        found.append(days("likely", filters.likely.first, filters.likely.last))
    return every(found)


def values(filters: Filters, free: str = "") -> Json:
    """The filters on values and group; what is chosen in the facet `free` is left out of account."""
    found = [_of_group(filters.group)] if filters.group else []
    for facet in VALUE_FACETS:
        found.append(none_of([_having(facet, value) for value in sorted(filters.excluded(facet))]))
        chosen = sorted(filters.chosen(facet)) if facet != free else []
        having = [_having(facet, value) for value in chosen]
        if having:
            found.append(at_least(1, having) if filters.op(facet) == "any" else every(having))
    return every(found)


def _having(facet: str, value: str) -> Json:
    return none_of([{"exists": {"field": facet}}]) if value == NONE else {"term": {facet: value}}


def _of_group(group: str) -> Json:
    alone = every([{"term": {"id": group}}, none_of([{"exists": {"field": "group"}}])])
    return at_least(1, [{"term": {"group": group}}, alone])


# ------------------------------------------------------------------ score


def _boost(boost: Boost) -> Json:
    """A clause that adds to the score."""
    match boost.clause:
        case Term(stream, text):
            return {"term": {stream: {"value": text, "boost": boost.weight}}}
        case Phrase() as phrase if terms := spans.plain(phrase):
            return spans.exact(terms, boost.weight)
        case other:
            return {"constant_score": {"filter": clause(other), "boost": boost.weight}}


def _heaviest(boosts: Sequence[Boost], room: int) -> list[Boost]:
    """As many as the cluster takes, by falling weight: a question of a hundred words has more."""
    kept: list[Boost] = []
    for boost in sorted(boosts, key=lambda boost: -boost.weight):
        if (size := _size(boost.clause)) <= room:
            room -= size
            kept.append(boost)
    return kept


def _size(wanted: Clause) -> int:
    """Clauses that the cluster counts."""
    match wanted:
        case Phrase(parts, slop):
            return (1 if slop == 0 else 2) * sum(map(len, parts))
        case And(clauses) | Or(clauses) | AtLeast(_, clauses):
            return 1 + sum(map(_size, clauses))
        case Not(inner):
            return 1 + _size(inner)
    return 1
