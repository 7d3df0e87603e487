"""Terms and the rows that match -> those rows that may be among the best, with their scores: few are scored.

Source: Turtle & Flood, "Query evaluation: strategies and optimizations", 1995.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engine.whoosh.arrays import Array
from indexer.engine.whoosh.broad import BEST
from indexer.engine.whoosh.rows import Rows, aligned, bound, find
from indexer.engine.whoosh.statistics import Scores, share

Ranked = tuple[Rows, Scores]  # some rows, ascending, and the score of each

_SAMPLE = 4  # times as many rows as are wanted are looked at, for some may not match


class Listed(NamedTuple):
    """A term of one segment and what it gives."""

    rows: Rows
    counts: Array
    norms: Scores  # of every row of the segment
    weight: float  # more than it gives to any row
    spread: Array | None = None  # how often it stands in every row of the segment, where that is known
    best: Array | None = None  # what `Broad` keeps of it, where all rows that match have it

    def points(self, rows: Rows, counts: Array) -> Scores:
        """What it gives to rows that have it so often."""
        points = share(counts, self.norms.take(rows))
        points *= np.float32(self.weight)
        return points

    def of(self, rows: Rows) -> Scores:
        if self.spread is not None:
            return self.points(rows, self.spread.take(rows))
        return self.points(rows, aligned(rows, self.rows, self.counts, len(self.norms)))


def contenders(rows: Rows, lists: Sequence[Listed], count: int) -> Ranked:
    """Of the rows the best `count` and some more, ascending; fewer where fewer have one of the terms.

    First come the rows of the first term, then those of the next that have none before it, and so on to the terms that
    together give less than is needed: best of all where the rarest come first. Equal texts have equal scores in every
    segment where the terms have one order in all, for sums of floats depend on it.
    """
    if len(lists) == 1:
        return _of_one(lists[0], rows, count)
    if not len(rows):
        return rows, np.zeros(0, np.float32)
    found, scores, needed = rows[:0], np.zeros(0, np.float32), 0.0
    for place, own in enumerate(lists):
        rest = lists[place + 1 :]
        if needed > own.weight + _most(rest):
            break
        places = own.rows.astype(np.intp)  # other types are converted too, but slowly
        points = own.points(places, own.counts)
        own_rows, own_scores = _best(*_completed(places, points, rest, needed), rows, lists[:place], count)
        found, scores = np.append(found, own_rows), np.append(scores, own_scores)
        needed = max(needed, bound(scores, count)) if len(scores) else needed
    order = np.argsort(found)
    return found.take(order), scores.take(order)


def _of_one(own: Listed, rows: Rows, count: int) -> Ranked:
    missing = len(own.rows) - len(rows)
    if own.best is None or count + missing > BEST:
        return rows, own.of(rows)
    found = own.rows.take(own.best)
    points = own.points(found, own.counts.take(own.best))
    if not missing:
        return found, points
    held = find(found, rows)[1]
    return found.compress(held), points.compress(held)


def _completed(rows: Rows, scores: Scores, rest: Sequence[Listed], needed: float) -> Ranked:
    """Those that reach the score that is needed. Args: scores: what the rows have without the rest."""
    for before, own in enumerate(rest):
        rows, scores = _reaching(rows, scores, needed - _most(rest[before:]))
        scores += own.of(rows)
    return _reaching(rows, scores, needed)


def _best(rows: Rows, scores: Scores, within: Rows, apart: Sequence[Listed], count: int) -> Ranked:
    """The best `count` and more of those that are within and have none of the terms apart."""
    for some in (_SAMPLE * count, len(rows)):
        found, points = _reaching(rows, scores, bound(scores, some))
        held = find(found, within)[1]
        for own in apart:
            held &= own.of(found) == 0
        if np.count_nonzero(held) >= count:
            break
    return found.compress(held), points.compress(held)


def _reaching(rows: Rows, scores: Scores, least: float) -> Ranked:
    if least <= 0:
        return rows, scores
    reach = np.flatnonzero(scores >= least)
    return rows.take(reach), scores.take(reach)


def _most(lists: Sequence[Listed]) -> float:
    return sum(own.weight for own in lists)
