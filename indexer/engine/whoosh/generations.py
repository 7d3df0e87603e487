"""An index folder: whole generations, published so that neither a kill nor a power cut takes one.

    current.json     the pointer, and the one truth: number, files, sizes, checksums
    previous.json    the pointer before it
    generation-N/    the files of a generation; those that did not change are links to the one before
    lock             held by the one writer

A generation is written beside the current one, its files and folders are saved, and only then
the pointer is replaced. What no pointer names is left over from a run that was stopped.
"""

import errno
import os
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from indexer.analysis import VERSION
from indexer.engine.whoosh import pointer
from indexer.engine.whoosh.lock import locked
from indexer.engine.whoosh.pointer import Generation, Stored, damaged
from indexer.engine.whoosh.storage import Storage
from indexer.engine.whoosh.verification import check_owner, faults, verify
from indexer.errors import DiskFull, EngineError, IndexDamaged, IndexMissing

WAIT = 10.0  # seconds that a second writer waits for the first
_SPARE = 1 << 20  # bytes that stay free beside what is written
_FULL = (errno.ENOSPC, errno.EDQUOT)

T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """The generation that is being written: put its files into `folder`, as new ones, never into what is there."""

    folder: Path
    number: int
    replaced: Generation | None
    base: Generation | None  # whose files stand in `folder`; None: it begins with no files
    storage: Storage
    analyzer: int = VERSION

    def write(self, name: str, content: bytes) -> None:
        self.storage.write(self.folder / name, content)


