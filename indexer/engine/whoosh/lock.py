"""One writer at a time: a lock that names its holder and that the kernel releases when he dies."""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from io import FileIO
from pathlib import Path
from weakref import WeakSet

from indexer.engine.whoosh.storage import owned
from indexer.errors import IndexLocked

_PAUSE = 0.02  # seconds between two tries
_LONGEST = 200  # characters of a command that are shown

_held: WeakSet[FileIO] = WeakSet()  # of the locks of this process


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Holds the lock `path`; waits up to `wait` seconds for another holder.

    Raises:
        IndexLocked: another still writes; the message names him.
    """
    _close_in_children()
    with FileIO(path, "a+", opener=owned) as file:
        _held.add(file)
        _acquire(file, path, wait)
        try:
            yield
        finally:
            if not file.closed:  # as it is in a forked child
                file.truncate(0)  # empty while nobody holds it


def _acquire(file: FileIO, path: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        if time.monotonic() >= until:
            raise IndexLocked(f"{path.parent} is being written by {_named(file)}: try again later")
        time.sleep(_PAUSE)
    file.truncate(0)  # a holder that was killed has left his name
    file.write(_holder())


def _holder() -> bytes:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    command = " ".join(sys.argv)[:_LONGEST]
    return json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since, "command": command}).encode()


def _named(file: FileIO) -> str:
    try:
        holder = json.loads(os.pread(file.fileno(), 4096, 0))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']} ({holder['command']})"
    except (ValueError, KeyError, TypeError):  # it is writing its name just now
        return "another process"


@cache
def _close_in_children() -> None:
    """A forked worker shares our descriptors: it would hold the lock for as long as it outlives us."""
    os.register_at_fork(after_in_child=_forget)


def _forget() -> None:
    for file in list(_held):
        file.close()
