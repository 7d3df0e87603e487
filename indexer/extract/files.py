"""Paths in, the files below them out, and the bounded content of one."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from indexer.errors import ExtractError

MAX_BYTES = 5_000_000  # of one article: parsed, a page takes up to a hundred times its size; most are below 1 MB

_ABOUT_FOLDER = re.compile(r"(README|LICEN[CS]E)(\.\w+)?")


def sources(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every file at or below the paths, once, with its name for reports, sorted within each path.

    Left out below a path: hidden files and folders, README and LICENSE. Links to folders are
    followed, each folder once. A path that is missing, or a folder that cannot be listed, is
    given like a file: reading it tells the reason.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path, seen):
            yield found, _printable(str(found))


def content(stream: BinaryIO) -> bytes:
    """All bytes of a file.

    Raises:
        ExtractError: there are none, or more than MAX_BYTES.
    """
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ExtractError(f"larger than {MAX_BYTES // 1_000_000} MB")
    if not raw.strip():
        raise ExtractError("empty file")
    return raw


def _walk(path: Path, seen: set[str]) -> Iterator[Path]:
    pending = [path]
    while pending:
        found = pending.pop()
        real = os.path.realpath(found)
        if real in seen:
            continue
        seen.add(real)
        inside = _listed(found)
        if inside is None:
            yield found
        else:
            pending += reversed(inside)


def _listed(folder: Path) -> list[Path] | None:
    """What is in it; None where it is no folder, or one that cannot be listed."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return None
    return [path for path in found if not path.name.startswith(".") and not _ABOUT_FOLDER.fullmatch(path.name)]


def _printable(name: str) -> str:
    """Line feeds and bytes that are no text are written as escapes: a name is one line of a report."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)
