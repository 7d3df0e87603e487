"""Some rows of one segment: where and how often terms and phrases stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Stream, Term
from indexer.engine.whoosh.arrays import Array, repeated, spans
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.postings import Entry
from indexer.engine.whoosh.rows import Mask, Rows, find, mask, merge, shared
from indexer.engine.whoosh.segment import Segment

Keys = NDArray[np.integer]  # row << shift | position: occurrences, ascending

_SPARSE = 12  # times fewer rows than a term has are looked up one by one
_MANY = 2  # times as many rows as are in scope, and more: those of them in scope are looked for before they are scored


class Counted(NamedTuple):
    """How often something stands in rows, and in how many of all it does."""

    rows: Rows
    counts: Array
    held: int


NOWHERE = Counted(np.empty(0, np.intp), np.empty(0, np.intp), 0)


class Scope:
    """Where a term stands among its postings is worked out once for its own score and for its phrases."""

    def __init__(
        self, segment: Segment, rows: Rows, deadline: Deadline, phrases: Mapping[object, tuple[Rows, Array]]
    ) -> None:
        self.rows = rows
        self._segment = segment
        self._deadline = deadline
        self._known = phrases  # where phrases stand in all rows
        self._places: dict[tuple[Stream, str], NDArray[np.intp]] = {}
        self._latest: tuple[Sequence[Term], Keys] | None = None  # the second of a pair is the first of the next one

    def term(self, stream: Stream, text: str) -> Counted:
        """How often the term stands in the rows; also in rows out of scope, where these are not many more."""
        entry = self._segment.entry(stream, text)
        if entry is None:
            return NOWHERE
        held = len(entry.rows)
        if held < _MANY * len(self.rows):
            return Counted(entry.rows, entry.counts, held)
        places = self._places_of(stream, text, entry)
        rows = self.rows if len(places) == len(self.rows) else entry.rows.take(places)
        return Counted(rows, entry.counts.take(places), held)

    def phrase(self, parts: Sequence[Sequence[Term]], slop: int) -> Counted:
        """How often the parts stand in order in the rows, and in how many of them they do."""
        rows, counts = self._known.get((parts, slop)) or self.phrases(parts, slop)
        if rows is not self.rows and (parts, slop) in self._known:
            places = self._among(rows)
            rows, counts = rows.take(places), counts.take(places)
        return Counted(rows, counts, len(rows))

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

    def _places_of(self, stream: Stream, text: str, entry: Entry) -> NDArray[np.intp]:
        """Which of the term's own rows are in scope."""
        key = (stream, text)
        if key not in self._places:
            self._deadline.check()
            self._places[key] = self._among(entry.rows)
        return self._places[key]

    def _among(self, held: Rows) -> NDArray[np.intp]:
        if len(self.rows) * _SPARSE < len(held):
            places, found = find(self.rows, held)
            return places.compress(found)
        return np.flatnonzero(self._mask.take(held))

    def _keys(self, part: Sequence[Term]) -> Keys:
        """Where one of the terms stands."""
        if self._latest is None or self._latest[0] != part:
            self._latest = part, self._read(part)
        return self._latest[1]

    def _read(self, part: Sequence[Term]) -> Keys:
        entries = [(term, self._segment.entry(term.stream, term.text)) for term in part]
        found = [self._occurrences(term, entry) for term, entry in entries if entry]
        if len(found) == 1:
            return found[0]
        keys = merge(np.empty(0, self._segment.key), *found)
        return keys.compress(np.append(True, keys[1:] != keys[:-1])[: len(keys)])

    def _occurrences(self, term: Term, entry: Entry) -> Keys:
        places = self._places_of(term.stream, term.text, entry)
        rows, counts, positions = entry.rows, entry.counts, entry.positions
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
