"""Filters -> which rows of one segment they let through, each facet's own part apart."""

from datetime import date
from functools import reduce

import numpy as np

from indexer.engine.whoosh.rows import Mask, Rows, before, mask
from indexer.engine.whoosh.segment import Segment
from indexer.request import NONE, VALUE_FACETS, Filters, Op

_JOINED = {"all": np.logical_and, "any": np.logical_or}


class Narrowing:
    """Each part is worked out once, for the hits and all facets of a request."""

    def __init__(self, segment: Segment, rows: Rows, filters: Filters) -> None:
        """Args: rows: those that match."""
        self._segment = segment
        self._rows = rows
        self._filters = filters
        self._chosen = {facet: self._having(facet, filters.chosen(facet), filters.op(facet)) for facet in VALUE_FACETS}
        self._excluded = {facet: self._having(facet, filters.excluded(facet), "any") for facet in VALUE_FACETS}

    def passing(self, free: str = "") -> Rows:
        """The rows that pass; what is chosen in the facet `free` is left out of account, what is excluded is not."""
        rows = self._rows if free == "date" else self._dates(self._rows)
        if self._filters.group:
            rows = rows[self._segment.columns.in_group(rows, self._filters.group)]
        for facet in VALUE_FACETS:
            excluded, chosen = self._excluded[facet], self._chosen[facet] if facet != free else None
            rows = rows if excluded is None else rows[~excluded.take(rows)]
            rows = rows if chosen is None else rows[chosen.take(rows)]
        return rows

    def _having(self, facet: str, names: frozenset[str], op: Op) -> Mask | None:
        """The rows with all or any of the names; None: there is no name."""
        if not names:
            return None
        values = self._segment.columns.values[facet]
        held = (values.empty() if name == NONE else values.having(name) for name in names)
        return reduce(_JOINED[op], (mask(rows, self._segment.size) for rows in held))

    def _dates(self, rows: Rows) -> Rows:
        """Periods are slices, for rows stand in order of time."""
        columns, filters = self._segment.columns, self._filters
        if filters.date:
            rows = _inside(rows, columns.within(filters.date.first, filters.date.last))
        if filters.since or filters.until:
            rows = _inside(rows, columns.within(filters.since or date.min, filters.until or date.max))
        if filters.undated or filters.likely:
            rows = _inside(rows, slice(columns.dated(), self._segment.size))
        if filters.likely:
            rows = rows[columns.likely_within(rows, filters.likely)]
        return rows


def _inside(rows: Rows, held: slice) -> Rows:
    return rows[before(rows, held.start) : before(rows, held.stop)]
