"""Boosts -> the BM25 scores of rows, from statistics summed over all segments.

A stream is a field of its own with its own lengths, and scores are summed over the streams.
Deleted documents count in the statistics until their segment is merged, as in Whoosh and Lucene.
Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Boost, Phrase, Stream, Term
from indexer.engine.whoosh.rows import Rows
from indexer.engine.whoosh.scope import Counted, Scope
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.selection import Selection

Scores = NDArray[np.float32]

K1, B = 1.2, 0.75  # the usual values


class Scoring:
    """The statistics of one snapshot."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._count = sum(segment.size for segment in segments)
        self._norms: dict[Stream, list[Scores]] = {}

    def scores(self, selections: Sequence[Selection], rows: Sequence[Rows], boosts: Sequence[Boost]) -> list[Scores]:
        """Of each of the rows, in every segment, the sum of what the boosts give."""
        sums = [_Sums(found, selection.segment.size) for selection, found in zip(selections, rows, strict=True)]
        scopes = [selection.scope(found) for selection, found in zip(selections, rows, strict=True)]
        for boost in boosts:
            counted = [_counted(scope, boost) for scope in scopes]
            held = sum(found.held for found in counted)
            weight = np.float32(boost.weight * (K1 + 1) * math.log1p((self._count - held + 0.5) / (held + 0.5)))
            for found, norms, added in zip(counted, self._norm(_stream(boost)), sums, strict=True):
                if len(found.rows):
                    points = found.counts.astype(np.float32)
                    points /= points + norms.take(found.rows)
                    points *= weight
                    added.add(found.rows, points)
        return [added.all() for added in sums]

    def _norm(self, stream: Stream) -> list[Scores]:
        """BM25's k1 * (1 - b + b * length / average length), of every row of every segment."""
        if stream not in self._norms:
            lengths = [segment.streams[stream].lengths for segment in self._segments]
            average = sum(int(held.sum()) for held in lengths) / max(self._count, 1) or 1.0
            self._norms[stream] = [np.float32(K1 * (1 - B)) + np.float32(K1 * B / average) * held for held in lengths]
        return self._norms[stream]


class _Sums:
    """The scores of some rows of one segment."""

    def __init__(self, rows: Rows, size: int) -> None:
        self._rows = rows
        self._size = size
        self._own: Scores | None = None  # of each of the rows
        self._spread: Scores | None = None  # of each row of the segment: what stands in some of them alone

    def add(self, rows: Rows, points: Scores) -> None:
        """Args: rows: `rows` itself where they are the same; of others, those that are not wanted are left out."""
        if rows is self._rows:
            self._own = points if self._own is None else self._own + points
            return
        places = rows.astype(np.intp)  # other types are converted too, but slowly
        if self._spread is None:
            self._spread = np.zeros(self._size, np.float32)
        else:
            points += self._spread.take(places)
        self._spread[places] = points

    def all(self) -> Scores:
        if self._spread is None:
            return np.zeros(len(self._rows), np.float32) if self._own is None else self._own
        found = self._spread.take(self._rows)
        return found if self._own is None else found + self._own


def _counted(scope: Scope, boost: Boost) -> Counted:
    """Where the clause stands in the rows.

    For a phrase these are counted among the rows that are scored: to count them among all would
    read the positions of all, and ranks no better.
    """
    match boost.clause:
        case Term(stream, text) | Phrase(parts=((Term(stream, text),),)):
            return scope.term(stream, text)
        case Phrase(parts, slop) if len(parts) > 1:
            return scope.phrase(parts, slop)
    raise TypeError(f"cannot score {boost.clause!r}")


def _stream(boost: Boost) -> Stream:
    clause = boost.clause
    if isinstance(clause, Phrase):
        return clause.parts[0][0].stream
    assert isinstance(clause, Term)
    return clause.stream
