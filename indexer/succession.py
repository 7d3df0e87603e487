"""A request that follows the lineage of its ministries -> requests that engines understand, and what they find.

A predecessor counts up to the day on which its tasks went over, so that it is a clause and not a filter.
"""

from collections.abc import Callable
from dataclasses import replace

from indexer.analysis import folds
from indexer.clauses import And, Clause, Dated, Everything, Named, Or
from indexer.entities.bodies import Handover
from indexer.entities.register import lineage, register
from indexer.model import Period
from indexer.request import NONE, Bucket, Facet, SearchRequest, SearchResult

FACET = "ministry"
FIRST_YEAR = 1945  # no Vietnamese ministry is older
Search = Callable[[SearchRequest], SearchResult]


def followed(request: SearchRequest) -> SearchRequest:
    """The same; where it asks for predecessors, each ministry with its own is a clause in place of the filter."""
    if not _is_followed(request):
        return request
    lines = tuple(_line(name) for name in sorted(request.filters.ministry))
    chosen: Clause = And(lines) if request.filters.ministry_op == "all" else Or(lines)
    must = request.query.must
    clause = chosen if isinstance(must, Everything) else And((must, chosen))
    filters = replace(request.filters, ministry=frozenset())
    return replace(request, query=replace(request.query, must=clause), filters=filters, lineage=False)


def search(request: SearchRequest, ask: Search) -> SearchResult:
    """What a request finds. A count is still the total that choosing the value gives."""
    result = ask(followed(request))
    if not request.facet_size or not _is_followed(request):
        return result
    every = request.filters.ministry_op == "all"
    plain = result if every else ask(replace(request, lineage=False, size=0))
    chosen = request.filters.ministry

    def total(name: str) -> int:
        names = chosen | {name} if every else frozenset({name})
        asked = replace(request, filters=replace(request.filters, ministry=names), size=0, facet_size=0)
        return ask(followed(asked)).total

    facet = _recounted(plain.facet(FACET), chosen, total)
    return replace(result, facets=tuple(facet if old.name == FACET else old for old in result.facets))


def _is_followed(request: SearchRequest) -> bool:
    return request.lineage and bool(request.filters.ministry) and NONE not in request.filters.ministry


def _recounted(facet: Facet, chosen: frozenset[str], total: Callable[[str], int]) -> Facet:
    counts = {bucket.value: bucket.count for bucket in facet.buckets}
    for name in [*chosen, *counts]:
        if name in chosen or _predecessors(name):
            counts[name] = total(name)
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return replace(facet, buckets=tuple(Bucket(name, counts[name]) for name in ranked))


def _line(name: str) -> Clause:
    """The body itself, or one that ended in it, named before that day."""
    before = (And((_named(step.body.name), _before(step))) for step in _predecessors(name))
    return Or((_named(name), *before))


def _predecessors(name: str) -> tuple[Handover, ...]:
    body = register().by_name.get(name)
    return lineage(body.slug) if body else ()


def _named(name: str) -> Named:
    return Named(FACET, tuple(folds(name)))


def _before(step: Handover) -> Clause:
    """Published before that day: whole years, then months, then days."""
    day = step.day
    years = [Period(year) for year in range(max(step.body.since.year, FIRST_YEAR), day.year)]
    months = [Period(day.year, month) for month in range(1, day.month)]
    days = [Period(day.year, day.month, number) for number in range(1, day.day)]
    return Or(tuple(Dated(period) for period in (*years, *months, *days)))
