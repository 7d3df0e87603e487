"""Paths in, the files below them out, and the bounded content of one."""

import os
import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from indexer.errors import ExtractError

MAX_BYTES = 5_000_000  # of one article: parsed, a page takes up to a hundred times its size; most are below 1 MB
MAX_OFFICE_BYTES = 32_000_000  # of a PDF or Word file, which is mostly pictures
MAX_HELD = 64_000_000  # of an archive that cannot be read where it is

STDIN = Path("-")
_OF_PAGE = re.compile(r"(?:_files|\.files|_tập tin)$")
_OF_INDEX = frozenset({"current.json", "lock"})
_ABOUT_FOLDER = re.compile(r"(README|LICEN[CS]E)(\.\w+)?")


def sources(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every file at or below the paths, once, with its name for reports, sorted within each path.

    Left out below a path: hidden files and folders, README and LICENSE, index folders, and the folders
    that browsers save beside a page. Links to folders are followed, each folder once. A path that is
    missing, or a folder that cannot be listed, is given like a file: reading it tells the reason.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path, seen):
            yield found, printable(str(found))


def limit(format: str) -> int:
    """The most bytes that a file of one article may have."""
    return MAX_OFFICE_BYTES if format in ("pdf", "docx") else MAX_BYTES


def content(stream: BinaryIO, most: int = MAX_BYTES) -> bytes:
    """All bytes of a file.

    Raises:
        ExtractError: there are none, or more than `most`.
    """
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise ExtractError(f"larger than {most // 1_000_000} MB")
    if not raw.strip():
        raise ExtractError("empty file")
    return raw


def _walk(path: Path, seen: set[str]) -> Iterator[Path]:
    pending = [path]
    while pending:
        found = pending.pop()
        if found == STDIN:
            yield found
            continue
        real = os.path.realpath(found)
        if real in seen:
            continue
        seen.add(real)
        inside = _listed(found)
        if inside is None:
            yield found
        else:
            pending += reversed(inside)


def is_hidden(name: str) -> bool:
    """Whether a file, or the member of an archive, is left out below a folder; Macs add __MACOSX."""
    parts = PurePosixPath(name).parts
    is_dotted = any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)
    return is_dotted or _ABOUT_FOLDER.fullmatch(PurePosixPath(name).name) is not None


def _listed(folder: Path) -> list[Path] | None:
    """What is in it; None where it is no folder, or one that cannot be listed."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return None
    names = {path.name for path in found}
    if names >= _OF_INDEX:
        return []
    return [path for path in found if not is_hidden(path.name) and not _belongs_to_page(path.name, names)]


def _belongs_to_page(name: str, names: Set[str]) -> bool:
    """Whether it is the folder in which a browser keeps the pictures and frames of a saved page beside it."""
    page = _OF_PAGE.sub("", name)
    return page != name and not names.isdisjoint({f"{page}.html", f"{page}.htm"})


def printable(name: str) -> str:
    """Line feeds and bytes that are no text are written as escapes: a name is one line of a report."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)
