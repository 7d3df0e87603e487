"""Rows of one segment -> how many of them have each name of a facet."""

from typing import NamedTuple

import numpy as np

from indexer.engine.whoosh.arrays import Array, running, runs, spans
from indexer.engine.whoosh.rows import Rows, bound, mask
from indexer.engine.whoosh.values import Values

_THIN = 4  # times fewer values than names are sorted; more are counted in a place for each name
_FEW = 4  # times fewer rows than there are: their values are gathered; else all values are looked through


class Tally(NamedTuple):
    numbers: Array | None  # of names, each once; None: those from 0 to the last
    counts: Array  # of each of them, how many rows have it
    none: int  # rows without a value
    distinct: int  # names that some of the rows have
    ranked: bool = False  # whether the numbers stand in the order of `best`

    @property
    def whole(self) -> bool:
        """Whether all names are among the numbers."""
        return self.distinct <= len(self.counts)

    def best(self, size: int, places: Array) -> tuple[Array, Array]:
        """The `size` numbers with the highest counts above 0, and these; ties by the places of names."""
        if self.ranked and self.numbers is not None:
            known = min(size, self.distinct)
            return self.numbers[:known], self.counts[:known]
        found = np.flatnonzero(self.counts >= max(bound(self.counts, size), 1))
        counts = self.counts.take(found)
        numbers = found if self.numbers is None else self.numbers.take(found)
        order = np.lexsort((places.take(numbers), -counts.astype(np.intp)))[:size]
        return numbers.take(order), counts.take(order)

    def of(self, number: int) -> int:
        """Args: number: -1 is that of no name."""
        own = slice(number, number + 1) if self.numbers is None else self.numbers == number
        return int(self.counts[own].sum())


def tally(values: Values, rows: Rows) -> Tally:
    """Numbers are the ordinals of the segment."""
    if len(rows) * _FEW < len(values.starts):
        found, none = gathered(values, rows)
        if len(found) * _THIN < len(values.names):
            found.sort(kind="stable")  # numpy sorts short numbers by their digits
            first = runs(found)
            return Tally(found.take(first[:-1]), first[1:] - first[:-1], none, len(first) - 1)
        counts = np.bincount(found, minlength=len(values.names))
    else:
        wanted = mask(rows, len(values.starts) - 1)
        none = int(np.count_nonzero(wanted & (values.starts[1:] == values.starts[:-1])))
        counts = np.diff(running(wanted[values.holders]).take(values.held))
    return Tally(None, counts, none, int(np.count_nonzero(counts)))


def gathered(values: Values, rows: Rows) -> tuple[Array, int]:
    """The ordinals that the rows have, and how many rows have none."""
    starts = values.starts.take(rows)
    held = values.starts[1:].take(rows) - starts
    return values.ordinals.take(spans(starts, held)), len(rows) - int(np.count_nonzero(held))
