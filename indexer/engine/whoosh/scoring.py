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
from indexer.engine.whoosh.arrays import Array
from indexer.engine.whoosh.rows import Rows
from indexer.engine.whoosh.scope import Scope
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
        sums = [np.zeros(len(found), np.float32) for found in rows]
        scopes = [selection.scope(found) for selection, found in zip(selections, rows, strict=True)]
        for boost in boosts:
            counted = [_counted(scope, boost) for scope in scopes]
            held = sum(df for _, df in counted)
            weight = np.float32(boost.weight * (K1 + 1) * math.log1p((self._count - held + 0.5) / (held + 0.5)))
            for place, (counts, _) in enumerate(counted):
                if len(counts):
                    frequencies = counts.astype(np.float32)
                    norms = self._norm(_stream(boost))[place].take(rows[place])
                    sums[place] += weight * frequencies / (frequencies + norms)
        return sums

    def _norm(self, stream: Stream) -> list[Scores]:
        """BM25's k1 * (1 - b + b * length / average length), of every row of every segment."""
        if stream not in self._norms:
            lengths = [segment.streams[stream].lengths for segment in self._segments]
            average = sum(int(held.sum()) for held in lengths) / max(self._count, 1) or 1.0
            self._norms[stream] = [np.float32(K1 * (1 - B)) + np.float32(K1 * B / average) * held for held in lengths]
        return self._norms[stream]


def _counted(scope: Scope, boost: Boost) -> tuple[Array, int]:
    """How often the clause stands in each of the rows, and how many rows have it.

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
