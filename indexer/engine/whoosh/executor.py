"""SearchRequest -> which rows of which segments are shown, with the total and the facets."""

from __future__ import annotations

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
from indexer.request import VALUE_FACETS, Facet, SearchRequest, Sort


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
        matching = [selection.matching(request.query.must) for selection in selections]
        narrowings = [Narrowing(segment, request.filters) for segment in self._segments]
        found = _passing(narrowings, matching)
        groups, earliest = self._kinship.groups(found, grouped=request.grouped)
        shown = self._shown(request, selections, earliest)
        with phase("facets"):
            counted = self._facets(request, narrowings, matching, found) if request.facet_size else ()
        return Answer(sum(map(len, found)), groups, shown, counted)

    def _shown(self, request: SearchRequest, selections: Sequence[Selection], rows: Sequence[Rows]) -> list[Found]:
        if not request.size:
            return []
        sort: Sort = "newest" if request.sort == "relevance" and not request.query.boosts else request.sort
        if sort == "relevance":
            scores = self._scoring.scores(selections, rows, request.query.boosts)
        else:
            scores = [np.zeros(len(held), np.float32) for held in rows]
        return first(self._segments, rows, scores, sort, slice(request.start, request.start + request.size))

    def _facets(
        self, request: SearchRequest, narrowings: Sequence[Narrowing], matching: Sequence[Rows], found: Sequence[Rows]
    ) -> tuple[Facet, ...]:
        filters = request.filters
        dates = _passing(narrowings, matching, free="date")
        scopes = {
            name: _passing(narrowings, matching, free=name)
            if filters.op(name) == "any" and filters.chosen(name)
            else found
            for name in VALUE_FACETS
        }
        return (
            facets.published(self._segments, dates, filters.date),
            facets.likely(self._segments, dates, filters.likely),
            *(self.names[name].facet(name, rows, filters, request.facet_size) for name, rows in scopes.items()),
        )


def _passing(narrowings: Sequence[Narrowing], rows: Sequence[Rows], free: str = "") -> list[Rows]:
    return [narrowing.passing(held, free) for narrowing, held in zip(narrowings, rows, strict=True)]
