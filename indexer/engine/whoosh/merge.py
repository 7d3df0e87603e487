"""Segments -> the arrays of one that holds their living documents; and which segments to merge."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from indexer.clauses import STREAMS
from indexer.engine.whoosh import blobs, broad, columns, postings
from indexer.engine.whoosh.arrays import Array, Content, borders
from indexer.engine.whoosh.segment import Segment


def merged(segments: Sequence[Segment]) -> Iterator[tuple[str, Content]]:
    """In memory are the columns, then the rows of one stream; what was read of the segments is let go."""
    for name, content in _merged(segments):
        yield name, content if isinstance(content, np.ndarray) else _letting_go(segments, content)


def _letting_go(segments: Sequence[Segment], parts: Iterable[Array]) -> Iterator[Array]:
    for part in parts:
        yield part
        for segment in segments:
            segment.let_go()


def _merged(segments: Sequence[Segment]) -> Iterator[tuple[str, Content]]:
    shifts = borders(np.array([segment.size for segment in segments]))
    places = np.concatenate([segment.everything + shift for segment, shift in zip(segments, shifts, strict=False)])
    ids = [segment.columns.ids[row] for segment in segments for row in segment.everything.tolist()]
    times = np.concatenate([segment.columns.times[segment.everything] for segment in segments])
    named = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.intp)
    ranked = named[np.argsort(-times.take(named), kind="stable")]  # NaN comes last
    order = places.take(ranked)
    held = columns.merge([segment.columns for segment in segments], order, [ids[at] for at in ranked.tolist()])
    yield from held.arrays()
    owners = np.searchsorted(shifts, order, side="right") - 1
    rows = order - shifts.take(owners)
    read = (segments[at].blobs[row] for at, row in zip(owners.tolist(), rows.tolist(), strict=True))
    yield from blobs.arrays(*blobs.compressed(read))
    target = np.full(int(shifts[-1]), -1, np.intp)
    target[order] = np.arange(len(order))
    targets = [target[start:end] for start, end in pairwise(shifts.tolist())]
    for stream in STREAMS:
        parts = [(segment.streams[stream], target) for segment, target in zip(segments, targets, strict=True)]
        yield from broad.kept(postings.merge(stream, parts, len(order)), held.values, len(order))


_SMALL = 512  # documents that a commit may merge on its way: some milliseconds


def due(sizes: Sequence[int], limit: float = math.inf) -> list[int]:
    """The places of the segments to merge, so that each that stays is twice as large as all smaller ones together.

    So there are at most some log2 of the documents, and each document is merged as often.
    """
    ranked = sorted(range(len(sizes)), key=lambda place: sizes[place])
    total, chosen = 0, 0
    for count, place in enumerate(ranked, start=1):
        if count > 1 and sizes[place] < 2 * total and total + sizes[place] <= limit:
            chosen = count
        total += sizes[place]
    return ranked[:chosen]


def due_now(sizes: Sequence[int]) -> list[int]:
    """Those of them that are small enough to merge within a commit."""
    return due(sizes, _SMALL)


def all_of(sizes: Sequence[int]) -> list[int]:
    """One alone stays as it is."""
    return list(range(len(sizes))) if len(sizes) > 1 else []
