"""The files of a generation, compared with what was committed."""

import os
from collections.abc import Hashable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IWGRP, S_IWOTH

from indexer.engine.whoosh import pointer
from indexer.engine.whoosh.pointer import Generation, Stored, damaged
from indexer.errors import IndexExposed

_CHANGED = "its content is not what was committed"


class Verification:
    """Trusts files as they were left, and reads others whole once a process."""

    def __init__(self) -> None:
        self._read: set[Hashable] = set()  # what tells the files apart that were found whole
        self._suspected = 0  # the number of the generation whose files were read again

    def verify(self, generation: Generation, *, again: bool = False) -> None:
        """Compare the files with what was committed: size and time, and where these differ the content.

        So opening a large index reads little; what a disk changes by itself is found by `faults` and `suspect`.

        Raises:
            IndexDamaged: one differs.
            IndexExposed: others may write to the folder.
            FileNotFoundError: one is not there, or no longer.
        """
        folder = generation.folder
        check_owner(folder)
        read: set[Hashable] = set()
        for name, stored in generation.files.items():
            path = folder / name
            found = path.stat()
            mark = identity(found, stored)
            as_left = not again and (found.st_size, found.st_mtime_ns) == (stored.size, stored.modified)
            if not as_left and mark not in self._read and pointer.stored(path) != stored:
                raise damaged(path, _CHANGED)
            read.add(mark)
        self._read = read

    def suspect(self, generation: Generation) -> None:
        """Read all files again, once a generation where they are whole: for an exception that nobody expected.

        Raises:
            IndexDamaged: a file has changed since it was verified.
        """
        if self._suspected != generation.number:
            self._read = set()
            with suppress(FileNotFoundError):  # it was replaced meanwhile
                self.verify(generation, again=True)
            self._suspected = generation.number


def identity(found: os.stat_result, stored: Stored) -> Hashable:
    """What tells a file apart from all that have its name or content; while it is open, no other has its inode.

    Args:
        stored: what was committed, and the file compared with.
    """
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, stored


def faults(generation: Generation) -> Iterator[str]:
    """What is damaged; every file is read whole."""
    for name, stored in generation.files.items():
        path = generation.folder / name
        try:
            if pointer.stored(path) != stored:
                yield str(damaged(path, _CHANGED))
        except OSError as error:
            yield str(damaged(path, error.strerror or str(error)))


def check_owner(folder: Path) -> None:
    """Who can write to an index can change what readers see: nobody but its owner may.

    Raises:
        IndexExposed: its group or everybody may write there.
        FileNotFoundError: there is no such folder.
    """
    mode = folder.stat().st_mode
    if mode & (S_IWGRP | S_IWOTH):
        raise IndexExposed(
            f"others may write to {folder} (mode {mode & 0o777:o}), and so change what readers see: "
            f"run chmod go-w {folder}, or choose another folder"
        )
