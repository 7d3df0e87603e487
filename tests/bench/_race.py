"""One process an engine, all on one core; every request goes to all of them, in rotated order."""

from __future__ import annotations

import hashlib
import multiprocessing as mp
import os
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from indexer.clauses import Phrase
from indexer.request import SearchRequest
from tests.bench._peers import Facets, Peer, Timing

_RUNS = 3  # in a row: the first finds the caches full of what other engines left there


class Told(NamedTuple):
    timing: Timing
    total: int
    facets: str  # a digest of the counts


class Runner:
    """An engine in a process of its own."""

    def __init__(self, peer: type[Peer], folder: Path, core: int) -> None:
        context = mp.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(peer, folder, core, theirs), daemon=True)
        self._process.start()

    def ask(self, request: SearchRequest) -> Told | None:
        """None: the engine has no such query."""
        self._pipe.send(request)
        told: Told | None = self._pipe.recv()
        return told

    def close(self) -> None:
        self._pipe.send(None)
        self._process.join()


def race(runners: dict[str, Runner], requests: Sequence[SearchRequest], rounds: int) -> dict[str, list[Timing]]:
    """Of each engine and request the fastest of some rounds.

    Raises:
        ValueError: an engine gave another total or other counts than the first.
    """
    best: dict[str, list[Timing]] = {name: [] for name in runners}
    names = list(runners)
    for place, request in enumerate(requests):
        told: dict[str, list[Told]] = {name: [] for name in names}
        for turn in range(rounds):
            start = (place + turn) % len(names)
            for name in names[start:] + names[:start]:
                if (answer := runners[name].ask(request)) is not None:
                    told[name].append(answer)
        _compare(request, told)
        for name, answers in told.items():
            if answers:
                wall, cpu = (min(column) for column in zip(*(answer.timing for answer in answers), strict=True))
                best[name].append(Timing(wall, cpu))
    return best


def _compare(request: SearchRequest, told: dict[str, list[Told]]) -> None:
    must = request.query.must
    moves = isinstance(must, Phrase) and must.slop > 0  # tantivy counts moves of words, in any order: it finds more
    answers = {
        name: (held[0].total, held[0].facets)
        for name, held in told.items()
        if held and not (moves and name.startswith("tantivy"))
    }
    if len(set(answers.values())) > 1:
        raise ValueError(f"engines differ on {request}: {answers}")


def _serve(peer: type[Peer], folder: Path, core: int, pipe: Connection) -> None:
    os.sched_setaffinity(0, {core})
    engine = peer()
    engine.open(folder)
    while (request := pipe.recv()) is not None:
        try:
            pipe.send(min((_timed(engine, request) for _ in range(_RUNS)), key=lambda told: told.timing))
        except NotImplementedError:
            pipe.send(None)


def _timed(engine: Peer, request: SearchRequest) -> Told:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = engine.search(request)
    timing = Timing(time.perf_counter() - wall, time.process_time() - cpu)
    return Told(answer.timing or timing, answer.total, _digest(answer.facets))


def _digest(facets: Facets) -> str:
    """Of the counts alone: where the last ones are equal, engines may list any of them."""
    held = {name: [count for _, count in sorted(found, key=lambda item: -item[1])] for name, found in facets.items()}
    return hashlib.sha256(
        repr(sorted((name, held[name]) for name in ("date", "person", "ministry") if facets)).encode()
    ).hexdigest()
