"""Clauses -> the rows of one segment that match."""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import (
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
)
from indexer.engine.whoosh import broad
from indexer.engine.whoosh.arrays import Array
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.postings import Entry, Postings
from indexer.engine.whoosh.rows import Rows, at_least, both, either, mask, shared, stand, without
from indexer.engine.whoosh.scope import Known, Scope
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.tally import Tally

_Set = tuple[Clause | None, Rows]  # what matches a clause

_SPREAD, _DENSE = 8, 12  # so many terms at most, of one row in so many at least
_CHEAP = (Term, Prefix, Or, Dated, Everything)


class _Base(NamedTuple):
    """The broadest term of a clause, and the rows of its other ones."""

    stream: Stream
    entry: Entry
    others: list[Rows]


class Selection:
    """What matches in one segment, for one request."""

    def __init__(self, segment: Segment, deadline: Deadline) -> None:
        self.segment = segment
        self._size = segment.size
        self._deadline = deadline
        self._known = Known({}, {}, {})

    def scope(self, rows: Rows) -> Scope:
        return Scope(self.segment, rows, self._deadline, self._known)

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
                return self._phrase(parts, slop, within)
        found = self._rows(clause)
        return found if within is None else both(found, within, self._size)

    def kept(self, clause: Clause, rows: Rows, size: int) -> dict[str, Tally]:
        """The facets of the rows that match, where they follow from those that the segment keeps of a broad term.

        Args:
            rows: those that match.
            size: names that are wanted. A facet of which so many are not known is left out.
        """
        inners = clause.clauses if isinstance(clause, And) else (clause,)
        bases = [base for inner in inners if (base := self._base(inner))]
        if not bases:
            return {}
        base = min(bases, key=lambda base: len(base.entry.rows))
        held, others = base.entry.rows, sum(map(len, base.others))
        tallies = self.segment.broad.tallies(base.stream, base.entry.term)
        changed = len(held) + 2 * others - len(rows)  # at most: all `others` come, and as many of the term's own go
        if not tallies or changed * broad.NEAR > len(rows):
            return {}
        come = (
            both(rows, without(either(base.others, self._size), held, self._size), self._size) if others else rows[:0]
        )
        gone = len(held) + len(come) - len(rows)
        if not gone and not len(come):
            return {facet: tally for facet, tally in tallies.items() if tally.whole or size <= len(tally.counts)}
        passing = mask(rows, self._size)
        changes = come, held.compress(~passing.take(held)) if gone else rows[:0]
        values = self.segment.columns.values
        moved = {facet: broad.moved(values[facet], tally, passing, changes, size) for facet, tally in tallies.items()}
        return {facet: tally for facet, tally in moved.items() if tally}

    def _base(self, clause: Clause) -> _Base | None:
        """The broadest of some terms; None: the clause is not of terms alone, or they stand nowhere."""
        terms = clause.clauses if isinstance(clause, Or) else (clause,)
        held = [(term.stream, self.segment.entry(term.stream, term.text)) for term in terms if isinstance(term, Term)]
        found = sorted(((stream, entry) for stream, entry in held if entry), key=lambda pair: len(pair[1].rows))
        if len(held) < len(terms) or not found:
            return None
        *others, (stream, broadest) = found
        return _Base(stream, broadest, [entry.rows for _, entry in others])

    def _rows(self, clause: Clause) -> Rows:
        match clause:
            case Term(stream, text):
                entry = self.segment.entry(stream, text)
                return self.segment.alive(entry.rows) if entry else np.empty(0, np.uint32)
            case Prefix(stream, text):
                return self.segment.alive(_starting(self.segment.streams[stream], text, self._size))
            case Or(clauses):
                return self._any(clauses)
            case AtLeast(count, clauses):
                return at_least(count, [self.matching(inner) for inner in clauses], self._size)
            case Named(facet, folds):
                return self.segment.alive(self._named(facet, folds))
            case Dated(period):
                days = self.segment.columns.within(period.first, period.last)
                return self.segment.alive(np.arange(days.start, days.stop))
            case Phrase(parts):
                return either([self.matching(term) for term in parts[0]], self._size)
        return self.segment.everything

    def spread(self, term: Term) -> Array | None:
        """How often the term stands in every row of the segment, where that is known."""
        kept = self.segment.spread(term.stream, term.text)
        return kept.counts if kept else self._known.spread.get(term)

    def _any(self, clauses: Sequence[Clause]) -> Rows:
        """How often some frequent terms stand in each row is spread out, for the score needs it too."""
        terms = [clause for clause in clauses if isinstance(clause, Term)]
        known = {term: entry for term in terms if (entry := self.segment.entry(term.stream, term.text))}
        rarer = sorted(len(entry.rows) for entry in known.values())[:-1]
        if len(terms) < len(clauses) or len(known) > _SPREAD or sum(rarer) * _DENSE < self._size:
            return either([self.matching(inner) for inner in clauses], self._size)
        found = reduce(np.bitwise_or, (self._spread(term, entry) for term, entry in known.items()))
        return self.segment.alive(np.flatnonzero(found != 0))

    def _spread(self, term: Term, entry: Entry) -> Array:
        if (counts := self.spread(term)) is None:
            counts = self._known.spread[term] = np.zeros(self._size, entry.counts.dtype)
            counts[entry.rows.astype(np.intp)] = entry.counts
        return counts

    def _all(self, clauses: Sequence[Clause], within: Rows | None) -> Rows:
        """What is cheap comes first, so that what is not looks at few rows."""
        found = [self._sets(inner) for inner in clauses if isinstance(inner, _CHEAP)]
        found += [[(None, within)]] if within is not None else []
        found.sort(key=lambda sets: sum(len(held) for _, held in sets))
        rows = either([held for _, held in found[0]], self._size) if found else None
        for sets in found[1:]:
            assert rows is not None
            rows = self._inside(rows.astype(np.intp, copy=False), sets)
        for inner in clauses:
            if not isinstance(inner, _CHEAP) and (rows is None or len(rows)):
                rows = self.matching(inner, rows)
        return self.segment.everything if rows is None else rows

    def _sets(self, clause: Clause) -> list[_Set]:
        """The rows that match are those in any of these, of which none is empty."""
        found = [(inner, self.matching(inner)) for inner in (clause.clauses if isinstance(clause, Or) else [clause])]
        return [(inner, rows) for inner, rows in found if len(rows)]

    def _inside(self, rows: NDArray[np.intp], sets: Sequence[_Set]) -> Rows:
        """Those of the rows that stand in one of the sets, of which none is seen as a whole that a broad term has."""
        spreads = [
            self.segment.spread(clause.stream, clause.text) if isinstance(clause, Term) else None for clause, _ in sets
        ]
        held = [
            spread.counts.take(rows) != 0 if spread else stand(rows, own, self._size)
            for spread, (_, own) in zip(spreads, sets, strict=True)
        ]
        return rows[reduce(np.logical_or, held)] if held else rows[:0]

    def _phrase(self, parts: Sequence[Sequence[Term]], slop: int, within: Rows | None) -> Rows:
        if (parts, slop) in self._known.phrases:
            found = self._known.phrases[parts, slop]
            return found[0] if within is None else both(found[0], within, self._size)
        choices = [Or(tuple(part)) if len(part) > 1 else part[0] for part in parts]
        rows = self._all(choices, within)
        if not len(rows):
            return rows
        found = self.scope(rows).phrases(parts, slop)
        if within is None:
            self._known.phrases[parts, slop] = found
        return found[0]

    def _named(self, facet: str, folds: Sequence[str]) -> Rows:
        """The rows with a value whose folded syllables hold these, side by side."""
        values = self.segment.columns.values[facet]
        names = reduce(lambda before, after: shared(before + 1, after), (values.places(word) for word in folds))
        ordinals = np.unique(names >> values.SHIFT).tolist()
        return either([values.holding(ordinal) for ordinal in ordinals], self._size)


def _starting(postings: Postings, prefix: str, size: int) -> Array:
    """The rows of all terms that start so: these stand side by side."""
    terms = postings.terms.starting(prefix.encode())
    held = slice(int(postings.starts[terms.start]), int(postings.starts[terms.stop]))
    rows: Array = postings.rows[held]
    return rows if len(terms) == 1 else np.flatnonzero(mask(rows, size))
