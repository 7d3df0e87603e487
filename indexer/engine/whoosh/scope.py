"""Some rows of one segment: where and how often terms and phrases stand in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Stream, Term
from indexer.engine.whoosh.arrays import Array, borders, spans
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.postings import Entry
from indexer.engine.whoosh.rows import Mask, Rows, find, mask, merge, shared
from indexer.engine.whoosh.segment import Segment

Keys = NDArray[np.unsignedinteger]  # row << shift | position: occurrences, ascending

_SPARSE = 12  # times fewer rows than a term has are looked up one by one
_BLOCK = 8_192  # rows whose occurrences are compared at once: what is worked out stays in the processor's cache
_MANY = 2  # times as many rows as are in scope: of so many those in scope are looked for, fewer are taken as they are


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
        self._occurring: dict[tuple[Stream, str], tuple[Rows, Array, Array]] = {}
        self._latest: tuple[object, Keys] | None = None  # the second of a pair is the first of the next one

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
        blocks = [self.rows[start : start + _BLOCK] for start in range(0, len(self.rows), _BLOCK)]
        ends = [self._ends(parts, slop, block) for block in blocks]
        found = (np.concatenate([np.empty(0, self._segment.key), *ends]) >> self._segment.shift).astype(np.intp)
        found = found.compress(self._mask.take(found))
        first = np.flatnonzero(np.append(True, found[1:] != found[:-1])[: len(found)])
        return found.take(first), np.diff(np.append(first, len(found)))

    def _ends(self, parts: Sequence[Sequence[Term]], slop: int, rows: Rows) -> Keys:
        """Where the last part stands behind the others, in neighbouring rows of the scope."""
        self._deadline.check()
        within = int(rows[0]), int(rows[-1])
        keys = self._keys(parts[0], within)
        for part in parts[1:]:
            if not len(keys):
                break
            keys = follow(keys, self._keys(part, within), slop)
        return keys

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

    def _keys(self, part: Sequence[Term], within: tuple[int, int]) -> Keys:
        """Where one of the terms stands, in the rows from one to another."""
        if self._latest is None or self._latest[0] != (part, within):
            found = [keys for term in part if (keys := self._occurrences(term, within)) is not None]
            self._latest = (part, within), found[0] if len(found) == 1 else _distinct(found, self._segment.key)
        return self._latest[1]

    def _occurrences(self, term: Term, within: tuple[int, int]) -> Keys | None:
        if (entry := self._segment.entry(term.stream, term.text)) is None:
            return None
        rows, counts, starts = self._standing(term, entry)
        first, end = bisect_left(rows, within[0]), bisect_right(rows, within[1])
        counts, starts = counts[first:end], starts[first:end]
        keys: Keys = np.repeat(rows[first:end].astype(self._segment.key) << self._segment.shift, counts)
        if rows is entry.rows and len(keys):
            keys |= entry.positions[starts[0] : int(starts[0]) + len(keys)]
        else:
            keys |= entry.positions.take(spans(starts, counts))
        return keys

    def _standing(self, term: Term, entry: Entry) -> tuple[Rows, Array, Array]:
        """Rows with the term, how often, and where in its positions theirs start: those in scope, or all."""
        key = (term.stream, term.text)
        if key not in self._occurring:
            starts = borders(entry.counts)
            held = entry.rows, entry.counts, starts
            if len(entry.rows) >= _MANY * len(self.rows):
                places = self._places_of(*key, entry)
                held = entry.rows.take(places), entry.counts.take(places), starts.take(places)
            self._occurring[key] = held
        return self._occurring[key]


def _distinct(lists: Sequence[Keys], kind: type[np.integer[Any]]) -> Keys:
    keys = merge(np.empty(0, kind), *lists)
    return keys.compress(np.append(True, keys[1:] != keys[:-1])[: len(keys)])


def follow(before: Keys, after: Keys, slop: int) -> Keys:
    """The occurrences of `after` at most `slop` + 1 positions behind one of `before`."""
    if slop == 0:
        return shared(before + 1, after)
    both: Keys = merge((before << 1) | 1, after << 1)
    latest = (both & 1).cumsum(dtype=np.intp)  # how many of `before` stand up to here: behind the last one's place
    latest -= 1
    both >>= 1
    behind = both - before.take(latest)
    behind -= 1  # a huge number at those of `before`, and where there is none
    return both.compress(behind <= slop)
