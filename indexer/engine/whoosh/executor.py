"""SearchRequest -> which rows of which segments are shown, with the total and the facets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.clock import phase
from indexer.engine.whoosh import facets
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.facets import Names
from indexer.engine.whoosh.kinship import Kinship
from indexer.engine.whoosh.narrowing import Narrowing
from indexer.engine.whoosh.ordering import Found, first
from indexer.engine.whoosh.rows import Rows
from indexer.engine.whoosh.scoring import Scoring
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.selection import Selection
from indexer.engine.whoosh.tally import Tally
from indexer.request import VALUE_FACETS, Facet, Filters, SearchRequest, Sort

_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Answer:
    total: int
    groups: int
    shown: list[Found]  # the page asked for, in order
    facets: tuple[Facet, ...]


class Executor:
    """Answers requests from the segments of one snapshot. May be shared by threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._scoring = Scoring(segments)

    @cached_property
    def names(self) -> dict[str, Names]:
        """Of "person", "ministry" and "source"."""
        fields = (*VALUE_FACETS, "source")
        return {name: Names([segment.columns.values[name] for segment in self._segments]) for name in fields}

    @cached_property
    def _kinship(self) -> Kinship:
        return Kinship(self._segments)

    def search(self, request: SearchRequest, deadline: Deadline) -> Answer:
        selections = [Selection(segment, deadline) for segment in self._segments]
        narrowings = [
            Narrowing(selection.segment, selection.matching(request.query.must), request.filters)
            for selection in selections
        ]
        found = _passing(narrowings)
        groups, earliest = self._kinship.groups(found, grouped=request.grouped)
        shown = self._shown(request, selections, earliest)
        deadline.check()
        with phase("facets"):
            counted = self._facets(request, selections, narrowings, found) if request.facet_size else ()
        return Answer(sum(map(len, found)), groups, shown, counted)

    def _shown(self, request: SearchRequest, selections: Sequence[Selection], rows: Sequence[Rows]) -> list[Found]:
        if not request.size:
            return []
        wanted = slice(request.start, request.start + request.size)
        sort: Sort = "newest" if request.sort == "relevance" and not request.query.boosts else request.sort
        if sort == "relevance":
            ranked = self._scoring.ranked(selections, rows, request.query, wanted.stop)
        else:
            ranked = [(held, np.zeros(len(held), np.float32)) for held in rows]
        return first(self._segments, ranked, sort, wanted)

    def _facets(
        self,
        request: SearchRequest,
        selections: Sequence[Selection],
        narrowings: Sequence[Narrowing],
        found: Sequence[Rows],
    ) -> tuple[Facet, ...]:
        filters = request.filters
        dates = _passing(narrowings, free="date")
        scopes = {
            name: _passing(narrowings, free=name) if filters.op(name) == "any" and filters.chosen(name) else found
            for name in VALUE_FACETS
        }
        kept = self._kept(request, selections, found)
        counted = {name: kept.get(name) or self.names[name].tally(rows) for name, rows in scopes.items()}
        return (
            facets.published(self._segments, dates, filters.date),
            facets.likely(self._segments, dates, filters.likely),
            *(self.names[name].facet(name, tally, filters, request.facet_size) for name, tally in counted.items()),
        )

    def _kept(self, request: SearchRequest, selections: Sequence[Selection], rows: Sequence[Rows]) -> dict[str, Tally]:
        """What need not be counted."""
        if len(selections) != 1 or request.filters != _NO_FILTERS:
            return {}
        return selections[0].kept(request.query.must, rows[0], request.facet_size)


def _passing(narrowings: Sequence[Narrowing], free: str = "") -> list[Rows]:
    return [narrowing.passing(free) for narrowing in narrowings]
