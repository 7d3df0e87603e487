"""Some rows of one segment: where and how often terms and phrases stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Stream, Term
from indexer.engine.whoosh.arrays import Array, repeated, spans
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.postings import Postings
from indexer.engine.whoosh.rows import Mask, Rows, find, mask, merge, shared
from indexer.engine.whoosh.segment import Segment

Keys = NDArray[np.integer]  # row << shift | position: occurrences, ascending

_SPARSE = 12  # times fewer rows than a term has are looked up one by one


class Scope:
    """Where a term stands among its postings is worked out once for its own score and for its phrases."""

    def __init__(
        self, segment: Segment, rows: Rows, deadline: Deadline, phrases: Mapping[object, tuple[Rows, Array]]
    ) -> None:
        self.rows = rows
        self._segment = segment
        self._deadline = deadline
        self._known = phrases  # where phrases stand in all rows
        self._places: dict[tuple[Stream, str], tuple[Postings, int, NDArray[np.intp]] | None] = {}
        self._latest: tuple[Sequence[Term], Keys] | None = None  # the second of a pair is the first of the next one

    def term(self, stream: Stream, text: str) -> tuple[Array, int]:
        """How often the term stands in each of the rows (none: nowhere), and how many of all have it."""
        held = self._find(stream, text)
        if held is None:
            return np.empty(0, np.uint8), 0
        postings, term, places = held
        own = postings.of(term)
        counts = postings.counts[own].take(places)
        return self._aligned(postings.rows[own], places, counts), own.stop - own.start

    def phrase(self, parts: Sequence[Sequence[Term]], slop: int) -> tuple[Array, int]:
        """How often the parts stand in order in each of the rows (none: nowhere), and in how many they do."""
        rows, counts = self._known.get((parts, slop)) or self.phrases(parts, slop)
        if len(rows) and (parts, slop) in self._known:
            return self._aligned(rows, (places := self._among(rows)), counts.take(places)), len(places)
        spread = np.zeros(len(self.rows), np.intp)
        spread[np.searchsorted(self.rows, rows.astype(self.rows.dtype))] = counts
        return (spread if len(rows) else counts), len(rows)

    def phrases(self, parts: Sequence[Sequence[Term]], slop: int) -> tuple[Rows, Array]:
        """The rows in which the parts stand in order, and how often."""
        none = np.empty(0, np.int64)
        keys = self._keys(parts[0])
        for part in parts[1:]:
            if not len(keys):
                return none, none
            keys = follow(keys, self._keys(part), slop)
        found = keys >> self._segment.shift
        first = np.flatnonzero(np.append(True, found[1:] != found[:-1])[: len(found)])
        return found.take(first), np.diff(np.append(first, len(found)))

    @cached_property
    def _mask(self) -> Mask:
        return mask(self.rows, self._segment.size)

    def _find(self, stream: Stream, text: str) -> tuple[Postings, int, NDArray[np.intp]] | None:
        """The postings, the term, and which of its own rows are in scope; None: it stands nowhere."""
        key = (stream, text)
        if key not in self._places:
            self._deadline.check()
            postings = self._segment.streams[stream]
            term = postings.terms.find(text.encode())
            self._places[key] = None if term < 0 else (postings, term, self._among(postings.rows[postings.of(term)]))
        return self._places[key]

    def _among(self, held: Rows) -> NDArray[np.intp]:
        if len(held) == len(self.rows) and np.array_equal(held, self.rows):
            return np.arange(len(held))
        if len(self.rows) * _SPARSE < len(held):
            places, found = find(self.rows, held)
            return places.compress(found)
        return np.flatnonzero(self._mask.take(held))

    def _aligned(self, held: Rows, places: NDArray[np.intp], counts: Array) -> Array:
        if len(places) == len(self.rows):
            return counts
        spread = np.zeros(self._segment.size, counts.dtype)
        spread[held.take(places)] = counts
        return spread.take(self.rows)

    def _keys(self, part: Sequence[Term]) -> Keys:
        """Where one of the terms stands."""
        if self._latest is None or self._latest[0] != part:
            self._latest = part, self._read(part)
        return self._latest[1]

    def _read(self, part: Sequence[Term]) -> Keys:
        found = [self._occurrences(*held) for term in part if (held := self._find(term.stream, term.text))]
        if len(found) == 1:
            return found[0]
        keys = merge(np.empty(0, self._segment.key), *found)
        return keys.compress(np.append(True, keys[1:] != keys[:-1])[: len(keys)])

    def _occurrences(self, postings: Postings, term: int, places: NDArray[np.intp]) -> Keys:
        self._deadline.check()
        own = postings.of(term)
        counts = postings.counts[own]
        positions = postings.positions_of(term, term + 1)
        rows = postings.rows[own]
        if len(places) < len(rows):
            starts = (np.cumsum(counts, dtype=np.uint32) - counts).take(places)
            rows, counts = rows.take(places), counts.take(places)
            positions = positions.take(spans(starts, counts))
        keys = repeated(rows.astype(self._segment.key) << self._segment.shift, counts)
        keys |= positions
        return keys


def follow(before: Keys, after: Keys, slop: int) -> Keys:
    """The occurrences of `after` at most `slop` + 1 positions behind one of `before`."""
    if slop == 0:
        return shared(before + 1, after)
    nearest = np.searchsorted(before, after)  # the last one that stands before is the one before it
    found = np.flatnonzero(nearest)
    after = after.take(found)
    return after.compress(after - before.take(nearest.take(found) - 1) <= slop + 1)
