"""Clauses -> the rows of one segment that match."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, spans
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.postings import Postings
from indexer.engine.whoosh.rows import Rows, aligned, at_least, both, either, mask, without
from indexer.engine.whoosh.segment import Segment
from indexer.model import (
    And,
    AtLeast,
    Clause,
    Dated,
    Everything,
    Named,
    Not,
    Or,
    Phrase,
    Prefix,
    Stream,
    Term,
)  # fmt: skip

Keys = NDArray[np.int64]  # row << _SHIFT | position: occurrences, ascending

_SHIFT = 24  # bits of a position
_CHEAP = (Term, Prefix, Or, Dated, Everything)


class Selection:
    """What matches in one segment, for one request."""

    def __init__(self, segment: Segment, deadline: Deadline) -> None:
        self.segment = segment
        self._size = segment.size
        self._deadline = deadline

    def matching(self, clause: Clause, within: Rows | None = None) -> Rows:
        """The rows that match; of those in `within`, where it is given."""
        self._deadline.check()
        match clause:
            case And(clauses):
                return self._all(clauses, within)
            case Not(inner):
                base = self.segment.everything if within is None else within
                return without(base, self.matching(inner, within), self._size)
            case Phrase(parts, slop) if len(parts) > 1:
                return self.phrase(parts, slop, within)[0]
        found = self._rows(clause)
        return found if within is None else both(found, within, self._size)

    def phrase(self, parts: Sequence[Sequence[Term]], slop: int, within: Rows | None = None) -> tuple[Rows, Array]:
        """The rows in which the parts stand in order, and how often."""
        choices = [Or(tuple(part)) if len(part) > 1 else part[0] for part in parts]
        rows = self._all(choices, within)
        if not len(rows):
            return rows, np.empty(0, np.intp)
        keys = reduce(
            lambda before, after: _follow(before, after, slop), (self._occurrences(part, rows) for part in parts)
        )
        found = keys >> _SHIFT
        first = np.flatnonzero(np.append(True, found[1:] != found[:-1])[: len(found)])
        return found.take(first), np.diff(np.append(first, len(found)))

    def term(self, stream: Stream, text: str, rows: Rows) -> tuple[Array, int]:
        """How often the term stands in each of the rows (none: nowhere), and how many of all have it."""
        self._deadline.check()
        postings = self.segment.streams[stream]
        term = postings.terms.find(text.encode())
        if term < 0:
            return np.empty(0, np.uint8), 0
        held = postings.of(term)
        counts = aligned(rows, postings.rows[held], postings.counts[held], self._size)
        return counts, held.stop - held.start

    def _rows(self, clause: Clause) -> Rows:
        match clause:
            case Term(stream, text):
                postings = self.segment.streams[stream]
                term = postings.terms.find(text.encode())
                return self._alive(postings.rows[:0] if term < 0 else postings.rows[postings.of(term)])
            case Prefix(stream, text):
                return self._alive(_starting(self.segment.streams[stream], text, self._size))
            case Or(clauses):
                return either([self.matching(inner) for inner in clauses], self._size)
            case AtLeast(count, clauses):
                return at_least(count, [self.matching(inner) for inner in clauses], self._size)
            case Named(facet, folds):
                return self._alive(self._named(facet, folds))
            case Dated(period):
                days = self.segment.columns.within(period.first, period.last)
                return self._alive(np.arange(days.start, days.stop))
            case Phrase(parts):
                return either([self.matching(term) for term in parts[0]], self._size)
        return self.segment.everything

    def _all(self, clauses: Sequence[Clause], within: Rows | None) -> Rows:
        """What is cheap comes first, so that what is not looks at few rows."""
        found = [self.matching(inner) for inner in clauses if isinstance(inner, _CHEAP)]
        found += [within] if within is not None else []
        found.sort(key=len)
        rows = reduce(lambda few, many: both(few, many, self._size), found) if found else self.segment.everything
        for inner in clauses:
            if not isinstance(inner, _CHEAP) and len(rows):
                rows = self.matching(inner, rows)
        return rows

    def _alive(self, rows: Rows) -> Rows:
        return self.segment.alive(rows)

    def _named(self, facet: str, folds: Sequence[str]) -> Rows:
        """The rows with a value whose folded syllables hold these, side by side."""
        values = self.segment.columns.values[facet]
        names: Keys | None = None
        for word in folds:
            term = values.words.terms.find(word.encode())
            if term < 0:
                return np.empty(0, np.intp)
            keys = _keys(values.words, term)
            names = keys if names is None else _follow(names, keys, 0)
        ordinals = [] if names is None else np.unique(names >> _SHIFT).tolist()
        return either([values.holding(ordinal) for ordinal in ordinals], self._size)

    def _occurrences(self, part: Sequence[Term], rows: Rows) -> Keys:
        """Where one of the terms stands in these rows."""
        self._deadline.check()
        found: list[Keys] = []
        for term in part:
            postings = self.segment.streams[term.stream]
            at = postings.terms.find(term.text.encode())
            if at >= 0:
                found.append(_keys(postings, at, mask(rows, self._size)))
        return found[0] if len(found) == 1 else np.unique(np.concatenate([np.empty(0, np.int64), *found]))


def _starting(postings: Postings, prefix: str, size: int) -> Array:
    """The rows of all terms that start so: these stand side by side."""
    terms = postings.terms.starting(prefix.encode())
    held = slice(int(postings.starts[terms.start]), int(postings.starts[terms.stop]))
    rows: Array = postings.rows[held]
    return rows if len(terms) == 1 else np.flatnonzero(mask(rows, size))


def _keys(postings: Postings, term: int, wanted: Array | None = None) -> Keys:
    """The occurrences of a term, in the wanted rows."""
    held = postings.of(term)
    rows, counts = postings.rows[held], postings.counts[held]
    positions = postings.positions_of(term, counts)
    if wanted is not None:
        kept = wanted.take(rows)
        starts = (np.cumsum(counts, dtype=np.int64) - counts)[kept]
        rows, counts = rows[kept], counts[kept]
        positions = positions.take(spans(starts, counts))
    return np.bitwise_or(np.repeat(rows.astype(np.int64) << _SHIFT, counts), positions)


def _follow(before: Keys, after: Keys, slop: int) -> Keys:
    """The occurrences of `after` at most `slop` + 1 positions behind one of `before`."""
    nearest = np.searchsorted(before, after) - 1  # the last one that stands before
    found = nearest >= 0
    after = after[found]
    return after[after - before.take(nearest[found]) <= slop + 1]
