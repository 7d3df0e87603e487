"""Broad requests with facets against what merely counting their facets costs: a bincount of the same ordinals."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from indexer.clauses import Term
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.tally import gathered
from indexer.request import SearchRequest
from tests.bench._peers import Timtin

FACETS = ("person", "ministry")
_RUNS = 5  # in a row


def shares(folder: Path, requests: Sequence[SearchRequest], rounds: int) -> list[tuple[float, float]]:
    """Of each request, how many times as long as the bincount its search takes, and what its facets add to it."""
    engine = Timtin()
    engine.open(folder)
    found = []
    for request in requests:
        counted = [
            (gathered(values, _rows(segment, request))[0], len(values.names))
            for segment in engine.segments
            for values in (segment.columns.values[facet] for facet in FACETS)
        ]
        bare = replace(request, facet_size=0)
        count, whole, plain = fastest(
            [lambda c=counted: _bincount(c), lambda r=request: engine.search(r), lambda r=bare: engine.search(r)],
            rounds,
        )
        found.append((whole / count, (whole - plain) / count))
    return found


def _rows(segment: Segment, request: SearchRequest) -> Any:
    assert isinstance(request.query.must, Term)
    entry = segment.entry(request.query.must.stream, request.query.must.text)
    return segment.alive(entry.rows) if entry else segment.everything[:0]


def _bincount(counted: Sequence[tuple[Any, int]]) -> list[Any]:
    return [np.bincount(ordinals, minlength=names) for ordinals, names in counted]


def fastest(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Seconds of CPU of each, the least of all its runs; they take turns."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            for _ in range(_RUNS):
                start = time.process_time()
                work()
                best[place] = min(best[place], time.process_time() - start)
    return best
