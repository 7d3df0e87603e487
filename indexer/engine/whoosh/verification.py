"""The files of a generation, compared with what was committed."""

import os
from collections.abc import Collection, Hashable, Iterator
from pathlib import Path
from stat import S_IWGRP, S_IWOTH

from indexer.analysis import VERSION
from indexer.engine.whoosh import pointer
from indexer.engine.whoosh.pointer import Generation, Stored, damaged
from indexer.errors import IndexExposed, IndexOutdated

_CHANGED = "its content is not what was committed"


def verify(generation: Generation, whole: Collection[Hashable]) -> set[Hashable]:
    """Compare the files with what was committed: size and time, and where these differ the content.

    So opening a large index reads little; what a disk changes by itself is found by `faults`.

    Args:
        whole: what tells files apart that were found whole before; they are not read again.

    Returns:
        The same of these files, for the next call.

    Raises:
        IndexDamaged: one differs.
        IndexExposed: others may write to the folder.
        FileNotFoundError: one is not there, or no longer.
    """
    folder = generation.folder
    check_owner(folder)
    found: set[Hashable] = set()
    for name, stored in generation.files.items():
        path = folder / name
        told = path.stat()
        mark = identity(told, stored)
        as_left = (told.st_size, told.st_mtime_ns) == (stored.size, stored.modified)
        if not as_left and mark not in whole and pointer.stored(path) != stored:
            raise damaged(path, _CHANGED)
        found.add(mark)
    return found


def identity(found: os.stat_result, stored: Stored) -> Hashable:
    """What tells a file apart from all that have its name or content; while it is open, no other has its inode.

    Args:
        stored: what was committed, and the file compared with.
    """
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, stored


def faults(generation: Generation) -> Iterator[str]:
    """What is damaged or may not be read; every file is read whole."""
    for name, stored in generation.files.items():
        path = generation.folder / name
        try:
            if pointer.stored(path) != stored:
                yield str(damaged(path, _CHANGED))
        except PermissionError as error:
            yield f"could not read {path} ({error.strerror}): run it as who may read the index"
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


def check_version(generation: Generation) -> None:
    """Raises: IndexOutdated: it holds the terms of another analyzer."""
    if generation.analyzer != VERSION:
        raise IndexOutdated(
            f"{generation.root} was built by analyzer {generation.analyzer}, this is analyzer {VERSION}: "
            "run timtin build --rebuild PATHS"
        )
