"""A full disk: at many sizes, foreseen and not, in a commit that adds and in a rebuild."""

from __future__ import annotations

import errno
import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.storage import Storage
from indexer.errors import DiskFull
from indexer.model import Article, Document
from tests.crash.archive import commit, expected

_BASE = 3  # commits that stand before
_NEEDED = 1 << 20  # bytes, more than the commit that meets the full disk writes
_DISK = 16 << 20  # bytes
_CREATES = ("os.mkdir", "os.link", "os.rename", "os.chmod")


@dataclass(slots=True)
class Full:
    tried: int = 0
    foreseen: int = 0
    met: int = 0  # in the middle of writing
    unclear: int = 0  # another error than DiskFull
    harmed: int = 0  # the index was not as before
    littered: int = 0  # the disk was not as free as before
    stuck: int = 0  # with room again the same commit failed

    def __str__(self) -> str:
        return (
            f"{self.tried} sizes, {self.foreseen} told before writing, {self.met} while writing; "
            f"{self.unclear} unclear errors, {self.harmed} old generations harmed, "
            f"{self.littered} disks left fuller, {self.stuck} did not recover"
        )

    @property
    def harm(self) -> int:
        return self.unclear + self.harmed + self.littered + self.stuck


class _Blind(Storage):
    """Foresees nothing, so that the disk is met full."""

    def free(self, folder: Path) -> int:
        return 1 << 40


def mounted(folder: Path, sizes: int) -> Full:
    """A tmpfs with ever more room."""
    result = Full()
    with _tmpfs(folder / "disk") as disk:
        for size in range(sizes):
            room = _NEEDED * size // sizes
            storage = Storage() if size % 2 else _Blind()
            _try(result, disk, room, WhooshEngine(disk / "index"), storage)
            gc.collect()
            for path in disk.iterdir():
                rmtree(path) if path.is_dir() else path.unlink()
    return result


def _try(result: Full, disk: Path, room: int, engine: WhooshEngine, storage: Storage) -> None:
    for number in range(1, _BASE + 1):
        commit(engine, number)
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(bytes(max(0, Storage().free(disk) - room)))
    free = Storage().free(disk)
    engine.generations = Generations(disk / "index", storage=storage)
    result.tried += 1
    _add_much(result, engine)
    result.harmed += _titles(WhooshEngine(disk / "index")) != expected(_BASE)
    gc.collect()  # files that Whoosh has not closed
    result.littered += Storage().free(disk) < free
    filler.unlink()
    _recover(result, disk / "index")


def _add_much(result: Full, engine: WhooshEngine) -> None:
    blind = isinstance(engine.generations.storage, _Blind)
    try:
        engine.add(_much())
        result.unclear += 1  # it must not have been possible
    except DiskFull:
        result.met += blind
        result.foreseen += not blind
    except Exception as error:
        print(f"unclear: {error!r}", file=sys.stderr)
        result.unclear += 1


def _much() -> list[Document]:
    """Articles that need more than any of the sizes."""
    words = [f"chữ{number}" for number in range(2000)]
    return [Document(Article(f"m{at}", f"Bài {at}", " ".join(words[at:] + words[:at]))) for at in range(60)]


def injected(folder: Path, step: int = 1) -> Full:
    """Every call that makes something, or every `step`-th, fails as on a full disk: nothing need be mounted."""
    result, at = Full(), 0
    before = folder / "before"
    engine = WhooshEngine(before)
    for number in range(1, _BASE + 1):
        commit(engine, number)
    hook = _Hook()
    sys.addaudithook(hook)
    while True:
        at += step
        index = folder / f"full-{at}"
        copytree(before, index)
        engine = WhooshEngine(index)
        hook.wait(at)
        try:
            commit(engine, _BASE + 1)
        except DiskFull:
            result.met += 1
        except Exception as error:
            print(f"unclear: {error!r}", file=sys.stderr)
            result.unclear += 1
        if not hook.rest():
            return result
        result.tried += 1
        result.harmed += _titles(WhooshEngine(index)) != expected(_BASE)
        result.littered += len(list(index.glob("generation-*"))) > 2
        _recover(result, index)


class _Hook:
    """Lets the n-th call that makes something fail; cannot be taken away, so it is told to rest."""

    def __init__(self) -> None:
        self._left = 0
        self.fired = True

    def wait(self, calls: int) -> None:
        self._left, self.fired = calls, False

    def rest(self) -> bool:
        """Whether a call has failed; none does from now on."""
        fired, self.fired = self.fired, True
        return fired

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.fired or not (event in _CREATES or (event == "open" and "w" in str(arguments[1]))):
            return
        self._left -= 1
        if not self._left:
            self.fired = True
            raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))


def _recover(result: Full, index: Path) -> None:
    engine = WhooshEngine(index)
    try:
        commit(engine, _BASE + 1)
        result.stuck += _titles(engine) != expected(_BASE + 1)
    except Exception:
        result.stuck += 1
    finally:
        engine.close()


def _titles(engine: WhooshEngine) -> dict[str, str]:
    return {document.id: document.article.title for document in engine.scan()}


@contextmanager
def _tmpfs(place: Path) -> Iterator[Path]:
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", place], check=True, capture_output=True)
    try:
        yield place
    finally:
        gc.collect()
        subprocess.run(["umount", place], check=True)