class Generations:
    def __init__(self, root: Path, *, wait: float = WAIT, storage: Storage | None = None) -> None:
        self._root = root
        self._pointer = root / "current.json"
        self._previous = root / "previous.json"
        self._wait = wait
        self.storage = storage or Storage()
        self._whole: set[Hashable] = set()  # what tells files apart that were found whole
        self._suspected = 0  # the number of the generation whose files were read again

    # ------------------------------------------------------------------ reading

    def current(self) -> Generation:
        """The generation that was committed last.

        Raises:
            IndexMissing: none was.
            IndexDamaged: the pointer is not what was written.
            IndexExposed: others may write to the folder.
            EngineError: it cannot be read.
        """
        try:
            check_owner(self._root)
            return pointer.load(self._pointer)
        except FileNotFoundError as error:
            if self._previous.exists():
                raise damaged(self._pointer, "it is missing") from error
            raise IndexMissing(f"no index at {self._root}: run timtin build PATHS") from error
        except OSError as error:
            raise _unreadable(self._root, error) from error

    def is_current(self, generation: Generation) -> bool:
        """Whether nothing was committed since, and no other index was put in its place."""
        try:
            return self._pointer.read_bytes() == generation.raw
        except OSError:
            return False

    def open(self, opener: Callable[[Generation], T]) -> T:
        """What `opener` makes of the current generation, whose files are verified.

        Where a writer removes the generation before `opener` is done, it is called again with the next one.
        """
        while True:
            generation = self.current()
            try:
                self._whole = verify(generation, self._whole)
                return opener(generation)
            except FileNotFoundError as error:
                if self.is_current(generation):
                    raise damaged(Path(error.filename), "it is missing") from error
            except OSError as error:
                raise _unreadable(self._root, error) from error

    def faults(self) -> list[str]:
        """What is damaged in the current generation and in the one before; both are read whole.

        Raises:
            IndexDamaged: the pointer is, so that nothing else can be told.
            IndexMissing, IndexExposed: as `current`.
        """
        while True:
            current = self.current()
            found = [*faults(current), *(self._faults_before() if current.before else ())]
            if not found or self.is_current(current):  # else a writer removed what was read
                return found

    def suspect(self, generation: Generation) -> None:
        """Look for faults, once a generation where there is none: after an exception that nobody expected.

        Raises: IndexDamaged: a file has changed since it was verified.
        """
        if self._suspected != generation.number:
            for fault in self.faults():
                raise IndexDamaged(fault)
            self._suspected = generation.number

    def _faults_before(self) -> Iterator[str]:
        try:
            yield from faults(pointer.load(self._previous))
        except FileNotFoundError:
            yield str(damaged(self._previous, "it is missing"))
        except IndexDamaged as error:
            yield str(error)

    # ------------------------------------------------------------------ writing

    @contextmanager
    def writing(self, *, fresh: bool = False, room: int = 0) -> Iterator[Draft]:
        """Holds the lock and gives a draft, which is published at the end; after an exception nothing has changed.

        Args:
            fresh: begin with no files; the current generation may then be missing or damaged.
            room: bytes that will be written, about.

        Raises:
            IndexLocked: another is writing; the message names him.
            DiskFull: there is no room.
            EngineError: a file could not be written.
        """
        with self._told():
            self._make_root()
            with locked(self._root / "lock", self._wait):
                draft = self._draft(fresh=fresh)
                self._sweep()
                self._check_room(draft, room)
                try:
                    self._fill(draft)
                    yield draft
                    self._publish(draft)
                finally:
                    with suppress(OSError):  # what is left over goes next time
                        self._sweep()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise self._full() from error
            why = f"{error.strerror or error}: {error.filename or self._root}"
            raise EngineError(
                f"could not write to {self._root} ({why}): expected a folder that its user may write to"
            ) from error

    def _make_root(self) -> None:
        missing = [folder for folder in (self._root, *self._root.parents) if not folder.exists()]
        for folder in reversed(missing):
            with suppress(FileExistsError):  # another writer was faster
                self.storage.make_folder(folder)
            self.storage.sync(folder.parent)

    def _before(self, *, fresh: bool) -> Generation | None:
        try:
            return self.current()
        except IndexMissing:
            return None
        except IndexDamaged:
            if fresh:
                return None
            raise

    def _check_room(self, draft: Draft, room: int) -> None:
        """What is written anew may need what the index takes now: both stand until it is published."""
        if draft.replaced and not draft.base:
            room = max(room, draft.replaced.size)
        if self.storage.free(self._root) < room + _SPARE:
            raise self._full(f", about {(room + _SPARE) >> 20} are needed")

    def _full(self, wanted: str = "") -> DiskFull:
        free = self.storage.free(self._root) >> 20
        return DiskFull(
            f"{self._root}: the disk is full ({free} MiB free{wanted}); nothing has changed: make room and try again"
        )

    def _draft(self, *, fresh: bool) -> Draft:
        before = self._before(fresh=fresh)
        now = time.time_ns() // 1_000_000
        number = max(now, before.number + 1) if before else now
        folder = pointer.folder_of(self._root, number)
        return Draft(folder, number, before, None if fresh else before, self.storage)

    def _fill(self, draft: Draft) -> None:
        """Verified first: what is made of damaged files would have checksums of its own."""
        self.storage.make_folder(draft.folder)
        if not draft.base:
            return
        try:
            self._whole = verify(draft.base, self._whole)
            for name in draft.base.files:
                self.storage.link(draft.base.folder / name, draft.folder / name)
        except FileNotFoundError as error:
            raise damaged(Path(error.filename), "it is missing") from error

    def _publish(self, draft: Draft) -> None:
        storage, linked = self.storage, self._linked(draft)
        new = sorted({entry.name for entry in os.scandir(draft.folder)} - set(linked))
        for name in new:
            (draft.folder / name).chmod(0o444)  # nobody writes to it again
        files = {**linked, **{name: pointer.stored(draft.folder / name) for name in new}}
        before = draft.replaced.number if draft.replaced else 0
        aside = self._pointer.with_suffix(".new")
        if draft.replaced:
            storage.link(self._pointer, aside)
            storage.replace(aside, self._previous)
        storage.write(aside, Generation(self._root, draft.number, draft.analyzer, before, files).dump())
        storage.sync(*(draft.folder / name for name in new), draft.folder, aside, self._root)
        storage.replace(aside, self._pointer)
        storage.sync(self._root)

    def _linked(self, draft: Draft) -> dict[str, Stored]:
        """The files that are those of the generation before, saved and known already."""
        if not draft.base:
            return {}
        here, there = _inodes(draft.folder), _inodes(draft.base.folder)
        return {name: stored for name, stored in draft.base.files.items() if here.get(name) == there[name]}

    def _sweep(self) -> None:
        """Remove what is neither current nor the generation before."""
        try:
            current = pointer.load(self._pointer)
            kept = {current.folder, pointer.folder_of(self._root, current.before)}
        except FileNotFoundError:
            kept = set()
        except IndexDamaged:
            return  # somebody may still want what it named
        for path in [*self._root.glob("generation-*"), *self._root.glob("*.new")]:
            if path not in kept:
                self.storage.remove(path)


def _inodes(folder: Path) -> dict[str, int]:
    return {entry.name: entry.inode() for entry in os.scandir(folder)}


def _unreadable(root: Path, error: OSError) -> EngineError:
    return EngineError(f"could not read {error.filename or root}: {error.strerror or error}")
