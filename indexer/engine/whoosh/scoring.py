"""Boosts -> the BM25 scores of rows, from statistics summed over all segments.

A stream is a field of its own with its own lengths, and scores are summed over the streams.
Deleted documents count in the statistics until their segment is merged, as in Whoosh and Lucene.
Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009.
"""

import math
from collections.abc import Sequence
from heapq import nsmallest
from itertools import compress
from operator import not_

import numpy as np

from indexer.clauses import Boost, Phrase, Query, Stream, Term
from indexer.engine.whoosh.contenders import Listed, Ranked, Scores, contenders, share
from indexer.engine.whoosh.rows import Rows, bound
from indexer.engine.whoosh.scope import Counted, Scope
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.selection import Selection

K1, B = 1.2, 0.75  # the usual values
MANY = (
    8_192  # rows: of more, phrases are looked for in the best alone; of fewer, each word is placed once for all phrases
)
_PHRASES = 12  # so many are looked for in many rows: those of the rarest words, for they may give most
TERMS = 12  # so many at most are not added up in all rows: with 20, that was cheaper
SAMPLE, _RUNS = 1_024, 2  # of these rows, and in so many runs


class Scoring:
    """The statistics of one snapshot."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._count = sum(segment.size for segment in segments)
        self._norms: dict[Stream, list[Scores]] = {}

    def ranked(
        self, selections: Sequence[Selection], rows: Sequence[Rows], query: Query, count: int
    ) -> Sequence[Ranked]:
        """Of every segment some of the rows, among them the best `count`, each with the sum of what the boosts give."""
        boosts = query.boosts
        terms = len(boosts) <= TERMS and all(isinstance(boost.clause, Term) and boost.weight > 0 for boost in boosts)
        if terms and sum(map(len, rows)) > MANY:
            lists = self._lists(selections, query)
            found = [contenders(held, own, count) for held, own in zip(rows, lists, strict=True)]
            if all(len(known) >= min(count, len(held)) for (known, _), held in zip(found, rows, strict=True)):
                return found
        return list(zip(rows, self._scores(selections, rows, boosts, count), strict=True))

    def _lists(self, selections: Sequence[Selection], query: Query) -> list[list[Listed]]:
        """Of each segment those of the boosts, which are of terms, that stand there: the rarest first, in all alike."""
        lists: list[list[Listed]] = [[] for _ in selections]
        alone = [boost.clause for boost in query.boosts] == [query.must]
        terms = [(boost, boost.clause) for boost in query.boosts if isinstance(boost.clause, Term)]
        for boost, term in sorted(terms, key=lambda pair: self._held(pair[1])):
            entries = [segment.entry(term.stream, term.text) for segment in self._segments]
            weight = self._weight(boost, self._held(term))
            for own, entry, norms, selection in zip(lists, entries, self._norm(term.stream), selections, strict=True):
                if entry:
                    best = selection.segment.broad.best(term.stream, entry.term) if alone else None
                    own.append(Listed(entry.rows, entry.counts, norms, weight, selection.spread(term), best))
        return lists

    def _held(self, term: Term) -> int:
        """In how many rows of all segments the term stands."""
        entries = [segment.entry(term.stream, term.text) for segment in self._segments]
        return sum(len(entry.rows) for entry in entries if entry)

    def _scores(
        self, selections: Sequence[Selection], rows: Sequence[Rows], boosts: Sequence[Boost], count: int
    ) -> list[Scores]:
        """Of each of the rows, in every segment, the sum of what the boosts give.

        Of many rows this holds for the best `count`; others may lack what phrases give, and have less than these.
        """
        scopes = [selection.scope(held) for selection, held in zip(selections, rows, strict=True)]
        if sum(map(len, rows)) <= MANY:
            return self._sums(scopes, boosts)
        known = [all(scope.knows(boost.clause) for scope in scopes) for boost in boosts]
        scores = self._sums(scopes, list(compress(boosts, known)))
        phrases = self._rarest(scopes, list(compress(boosts, map(not_, known))))
        return self._refined(scopes, scores, phrases, count) if phrases else scores

    def _rarest(self, scopes: Sequence[Scope], phrases: Sequence[Boost]) -> Sequence[Boost]:
        """Those of them with the rarest words, in order."""
        held = [sum(scope.held(phrase.clause) for scope in scopes) for phrase in phrases]
        return [phrases[at] for at in sorted(nsmallest(_PHRASES, range(len(phrases)), key=held.__getitem__))]

    def _sums(self, scopes: Sequence[Scope], boosts: Sequence[Boost], weights: Sequence[float] = ()) -> list[Scores]:
        """Args: weights: those of the boosts; without them, they follow from the rows in which the boosts stand."""
        sums = [_Sums(scope.rows, scope.size) for scope in scopes]
        for place, boost in enumerate(boosts):
            counted = [_counted(scope, boost) for scope in scopes]
            weight = weights[place] if weights else self._weight(boost, sum(found.held for found in counted))
            for found, norms, added in zip(counted, self._norm(_stream(boost)), sums, strict=True):
                if len(found.rows):
                    points = share(found.counts, norms.take(found.rows))
                    points *= np.float32(weight)
                    added.add(found.rows, points)
        return [added.all() for added in sums]

    def _weight(self, boost: Boost, held: float) -> float:
        """What the boost gives at most. Args: held: the rows in which it stands."""
        return boost.weight * (K1 + 1) * math.log1p((self._count - held + 0.5) / (held + 0.5))

    def _refined(
        self, scopes: Sequence[Scope], scores: Sequence[Scores], phrases: Sequence[Boost], count: int
    ) -> list[Scores]:
        """The scores with what phrases give, the dearest first, each in the rows that may come among the first.

        Source: Turtle & Flood, "Query evaluation: strategies and optimizations", 1995.
        """
        weighted = sorted(zip(self._sampled(scopes, phrases), phrases, strict=True), key=lambda pair: -pair[0])
        most = [self._most(scopes, phrase, weight) for weight, phrase in weighted]  # of each of the rows
        least = [held.copy() for held in scores]
        above = [np.sum(held, axis=0) for held in zip(*most, strict=True)]  # what is not known yet
        for (weight, phrase), given in zip(weighted, most, strict=True):
            needed = bound(np.concatenate(least), count)
            places = [
                np.flatnonzero((held + unknown >= needed) & (own > 0))
                for held, unknown, own in zip(least, above, given, strict=True)
            ]
            chosen = [scope.among(scope.rows.take(own)) for scope, own in zip(scopes, places, strict=True)]
            points = self._sums(chosen, [phrase], [weight])
            for place, own in enumerate(places):
                least[place][own] += points[place]
                above[place] -= given[place]
        return least

    def _most(self, scopes: Sequence[Scope], phrase: Boost, weight: float) -> list[Scores]:
        """What the phrase may give to each of the rows."""
        return [
            np.float32(weight) * share(scope.most(phrase.clause), norms.take(scope.rows))
            for scope, norms in zip(scopes, self._norm(_stream(phrase)), strict=True)
        ]

    def _sampled(self, scopes: Sequence[Scope], phrases: Sequence[Boost]) -> list[float]:
        """The weights of phrases: some of the rows, neighbours of several times, say in how many they stand."""
        total = sum(len(scope.rows) for scope in scopes)
        step = max(total // SAMPLE, 1)
        sampled = [
            scope.among(np.concatenate([run[: len(run) // step] for run in np.array_split(scope.rows, _RUNS)]))
            for scope in scopes
        ]
        held = [step * (sum(_counted(scope, phrase).held for scope in sampled) + 0.5) - 0.5 for phrase in phrases]
        return [self._weight(phrase, min(found, total)) for phrase, found in zip(phrases, held, strict=True)]

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
