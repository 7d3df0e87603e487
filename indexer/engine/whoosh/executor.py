"""Clauses -> matching rows and their scores, over the postings of one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.columns import Columns, Mask
from indexer.model import (
    STREAMS,
    And,
    AtLeast,
    Boost,
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

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

K1, B = 1.2, 0.75  # Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009: the usual values
MAX_EXPANSION = 1024  # terms that a prefix may stand for: the first ones in order of code points
_CACHED = 256  # postings kept a reader
_FAR = 1 << 32  # more than any position: row * _FAR + position orders occurrences


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where something stands: ascending `row * _FAR + position`, one each."""

    keys: Ints

    def rows(self) -> tuple[Ints, Ints]:
        """The rows and how often it stands in each."""
        return np.unique(self.keys // _FAR, return_counts=True)


class Executor:
    """Answers clauses from one Whoosh reader. Not for several threads at once."""

    def __init__(self, reader: Any, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._size: int = reader.doc_count_all()
        self.live = np.array([not reader.is_deleted(row) for row in range(self._size)], np.bool_)
        self._count = int(self.live.sum())
        self._norms = {stream: self._norm(stream) for stream in STREAMS}
        self._term = lru_cache(maxsize=_CACHED)(self._read)

    def matching(self, clause: Clause) -> Mask:
        match clause:
            case Everything():
                return self.live.copy()
            case Not(inner):
                return self.live & ~self.matching(inner)
            case And(clauses):
                return reduce(np.logical_and, map(self.matching, clauses))
            case Or(clauses):
                return reduce(np.logical_or, map(self.matching, clauses))
            case Named(facet, folds):
                return self.live & self._columns.named(facet, folds)
            case Dated(period):
                return self.live & self._columns.dated(period)
            case AtLeast(count, clauses):
                held: Ints = np.sum([self.matching(inner) for inner in clauses], axis=0)
                return held >= count
            case Term() | Phrase() | Prefix():
                mask = np.zeros(self._size, np.bool_)
                mask[self._occurrences(clause).rows()[0]] = True
                return mask

    def scores(self, boosts: Sequence[Boost]) -> Floats:
        """BM25 of every boost's clause, times its weight, summed; 0.0 where none matches."""
        scores = np.zeros(self._size)
        for boost in boosts:
            if not isinstance(boost.clause, Term | Phrase | Prefix):
                raise TypeError(f"cannot score {boost.clause!r}")
            rows, counts = self._occurrences(boost.clause).rows()
            idf = np.log1p((self._count - len(rows) + 0.5) / (len(rows) + 0.5))
            norms = self._norms[_stream(boost.clause)][rows]
            scores[rows] += boost.weight * idf * counts * (K1 + 1) / (counts + norms)
        return scores

    def frequency(self, stream: str, text: str) -> int:
        """How many documents hold the term."""
        return len(self._read(stream, text).rows()[0])

    def _occurrences(self, clause: Term | Phrase | Prefix) -> Occurrences:
        match clause:
            case Term(stream, text):
                return self._term(stream, text)
            case Prefix(stream, text):
                return _union([self._term(stream, term) for term in self._expand(stream, text)])
            case Phrase(parts, slop):
                choices = [_union([self._term(term.stream, term.text) for term in part]) for part in parts]
                return reduce(lambda before, after: _follow(before, after, slop), choices)

    def _expand(self, stream: Stream, prefix: str) -> list[str]:
        found = (term.decode() for term in self._reader.expand_prefix(stream, prefix))
        return [term for term, _ in zip(found, range(MAX_EXPANSION), strict=False)]

    def _read(self, stream: str, text: str) -> Occurrences:
        if (stream, text) not in self._reader:
            return Occurrences(np.empty(0, np.int64))
        matcher = self._reader.postings(stream, text)
        keys: list[int] = []
        while matcher.is_active():
            start = matcher.id() * _FAR
            keys += [start + position for position in matcher.value_as("positions")]
            matcher.next()
        found = np.array(keys, np.int64)
        return Occurrences(found[self.live[found // _FAR]])

    def _norm(self, stream: Stream) -> Floats:
        """BM25's k1 * (1 - b + b * length / average length) of every row."""
        lengths = np.array([self._reader.doc_field_length(row, stream) or 0 for row in range(self._size)], np.float64)
        average = lengths[self.live].mean() if self._count else 0.0
        return K1 * (1 - B + B * lengths / (average or 1.0))


def _stream(clause: Term | Phrase | Prefix) -> Stream:
    return clause.parts[0][0].stream if isinstance(clause, Phrase) else clause.stream


def _union(choices: Sequence[Occurrences]) -> Occurrences:
    if len(choices) == 1:
        return choices[0]
    return Occurrences(np.unique(np.concatenate([np.empty(0, np.int64), *(choice.keys for choice in choices)])))


def _follow(before: Occurrences, after: Occurrences, slop: int) -> Occurrences:
    """The occurrences of `after` at most `slop` + 1 positions behind one of `before`."""
    nearest = np.searchsorted(before.keys, after.keys) - 1  # the last one that stands before
    found = nearest >= 0
    distance = after.keys[found] - before.keys[nearest[found]]
    return Occurrences(after.keys[found][distance <= slop + 1])
