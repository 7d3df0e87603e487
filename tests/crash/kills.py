"""kill -9 of a writer: at any time, with worker processes that live on, and at every call that it makes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.storage import Storage
from tests.crash.archive import Tally, commit

_LONGEST = 0.4  # seconds before a kill
_LIFE = 60  # seconds of a worker
_CALLS = ("open", "os.", "shutil.", "fcntl.", "mmap.")  # audit events of the file system
_KINDS = (2, 4, 9)  # commits that add, delete and rebuild


def at_any_time(folder: Path, trials: int, *, workers: bool = False) -> Tally:
    """Kills a process that commits without end; with `workers` its forked children live on."""
    tally, random = Tally(), Random(trials)
    for trial in range(trials):
        index = folder / f"trial-{trial}"
        begun, acknowledged, orphans = _killed_after(index, random.uniform(0, _LONGEST), workers=workers)
        try:
            tally.judge(index, acknowledged, begun)
        finally:
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
        rmtree(index)
    return tally


def _killed_after(index: Path, seconds: float, *, workers: bool) -> tuple[int, int, list[int]]:
    """The last commit that was begun, the last one that came to its end, and the children that live on."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _alone(lambda: _commit_for_ever(index, writing, workers=workers))
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        told = pipe.readline()  # the first commit has begun
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.set_blocking(pipe.fileno(), False)
        told += pipe.readall() or b""
    lines = [line.split() for line in told.decode().splitlines()]
    numbers = {word: [int(number) for first, number in lines if first == word] for word in ("begun", "done", "child")}
    return max(numbers["begun"]), max(numbers["done"], default=0), numbers["child"]


def _commit_for_ever(index: Path, writing: int, *, workers: bool) -> None:
    engine = WhooshEngine(index)
    if workers:
        engine.generations = Generations(index, storage=_Forking(writing))
    number = 0
    while True:
        number += 1
        os.write(writing, b"begun %d\n" % number)
        commit(engine, number)
        os.write(writing, b"done %d\n" % number)


class _Forking(Storage):
    """Makes a worker whenever a generation is begun: it shares the descriptors of the one who holds the lock."""

    def __init__(self, writing: int) -> None:
        self._writing = writing

    def make_folder(self, path: Path) -> None:
        super().make_folder(path)
        child = os.fork()
        if not child:
            _alone(lambda: time.sleep(_LIFE))
        os.write(self._writing, b"child %d\n" % child)


def at_every_call(folder: Path, step: int = 1) -> tuple[int, Tally]:
    """Kills a process at each call to the file system, or every `step`-th, of a commit that adds, deletes, rebuilds."""
    tally, kills = Tally(), 0
    for kind in _KINDS:
        before = folder / f"before-{kind}"
        engine = WhooshEngine(before)
        for number in range(1, kind):
            commit(engine, number)
        engine.close()
        for at in count(1, step):
            index = folder / f"call-{kind}-{at}"
            copytree(before, index)
            killed = killed_at(at, partial(commit, WhooshEngine(index), kind))
            tally.judge(index, kind - killed, kind)
            rmtree(index)
            if not killed:
                break
            kills += 1
    return kills, tally


def killed_at(calls: int, act: Callable[[], object]) -> bool:
    """Whether a process that acts was killed at its n-th call to the file system, before it was done."""
    left = calls

    def hook(event: str, _arguments: object) -> None:
        nonlocal left
        if event.startswith(_CALLS):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        sys.addaudithook(hook)
        _alone(act)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _alone(work: Callable[[], object]) -> None:
    """The rest of a forked child's life."""
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)
