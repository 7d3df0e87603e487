"""Power cuts: before every call of publication, and after every commit, backup and restore."""

from __future__ import annotations

import gc
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import NamedTuple

from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.copies import copy, restore
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.storage import Storage
from tests.crash.archive import Tally, commit
from tests.crash.volatile import Volatile

_COMMITS = 4  # a history, each with its backup
_IMAGE = 64 << 20  # bytes of a disk


def simulated(folder: Path, cuts: int, step: int = 1, *, syncs: bool = True) -> tuple[int, Tally]:
    """At least `cuts` power cuts at every `step`-th call of histories of commits; how many there were, and the harm."""
    tally, made = Tally(), 0
    for history in count():
        if made >= cuts:
            return made, tally
        made += _history(folder / f"history-{history}", Random(history), tally, step, syncs=syncs)
    raise AssertionError


class _Step(NamedTuple):
    """What is done to one index."""

    index: str  # its folder
    before: int  # the last commit that it holds; 0: there is none
    after: int
    act: Callable[[], object]


def _history(folder: Path, random: Random, tally: Tally, step: int, *, syncs: bool) -> int:
    calls = made = 0
    folder.mkdir(parents=True)

    def cut() -> None:
        nonlocal calls, made
        calls += 1
        if calls % step:
            return
        made += 1
        left = folder / f"cut-{made}"
        storage.cut(left, random)
        index, acknowledged, begun = judged
        tally.judge(left / index, acknowledged, begun)
        shutil.rmtree(left)

    (folder / "disk").mkdir()
    storage = Volatile(folder / "disk", cut, syncs=syncs)
    first = random.randrange(1, 12)  # so that every kind of commit is met
    for index, before, after, act in _steps(folder / "disk", storage, first + _COMMITS):
        judged = index, min(before, after), max(before, after)
        act()
        judged = index, after, after
        cut()
    storage.close()
    shutil.rmtree(folder)
    return made


def _steps(disk: Path, storage: Storage, last: int) -> Iterator[_Step]:
    """Commits up to the last, those that count with a backup after each, which goes where there is nothing and back."""
    index, backup, other = (Generations(disk / name, storage=storage) for name in ("index", "backup", "other"))
    engine = WhooshEngine(disk / "index")
    engine.generations = index
    for number in range(1, last):
        yield _Step("index", number - 1, number, partial(commit, engine, number))
        yield _Step("backup", number - 1, number, partial(copy, index, backup))
        if number == 1:
            yield _Step("other", 0, number, partial(restore, backup, other))
    yield _Step("index", last - 1, last, partial(commit, engine, last))
    yield _Step("index", last, last - 1, partial(restore, backup, index))
    engine.close()


def real(folder: Path, cuts: int) -> tuple[int, Tally]:
    """The same on an ext4 disk in a file: what the disk holds is copied while its file system is in use."""
    tally, made, random = Tally(), 0, Random(cuts)
    folder.mkdir(parents=True, exist_ok=True)
    while made < cuts:
        image, after = folder / "disk.img", folder / "after.img"
        _make(image)
        acknowledged = 0
        with _mounted(image, folder / "disk") as disk:
            engine = WhooshEngine(disk / "index")
            for number in range(1, random.randrange(2, 12)):
                commit(engine, number)
                acknowledged = number
            engine.close()
            shutil.copyfile(image, after)  # the power is cut now
        with _mounted(after, folder / "disk") as disk:
            tally.judge(disk / "index", acknowledged, acknowledged)
        made += 1
    return made, tally


def may_mount(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _make(folder / "probe.img")
        with _mounted(folder / "probe.img", folder / "probe"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def _make(image: Path) -> None:
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate(_IMAGE)
    subprocess.run(["mkfs.ext4", "-q", image], check=True, capture_output=True)


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, place], check=True, capture_output=True)
    try:
        yield place
    finally:
        gc.collect()  # mapped files
        subprocess.run(["umount", place], check=True)
