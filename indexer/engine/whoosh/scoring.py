"""Boosts -> the BM25 scores of the rows that may be among the first. Scores are summed over the streams.

Source: Turtle & Flood, "Query evaluation: strategies and optimizations", 1995.
"""

from collections.abc import Sequence
from heapq import nsmallest
from itertools import compress
from operator import attrgetter, not_

import numpy as np
from numpy.typing import NDArray

from indexer.clauses import Boost, Phrase, Query, Term
from indexer.engine.whoosh.contenders import Listed, Ranked, contenders
from indexer.engine.whoosh.rows import Rows, bound
from indexer.engine.whoosh.scope import Scope
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.selection import Selection
from indexer.engine.whoosh.statistics import Scores, Statistics, Weighted, share

MANY = 4_096  # rows: of more, not all are scored
_PHRASES = 12  # so many are looked for: the rarest, for they may give most
TERMS = 12  # so many at most are not added up in all rows: with 20, that was cheaper
_SLACK = 1 - 1e-5  # of a score that is needed: sums of floats depend on their order


class Scoring:
    def __init__(self, segments: Sequence[Segment]) -> None:
        self._statistics = Statistics(segments)

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
        return self._added(selections, rows, boosts, count)

    def _lists(self, selections: Sequence[Selection], query: Query) -> list[list[Listed]]:
        """Of each segment those of the boosts, which are of terms, that stand there: the rarest first, in all alike."""
        lists: list[list[Listed]] = [[] for _ in selections]
        alone = [boost.clause for boost in query.boosts] == [query.must]
        for term, stream, weight, _ in sorted(map(self._statistics.weighted, query.boosts), key=attrgetter("held")):
            assert isinstance(term, Term)
            for own, norms, selection in zip(lists, self._statistics.norms(stream), selections, strict=True):
                if entry := selection.segment.entry(stream, term.text):
                    best = selection.segment.broad.best(stream, entry.term) if alone else None
                    own.append(Listed(entry.rows, entry.counts, norms, weight, selection.spread(term), best))
        return lists

    def _added(
        self, selections: Sequence[Selection], rows: Sequence[Rows], boosts: Sequence[Boost], count: int
    ) -> Sequence[Ranked]:
        """As `ranked`: boost by boost, the rest of them where the rows may still be among the first."""
        scopes = [selection.scope(held) for selection, held in zip(selections, rows, strict=True)]
        total = sum(map(len, rows))
        wanted = _wanted(list(map(self._statistics.weighted, boosts)))
        found = _Found(self._statistics, scopes, count)
        known = [all(scope.knows(boost.clause) for scope in scopes) for boost in wanted]
        phrases = list(compress(wanted, map(not_, known)))
        if _cheap(phrases, total):
            found.add(wanted)
            return found.ranked
        rest = [boost for boost in compress(wanted, known) if boost.held >= total]
        found.add([boost for boost in compress(wanted, known) if boost.held < total])
        found.prune(sum(boost.weight for boost in (*rest, *phrases)))
        found.add(rest)
        if phrases:
            found.refine(phrases)
        return found.ranked


def _wanted(boosts: Sequence[Weighted]) -> Sequence[Weighted]:
    """All but the more frequent of many phrases."""
    phrases = [place for place, boost in enumerate(boosts) if not isinstance(boost.clause, Term)]
    rarest = nsmallest(_PHRASES, phrases, key=lambda place: boosts[place].held)
    left_out = set(phrases) - set(rarest)
    return [boost for place, boost in enumerate(boosts) if place not in left_out]


def _cheap(phrases: Sequence[Weighted], rows: int) -> bool:
    """Whether to look for all at once, each word placed once, costs less than to find out where they matter.

    The cost grows with rows and words; a pair of words is what `MANY` was measured with.
    """
    longest = max((len(phrase.clause.parts) for phrase in phrases if isinstance(phrase.clause, Phrase)), default=1)
    return rows * longest <= 2 * MANY


class _Found:
    """Rows of every segment, among them the best `count`, and what is known of their scores."""

    def __init__(self, statistics: Statistics, scopes: Sequence[Scope], count: int) -> None:
        self._statistics = statistics
        self._scopes = list(scopes)
        self._count = count
        self._scores = [np.zeros(len(scope.rows), np.float32) for scope in scopes]

    @property
    def ranked(self) -> list[Ranked]:
        return [(scope.rows, scores) for scope, scores in zip(self._scopes, self._scores, strict=True)]

    def add(self, boosts: Sequence[Weighted]) -> None:
        self._scores = [
            known + points for known, points in zip(self._scores, self._sums(self._scopes, boosts), strict=True)
        ]

    def prune(self, unknown: float) -> None:
        """Args: unknown: what the other boosts give at most."""
        needed = self._needed()
        if needed > unknown:
            self._keep([scores >= needed - unknown for scores in self._scores])

    def refine(self, phrases: Sequence[Weighted]) -> None:
        """Adds what phrases give to the rows that may be among the first: of many rows the dearest alone at first."""
        rest = list(phrases)
        while rest:
            needed = self._needed()
            most = [np.sum(held, axis=0) for held in zip(*map(self._most, rest), strict=True)]
            self._keep([scores + more >= needed for scores, more in zip(self._scores, most, strict=True)])
            if _cheap(rest, sum(map(len, self._scores))):
                self.add(rest)
                return
            dearest = max(rest, key=attrgetter("weight"))
            self.add([dearest])
            rest.remove(dearest)

    def _keep(self, passing: Sequence[NDArray[np.bool_]]) -> None:
        for place, (scope, scores, passes) in enumerate(zip(self._scopes, self._scores, passing, strict=True)):
            kept = np.flatnonzero(passes)
            self._scopes[place], self._scores[place] = scope.among(scope.rows.take(kept)), scores.take(kept)

    def _needed(self) -> float:
        """The least score that a row among the first may have."""
        return bound(np.concatenate(self._scores), self._count) * _SLACK

    def _most(self, phrase: Weighted) -> list[Scores]:
        """What the phrase may give to each of the rows."""
        return [
            np.float32(phrase.weight) * share(scope.most(phrase.clause), norms.take(scope.rows))
            for scope, norms in zip(self._scopes, self._statistics.norms(phrase.stream), strict=True)
        ]

    def _sums(self, scopes: Sequence[Scope], boosts: Sequence[Weighted]) -> list[Scores]:
        """What the boosts give to the rows."""
        sums = list(map(_Sums, scopes))
        for boost in boosts:
            for scope, norms, added in zip(scopes, self._statistics.norms(boost.stream), sums, strict=True):
                found = scope.counted(boost.clause)
                if len(found.rows):
                    points = share(found.counts, norms.take(found.rows))
                    points *= np.float32(boost.weight)
                    added.add(found.rows, points)
        return [added.all() for added in sums]


class _Sums:
    """The scores of some rows of one segment; rounded once, so that equal texts have equal ones in all segments."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._own = np.zeros(len(scope.rows))  # of each of the rows
        self._others: list[tuple[Rows, Scores]] = []  # what some of them have alone

    def add(self, rows: Rows, points: Scores) -> None:
        """Args: rows: those of the scope itself where they are the same; of others, those not in scope are left out."""
        if rows is self._scope.rows:
            self._own += points
        else:
            self._others.append((rows, points))

    def all(self) -> Scores:
        if self._others:
            rows, points = map(np.concatenate, zip(*self._others, strict=True))
            self._own += np.bincount(rows, points, self._scope.size).take(self._scope.rows)
        return self._own.astype(np.float32)
