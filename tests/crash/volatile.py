"""A file system that remembers what was saved, and shows what a power cut would leave.

Of everything that was not synced each part is kept or lost by chance: entries of folders one by
one, and files whole, empty, cut short or with zeros. That is worse than ext4 or xfs would do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.crash.watched import Watched

Entries = dict[str, int]  # name -> inode


class Volatile(Watched):
    def __init__(self, root: Path, before_call: Callable[[], None], *, syncs: bool = True) -> None:
        """All that stands in `root` is saved; `before_call` is called before every change or sync.

        Args:
            syncs: False for a disk that does not do what it is told: then commits must be lost.
        """
        super().__init__(before_call)
        self._root = root
        self._syncs = syncs
        self._folders: dict[int, Entries] = {}  # inode -> what was saved
        self._files: dict[int, bytes] = {}
        self._open: list[int] = []  # descriptors, so that no inode is used again
        for path in [root, *root.rglob("*")]:
            self._save(path)

    def sync(self, *paths: Path) -> None:
        for path in paths:
            self._before_call()
            super().sync(path)
            if self._syncs:
                self._save(path)

    def remove(self, path: Path) -> None:
        self._before_call()
        super().remove(path)

    def close(self) -> None:
        for descriptor in self._open:
            os.close(descriptor)

    def _save(self, path: Path) -> None:
        self._open.append(os.open(path, os.O_RDONLY))
        inode = os.fstat(self._open[-1]).st_ino
        if path.is_dir():
            self._folders[inode] = {entry.name: entry.inode() for entry in os.scandir(path)}
        else:
            self._files[inode] = path.read_bytes()

    # ------------------------------------------------------------------ a power cut

    def cut(self, target: Path, random: Random) -> None:
        """Put into `target` what the disk might hold when the power comes back."""
        live = {path.stat().st_ino: path for path in [self._root, *self._root.rglob("*")]}
        self._restore(self._root.stat().st_ino, target, live, random)

    def _restore(self, inode: int, target: Path, live: dict[int, Path], random: Random) -> None:
        path = live.get(inode)
        if inode in self._folders or (path and path.is_dir()):
            target.mkdir()
            for name, each in self._entries(inode, path, random).items():
                self._restore(each, target / name, live, random)
        else:
            target.write_bytes(self._content(inode, path, random))

    def _entries(self, inode: int, path: Path | None, random: Random) -> Entries:
        saved = self._folders.get(inode, {})
        now = {entry.name: entry.inode() for entry in os.scandir(path)} if path else saved
        chosen = {name: random.choice([saved, now]).get(name, 0) for name in {**saved, **now}}
        return {name: each for name, each in chosen.items() if each}

    def _content(self, inode: int, path: Path | None, random: Random) -> bytes:
        saved = self._files.get(inode)
        now = path.read_bytes() if path else saved or b""
        if saved == now:
            return now
        return random.choice([saved or b"", now, b"", now[: len(now) // 2], bytes(len(now))])
