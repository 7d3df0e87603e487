"""Some rows of one segment: where and how often terms and phrases stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Clause, Phrase, Stream, Term
from indexer.engine.whoosh.arrays import Array, borders, repeated, runs, spans, sums_before
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.postings import Entry
from indexer.engine.whoosh.rows import Mask, Rows, aligned, before, both, find, mask, merge, shared, stand
from indexer.engine.whoosh.segment import Segment

Keys = NDArray[np.unsignedinteger]  # row << shift | position: occurrences, ascending

_SPARSE = 12  # times fewer rows than a term has are looked up one by one
_FEW = 16  # times fewer rows than a term has: counts before them alone are added up
_BLOCK = 8_192  # rows whose occurrences are compared at once: what is worked out stays in the processor's cache
_MANY = 2  # times as many rows as are in scope: of so many those in scope are looked for, fewer are taken as they are
_DENSE = 4  # times as many: of so many the occurrences in scope are picked, of fewer all are taken as they stand
_TITLES: dict[Stream, Stream] = {"title_fold": "fold", "title_syl": "syl"}  # the first terms of which stream

Parts = Sequence[Sequence[Term]]


class Counted(NamedTuple):
    """How often something stands in rows."""

    rows: Rows
    counts: Array


NOWHERE = Counted(np.empty(0, np.intp), np.empty(0, np.intp))


class _Read(NamedTuple):
    """Occurrences of something between the first and the last of some rows."""

    keys: Keys
    within: bool  # in these rows alone


class Known(NamedTuple):
    """What a request has found out about a segment."""

    phrases: dict[object, Counted]  # where those stand, in all rows
    starts: dict[tuple[Stream, str], NDArray[np.int64]]  # of the rows of a term, where their positions start
    spread: dict[Clause, Array]  # how often a term stands in every row of the segment


class Scope:
    """Where a term stands among its postings is worked out once for its own score and for its phrases."""

    def __init__(self, segment: Segment, rows: Rows, deadline: Deadline, known: Known) -> None:
        self.rows = rows
        self.size = segment.size
        self._segment = segment
        self._deadline = deadline
        self._known = known
        self._places: dict[tuple[Stream, str], NDArray[np.intp]] = {}
        self._found: dict[Parts, Keys] = {}  # where exact phrases end that were counted here
        self._read: dict[object, _Read] = {}  # the second of a pair is the first of the next one
        self._aligned: dict[Term, Array] = {}  # phrases of one query share words

    def counted(self, clause: Clause) -> Counted:
        """How often a term or a phrase stands in the rows; also in rows out of scope, where these are not many more."""
        self._deadline.check()
        match clause:
            case Term(stream, text) | Phrase(parts=((Term(stream, text),),)):
                return self._term(stream, text)
            case Phrase(parts, slop):
                return self._phrase(parts, slop)
        raise TypeError(f"cannot count {clause!r}")

    def _term(self, stream: Stream, text: str) -> Counted:
        entry = self._segment.entry(stream, text)
        if entry is None:
            return NOWHERE
        held = len(entry.rows)
        if len(self.rows) < held and (spread := self._segment.spread(stream, text)):
            return Counted(self.rows, spread.counts.take(self._at))
        if held < _MANY * len(self.rows):
            return Counted(entry.rows, entry.counts)
        return self._placed(entry.rows, entry.counts, self._places_of(stream, text, entry))

    def knows(self, clause: Clause) -> bool:
        """Whether it is known where the clause stands in all rows, or told in no time: titles are short."""
        return (
            not isinstance(clause, Phrase)
            or len(clause.parts) == 1
            or clause.parts[0][0].stream in _TITLES
            or (clause.parts, clause.slop) in self._known.phrases
        )

    def most(self, clause: Clause) -> Array:
        """How often the phrase stands in each of the rows at most."""
        assert isinstance(clause, Phrase)
        limiting = (
            clause.parts if clause.slop == 0 else clause.parts[-1:]
        )  # ends are counted, of which one start has many
        counts: Array = np.minimum.reduce([self._times(part[0]) for part in limiting])
        return counts

    def _times(self, term: Term) -> Array:
        """How often the term stands in each of the rows."""
        if term not in self._aligned:
            self._aligned[term] = aligned(self.rows, *self._term(term.stream, term.text), self.size)
        return self._aligned[term]

    def among(self, rows: Rows) -> Scope:
        """Some of the rows."""
        return Scope(self._segment, rows, self._deadline, self._known)

    def _phrase(self, parts: Parts, slop: int) -> Counted:
        if known := self._known.phrases.get((parts, slop)):
            return self._placed(*known, self._among(known[0]))
        keys = self._followed(parts) if slop == 0 else None
        if keys is None:
            keys = self._narrowed(parts, slop).ends(parts, slop)
        if slop == 0:
            self._found[parts] = keys
        return Counted(*self._counted(keys))

    def _followed(self, parts: Parts) -> Keys | None:
        """Where an exact phrase ends, if that follows from those that were counted here."""
        stream = parts[0][0].stream
        if stream in _TITLES:
            texts = tuple((Term(_TITLES[stream], part[0].text),) for part in parts)
            if (keys := self._found.get(texts)) is None:
                return None
            lengths = self._segment.streams[stream].lengths.take(self._rows_of(keys))
            return keys.compress(keys & ((1 << self._segment.shift) - 1) < lengths)
        pairs = [self._found.get(pair) for pair in pairwise(parts)]
        known = [keys for keys in pairs if keys is not None]
        return reduce(lambda first, second: follow(first, second, 0), known) if len(known) == len(pairs) else None

    def _placed(self, rows: Rows, counts: Array, places: NDArray[np.intp]) -> Counted:
        """Args: places: which of the rows are in scope."""
        return Counted(self.rows if len(places) == len(self.rows) else rows.take(places), counts.take(places))

    def _narrowed(self, parts: Parts, slop: int) -> Scope:
        """The rows that have all parts, and the shorter phrases in them: few, where these are not in all rows."""
        entries = [self._segment.entry(part[0].stream, part[0].text) for part in parts if len(part) == 1]
        held = [entry.rows if entry else self.rows[:0] for entry in entries]
        if slop == 0:
            held += [self._counted(keys)[0] for inner, keys in self._found.items() if _stands(inner, parts)]
        fewer = sorted((rows for rows in held if len(rows) * _MANY < len(self.rows)), key=len)
        if not fewer:
            return self
        rows = reduce(lambda few, many: both(few, many, self._segment.size), [*fewer, self.rows])
        narrowed = self.among(rows)
        narrowed._found = self._found
        return narrowed

    def phrases(self, parts: Parts, slop: int) -> Counted:
        """The rows in which the parts stand in order, and how often."""
        return Counted(*self._counted(self.ends(parts, slop)))

    def ends(self, parts: Parts, slop: int) -> Keys:
        """Where the parts stand in order: the places of the last one."""
        blocks = [self._at[start : start + _BLOCK] for start in range(0, len(self.rows), _BLOCK)]
        return np.concatenate([np.empty(0, self._segment.key), *(self._ends(parts, slop, block) for block in blocks)])

    def _rows_of(self, keys: Keys) -> NDArray[np.intp]:
        return (keys >> self._segment.shift).astype(np.intp)

    def _counted(self, keys: Keys) -> tuple[NDArray[np.intp], Array]:
        """The rows of occurrences, and how many are in each."""
        rows = self._rows_of(keys)
        first = runs(rows)
        return rows.take(first[:-1]), first[1:] - first[:-1]

    def _ends(self, parts: Parts, slop: int, rows: NDArray[np.intp]) -> Keys:
        """Where the last part stands behind the others, in neighbouring rows of the scope."""
        self._deadline.check()
        whole = len(rows) == len(self.rows)
        if not whole:
            self._read.clear()
        found = self._found.get(tuple(parts[:2])) if whole and slop == 0 else None
        (keys, within), rest = (self._once(parts[0], rows), parts[1:]) if found is None else ((found, True), parts[2:])
        for part in rest:
            if not len(keys):
                break
            if part in self._read or len(keys) * _MANY >= len(rows):
                read = self._once(part, rows)
                within |= read.within
            else:
                read = self._occurrences(part, self._counted(keys)[0])
            keys = follow(keys, read.keys, slop)
        return keys if within else keys.compress(stand(self._rows_of(keys), rows, self.size))

    @cached_property
    def _at(self) -> NDArray[np.intp]:
        """The rows as numpy takes them: others are converted each time."""
        return self.rows.astype(np.intp, copy=False)

    @cached_property
    def _mask(self) -> Mask:
        return mask(self.rows, self._segment.size)

    def _places_of(self, stream: Stream, text: str, entry: Entry) -> NDArray[np.intp]:
        """Which of the term's own rows are in scope."""
        key = (stream, text)
        if key not in self._places:
            self._places[key] = self._among(entry.rows)
        return self._places[key]

    def _among(self, held: Rows) -> NDArray[np.intp]:
        if len(self.rows) * _SPARSE < len(held):
            places, found = find(self.rows, held)
            return places.compress(found)
        return np.flatnonzero(self._mask.take(held))

    def _once(self, part: Sequence[Term], rows: NDArray[np.intp]) -> _Read:
        """Args: rows: a whole block; what was read in fewer would lack the others for the next phrase."""
        if part not in self._read:
            self._read[part] = self._occurrences(part, rows)
        return self._read[part]

    def _occurrences(self, part: Sequence[Term], rows: NDArray[np.intp]) -> _Read:
        """Where one of the terms stands, from the first of the rows to the last."""
        entries = [(term, self._segment.entry(term.stream, term.text)) for term in part]
        found = [self._of_term(term, entry, rows) for term, entry in entries if entry]
        if len(found) == 1:
            return found[0]
        return _Read(_distinct([read.keys for read in found], self._segment.key), all(read.within for read in found))

    def _of_term(self, term: Term, entry: Entry, rows: NDArray[np.intp]) -> _Read:
        own = slice(before(entry.rows, int(rows[0])), before(entry.rows, int(rows[-1]) + 1))
        if own.stop - own.start < _DENSE * len(rows):
            starts = self._starts(term, entry)
            keys = repeated(self._row_key(entry.rows[own]), starts[own.start : own.stop + 1] - starts[own.start])
            keys |= entry.positions[starts[own.start] : starts[own.stop]]
            return _Read(keys, within=False)
        if spread := self._segment.spread(term.stream, term.text):
            counts = spread.counts.take(rows)
            keys = self._row_key(rows).repeat(counts)
            keys |= entry.positions.take(spans(spread.starts(rows), counts))
            return _Read(keys, within=True)
        if (key := (term.stream, term.text)) in self._places:
            places = self._places[key]
            places = places[before(places, own.start) : before(places, own.stop)]
        else:
            places = own.start + self._among(entry.rows[own])
        counts = entry.counts.take(places)
        few = len(places) * _FEW < len(entry.rows)
        starts = sums_before(entry.counts, places) if few else self._starts(term, entry).take(places)
        keys = self._row_key(entry.rows.take(places)).repeat(counts)
        keys |= entry.positions.take(spans(starts, counts))
        return _Read(keys, within=True)

    def _starts(self, term: Term, entry: Entry) -> NDArray[np.int64]:
        """Where the positions of each of its rows start."""
        key = (term.stream, term.text)
        if key not in self._known.starts:
            self._known.starts[key] = borders(entry.counts)
        return self._known.starts[key]

    def _row_key(self, rows: Rows) -> Keys:
        """Of the position 0 in each row."""
        key = self._segment.key
        return np.left_shift(rows.astype(key, copy=False), self._segment.shift, dtype=key)


def _stands(inner: Parts, parts: Parts) -> bool:
    """Whether the one phrase stands in the other."""
    return any(parts[start : start + len(inner)] == inner for start in range(len(parts) - len(inner) + 1))


def _distinct(lists: Sequence[Keys], kind: type[np.integer[Any]]) -> Keys:
    keys = merge(np.empty(0, kind), *lists)
    return keys.compress(np.append(True, keys[1:] != keys[:-1])[: len(keys)])


def follow(before: Keys, after: Keys, slop: int) -> Keys:
    """The occurrences of `after` at most `slop` + 1 positions behind one of `before`."""
    if slop == 0:
        return shared(before + 1, after)
    both: Keys = merge((before << 1) | 1, after << 1)
    places = np.flatnonzero(both[1:] - both[:-1] <= 2 * slop + 1) + 1  # near what stands before it: few
    keys = both.take(places) >> 1
    latest = (both & 1).cumsum(dtype=np.int32).take(places)  # how many of `before` stand up to here
    latest -= 1
    behind = keys - before.take(latest)
    behind -= 1  # a huge number at those of `before`, and where there is none
    return keys.compress(behind <= slop)
