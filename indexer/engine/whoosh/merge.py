"""Segments -> the arrays of one that holds their living documents; and which segments to merge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from indexer.engine.whoosh import columns, postings
from indexer.engine.whoosh.arrays import Array, borders
from indexer.engine.whoosh.blobs import Writer
from indexer.engine.whoosh.segment import Segment
from indexer.model import STREAMS


def merged(segments: Sequence[Segment]) -> Iterator[tuple[str, Array]]:
    """One stream at a time is in memory."""
    shifts = borders(np.array([segment.size for segment in segments]))
    places = np.concatenate([segment.everything + shift for segment, shift in zip(segments, shifts, strict=False)])
    ids = [segment.columns.ids[row] for segment in segments for row in segment.everything.tolist()]
    times = np.concatenate([segment.columns.times[segment.everything] for segment in segments])
    named = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.intp)
    ranked = named[np.argsort(-times.take(named), kind="stable")]  # NaN comes last
    order = places.take(ranked)
    yield from columns.merge(
        [segment.columns for segment in segments], order, [ids[at] for at in ranked.tolist()]
    ).arrays()
    target = np.full(int(shifts[-1]), -1, np.intp)
    target[order] = np.arange(len(order))
    targets = [target[start:end] for start, end in pairwise(shifts.tolist())]
    yield from _blobs(segments, ranked.tolist())
    for stream in STREAMS:
        parts = [(segment.streams[stream], target) for segment, target in zip(segments, targets, strict=True)]
        yield from postings.merge(parts, len(order)).arrays(stream)


def _blobs(segments: Sequence[Segment], order: Sequence[int]) -> Iterator[tuple[str, Array]]:
    writer = Writer()
    for segment in segments:
        for row in segment.everything.tolist():
            writer.add(segment.blobs[row])
    yield from writer.arrays(order)


LARGEST = 16_384  # documents that are merged after a commit, some seconds of work; more only by `optimize`
_SMALL = 512  # documents that a commit may merge on its way: some milliseconds


def due(sizes: Sequence[int], limit: int = LARGEST) -> list[int]:
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
    return due([size if size <= _SMALL else LARGEST for size in sizes], _SMALL)


def all_of(sizes: Sequence[int]) -> list[int]:
    return list(range(len(sizes)))
