"""A broad term as an array over all rows: how often it stands in a row, and where its positions start, without search.

Kept for the terms asked for last: every query of broad words has some of the same few hundred.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Stream
from indexer.engine.whoosh.arrays import borders
from indexer.engine.whoosh.broad import SHARE
from indexer.engine.whoosh.postings import Entry

_KEPT = 8 << 20  # bytes of all
_BESIDE = 1 << 10  # bytes that each takes however small the segment is
_BLOCK = 8  # bits of a row in its block: no more positions are in a block than two bytes tell


class Spread:
    """The postings of one term, whose counts are bytes, in a segment of `size` rows."""

    def __init__(self, entry: Entry, size: int) -> None:
        self.counts = np.zeros(size, np.uint8)  # of each row
        self.counts[entry.rows.astype(np.intp)] = entry.counts
        starts = borders(self.counts)[:-1]
        self._blocks = starts[:: 1 << _BLOCK].copy()
        self._within = (starts - self._blocks.repeat(1 << _BLOCK)[:size]).astype(np.uint16)

    def starts(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Of each of the rows, how many positions stand before its own."""
        found = self._blocks.take(rows >> _BLOCK)
        found += self._within.take(rows)
        return found


def kept(entry: Callable[[Stream, str], Entry | None], size: int) -> Callable[[Stream, str], Spread | None]:
    """Stream and text of a term -> its spread; None: the term is not broad.

    Args:
        entry: of the term, in a segment of `size` rows.
    """

    @lru_cache(max(_KEPT // (size * 3 + _BESIDE), 1))
    def made(stream: Stream, text: str) -> Spread | None:
        held = entry(stream, text)
        return Spread(held, size) if held else None

    def spread(stream: Stream, text: str) -> Spread | None:
        """Terms that are not broad take no place of those that are."""
        held = entry(stream, text)
        broad = held and len(held.rows) * SHARE >= size and held.counts.dtype == np.uint8
        return made(stream, text) if broad else None

    return spread
