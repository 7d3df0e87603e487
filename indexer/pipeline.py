"""Pieces of sources in, analysed documents out: in this process or in several, in the order of the pieces.

Memory is bounded: a task holds some TASK bytes, or one file or member of at most 32 MB, and at
most AHEAD tasks a worker are under way. A worker that dies or hangs costs the piece it died of.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from time import perf_counter
from typing import Any

from indexer import entities, extract
from indexer.batches import batches
from indexer.engine import Analysed, analysed_all
from indexer.entities import Entities
from indexer.errors import WorkersFailed
from indexer.extract import Piece, Skipped
from indexer.model import Article, Document

TASK = 256_000  # bytes of pieces that are read together
TASK_PIECES = 64
FEW = 4  # tasks from which worker processes pay for their start
AHEAD = 3  # tasks a worker
STAGES = "extract", "entities", "analyse"
GARBAGE = 10_000  # objects made until a worker looks for cycles: at Python's 700 it is a fortieth of its time
PATIENCE = 300  # seconds for a task, of which most take one

Part = Piece | Skipped


@dataclass(frozen=True, slots=True)
class Result:
    """What a task gave."""

    found: tuple[Analysed | Skipped, ...]
    size: int  # bytes of sources
    files: int  # that end here
    seconds: dict[str, float] = field(default_factory=dict)  # by stage, in the process that did it


def named(article: Article) -> Entities:
    """What it names."""
    day = article.published.day if article.published else None
    title = "" if article.title_derived else article.title
    return entities.find(title, article.body, day, captions=article.captions)


def document(article: Article) -> Document:
    """An article with its facet values."""
    found = named(article)
    return Document(article, found.persons, found.ministries, found.likely, found.mentions)


def results(parts: Iterable[Part], workers: int) -> Generator[Result]:
    """What the tasks gave, in order; a few of them are done in this process."""
    tasks = batches(parts, TASK_PIECES, TASK, _size)
    first = list(islice(tasks, FEW if workers > 1 else 0))
    if len(first) < FEW:
        yield from map(make, chain(first, tasks))
    else:
        yield from _in_processes(chain(first, tasks), workers)


def make(task: Sequence[Part]) -> Result:
    """Reads, finds entities, analyses: all that can be done to one article alone."""
    times = [perf_counter()]
    read = [item for part in task for item in extract.read(part)]
    times.append(perf_counter())
    entitled = [item if isinstance(item, Skipped) else document(item) for item in read]
    times.append(perf_counter())
    made = iter(analysed_all([item for item in entitled if isinstance(item, Document)]))
    found = tuple(item if isinstance(item, Skipped) else next(made) for item in entitled)
    times.append(perf_counter())
    seconds = dict(zip(STAGES, (end - start for start, end in pairwise(times)), strict=True))
    return Result(found, sum(part.size for part in task), sum(part.last for part in task), seconds)


def _size(part: Part) -> int:
    return max(part.size, len(part.raw) if isinstance(part, Piece) else 0)


def _in_processes(tasks: Iterable[list[Part]], workers: int) -> Iterator[Result]:
    pool = _Pool(workers)
    waiting: deque[tuple[list[Part], Future[Result]]] = deque()
    try:
        for task in tasks:
            waiting.append((task, pool.submit(task)))
            if len(waiting) >= AHEAD * workers:
                yield _next(pool, waiting)
        while waiting:
            yield _next(pool, waiting)
    finally:
        pool.stop()


def _next(pool: _Pool, waiting: deque[tuple[list[Part], Future[Result]]]) -> Result:
    task, future = waiting.popleft()
    try:
        return future.result(timeout=PATIENCE)
    except (BrokenExecutor, TimeoutError):
        pool.restart()
        result = _one_by_one(task, pool)
        others = [other for other, _ in waiting]
        waiting.clear()
        waiting.extend((other, pool.submit(other)) for other in others)
        return result


def _one_by_one(task: Sequence[Part], pool: _Pool) -> Result:
    """What can be had of a task in which some part ends or holds up the process that reads it."""
    gave: list[Result] = []
    for part in _single(task):
        try:
            gave.append(pool.submit([part]).result(timeout=PATIENCE))
        except (BrokenExecutor, TimeoutError) as error:
            pool.restart()
            why = "takes too long" if isinstance(error, TimeoutError) else "ends the process that reads it"
            gave.append(make([Skipped(_label(part), why, part.size, part.last)]))
    seconds = {stage: sum(result.seconds[stage] for result in gave) for stage in STAGES}
    found = tuple(item for result in gave for item in result.found)
    return Result(found, sum(part.size for part in task), sum(part.last for part in task), seconds)


def _single(task: Sequence[Part]) -> Iterator[Part]:
    for part in task:
        yield from extract.lines(part) if isinstance(part, Piece) and part.format == "jsonl" else (part,)


def _label(part: Part) -> str:
    return f"{part.name}#{part.line}" if isinstance(part, Piece) and part.format == "jsonl" else part.name


class _Pool:
    """Worker processes, started anew so that they share nothing with this one: no lock, no open file."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._others = set(multiprocessing.active_children())
        self._executor = ProcessPoolExecutor(self._workers, context, initializer=_initialise)

    def submit(self, task: list[Part]) -> Future[Result]:
        """The first starts the workers, which never hear Ctrl-C: a terminal sends it to all, the parent stops them."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._executor.submit(make, task)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def restart(self) -> None:
        """Raises:
        WorkersFailed: new workers end before they are given anything.
        """
        self.stop()
        self._start()
        try:
            self.submit([]).result(timeout=PATIENCE)
        except BrokenExecutor:
            told = "worker processes end as they start, by what they printed above: use --workers 1"
            raise WorkersFailed(told) from None

    def stop(self) -> None:
        """At once, whatever the workers are doing."""
        own = [child for child in multiprocessing.active_children() if child not in self._others]
        self._executor.shutdown(wait=False, cancel_futures=True)
        for child in own:
            child.kill()
        for child in own:
            child.join()


def _initialise() -> None:
    gc.set_threshold(GARBAGE)
    threading.Thread(target=_end_with, args=[multiprocessing.parent_process()], daemon=True).start()


def _end_with(parent: Any) -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent.join()
    os._exit(1)
