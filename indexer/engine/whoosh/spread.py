"""A broad term as an array over all rows: how often it stands in a row, and where its positions start, without search.

Kept for the terms asked for last: every query of broad words has some of the same few hundred.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Stream
from indexer.engine.whoosh.arrays import Array
from indexer.engine.whoosh.broad import SHARE
from indexer.engine.whoosh.postings import Entry

_KEPT = 8 << 20  # bytes of all
_BESIDE = 1 << 10  # bytes that each takes however small the segment is
_WORD = 8  # rows whose counts are added up at once, each in a byte

_BELOW = np.array([(1 << 8 * row) - 1 for row in range(_WORD)], np.uint64)
_EVEN = np.uint64(0x00FF00FF00FF00FF)  # every other byte
_ONES = np.uint64(0x0001000100010001)  # times these, the highest of four numbers is the sum of all


class Spread:
    """The postings of one term, whose counts are bytes, in a segment of `size` rows."""

    def __init__(self, entry: Entry, size: int) -> None:
        self.counts = np.zeros(-(-size // _WORD) * _WORD, np.uint8)  # of each row
        self.counts[entry.rows.astype(np.intp)] = entry.counts
        self._words = self.counts.view("<u8")
        sums = _sums(self._words)
        self._before = np.cumsum(sums, dtype=np.uint32) - sums.astype(np.uint32)

    def starts(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Of each of the rows, how many positions stand before its own."""
        words = rows >> 3
        found = _sums(self._words.take(words) & _BELOW.take(rows & (_WORD - 1))).astype(np.intp)
        found += self._before.take(words)
        return found


def kept(entry: Callable[[Stream, str], Entry | None], size: int) -> Callable[[Stream, str], Spread | None]:
    """Stream and text of a term -> its spread; None: the term is not broad.

    Args:
        entry: of the term, in a segment of `size` rows.
    """

    @lru_cache(max(_KEPT // (size * 3 // 2 + _BESIDE), 1))
    def made(stream: Stream, text: str) -> Spread | None:
        held = entry(stream, text)
        return Spread(held, size) if held else None

    def spread(stream: Stream, text: str) -> Spread | None:
        """Terms that are not broad take no place of those that are."""
        held = entry(stream, text)
        broad = held and len(held.rows) * SHARE >= size and held.counts.dtype == np.uint8
        return made(stream, text) if broad else None

    return spread


def _sums(words: Array) -> Array:
    """Of the eight bytes of each word."""
    pairs = words & _EVEN
    pairs += (words >> np.uint64(8)) & _EVEN
    pairs *= _ONES
    pairs >>= np.uint64(48)
    return pairs
