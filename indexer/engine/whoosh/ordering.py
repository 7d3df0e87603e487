"""Rows of several segments -> the first of them in the order of the port."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, borders
from indexer.engine.whoosh.contenders import Ranked
from indexer.engine.whoosh.rows import Rows, before, best
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.statistics import Scores
from indexer.request import Sort


class Found(NamedTuple):
    segment: Segment
    row: int
    score: float


def first(segments: Sequence[Segment], ranked: Sequence[Ranked], sort: Sort, wanted: slice) -> list[Found]:
    """Those of the rows of all segments that come in the `wanted` places."""
    places = [_first_of(segment, *held, sort, wanted.stop) for segment, held in zip(segments, ranked, strict=True)]
    alone = sum(map(bool, map(len, places))) <= 1
    if alone:
        places = [held[wanted] for held in places]
    chosen = [rows[place] for (rows, _), place in zip(ranked, places, strict=True)]
    points = [scores[place] for (_, scores), place in zip(ranked, places, strict=True)]
    found = [
        Found(segment, row, score)
        for segment, held, marks in zip(segments, chosen, points, strict=True)
        for row, score in zip(held.tolist(), marks.tolist(), strict=True)
    ]
    if alone:
        return found
    key = -np.concatenate(points) if sort == "relevance" else np.zeros(len(found), np.uint8)
    order = ordered(key, segments, chosen, sort, wanted.stop)
    return [found[at] for at in order[wanted].tolist()]


def ordered(key: Array, segments: Sequence[Segment], rows: Sequence[Rows], sort: Sort, count: int) -> NDArray[np.intp]:
    """The order of the rows of all segments by key, time and id, as far as `count` needs it; ids cost more."""
    times = np.concatenate([segment.columns.times.take(held) for segment, held in zip(segments, rows, strict=True)])
    keys = [key, np.where(np.isnan(times), np.inf, times if sort == "oldest" else -times)]  # what has none comes last
    order = np.lexsort(list(reversed(keys)))
    shifts = borders(np.array(list(map(len, rows))))

    def name(at: int) -> bytes:
        place = int(np.searchsorted(shifts, at, side="right")) - 1
        return segments[place].columns.ids[int(rows[place][at - shifts[place]])]

    same = np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in keys])
    starts = np.flatnonzero(np.append(True, ~same))
    ends = np.append(starts[1:], len(order))
    tied = (ends - starts > 1) & (starts < count)
    for start, end in zip(starts[tied].tolist(), ends[tied].tolist(), strict=True):
        order[start:end] = sorted(order[start:end].tolist(), key=name)
    return order


def _first_of(segment: Segment, rows: Rows, scores: Scores, sort: Sort, count: int) -> Array:
    """The places in `rows` of the first ones of one segment, in order."""
    if sort == "relevance":
        return best(scores, count)
    if sort == "newest":
        return np.arange(min(count, len(rows)))
    dated = before(rows, segment.dated)
    times = segment.columns.times.take(rows[:dated])
    start = max(dated - count, 0)
    start -= int(np.searchsorted(times[:start][::-1], times[start], side="right")) if 0 < start < dated else 0
    oldest = start + np.argsort(times[start:], kind="stable")  # ties stay in order of id
    return np.append(oldest, np.arange(dated, len(rows)))[:count]
