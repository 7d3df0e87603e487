"""Paths in, the pieces of all files below them out: what can be read alone, in any process.

Files that hold one article are left closed. Dumps, archives and web archives are cut here:
runs of lines, members, records; nothing of them is unpacked to disk.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import cast

from indexer.errors import ExtractError
from indexer.extract import files, formats, jsonl, packed, warc
from indexer.extract.piece import Piece, Skipped, skipping

MAX_NESTED = 3  # archives in archives: dumps.tar.gz!may.zip is the deepest that is met


def pieces(path: Path, name: str) -> Iterator[Piece | Skipped]:
    """The pieces of one file, and a `Skipped` for it or each part of it that holds none. Bad input raises nothing."""
    before: Piece | Skipped | None = None
    for piece in skipping(name, _cut(path, name)):
        if before:
            yield before
        before = piece
    yield replace(before or Skipped(name, "nothing in it that may be an article"), last=True)


def _cut(path: Path, name: str) -> Iterator[Piece | Skipped]:
    if path == files.STDIN:
        if not sys.stdin:
            raise ExtractError("standard input is closed")
        yield from _split(cast(BufferedReader, sys.stdin.buffer), name)
        return
    if not path.is_file() and path.exists():
        raise ExtractError("a folder that cannot be listed" if path.is_dir() else "neither file nor folder")
    with path.open("rb") as stream:
        format = formats.of(stream.peek(formats.HEAD), name)
        if format in _SPLIT:
            yield from _sized(_split(stream, name), stream)
        else:
            yield Piece(name, format, path, size=path.stat().st_size)


def _sized(found: Iterator[Piece | Skipped], stream: BufferedReader) -> Iterator[Piece | Skipped]:
    """Each with how far the file was read for it."""
    before = 0
    for piece in found:
        now = max(before, stream.tell())
        yield replace(piece, size=now - before)
        before = now


def _split(stream: BufferedReader, name: str, depth: int = MAX_NESTED) -> Iterator[Piece | Skipped]:
    """The pieces of what a stream holds."""
    format = formats.of(stream.peek(formats.HEAD), name)
    if format == "zip":  # is read from its end: what comes through a pipe, or from another archive, is held in memory
        if not stream.seekable():
            stream = BufferedReader(BytesIO(files.content(stream, files.MAX_HELD)))
        format = "docx" if packed.is_word(stream) else "zip"
    if format not in _SPLIT:
        yield Piece(name, format, raw=files.content(stream, files.limit(format)))
    elif not depth:
        raise ExtractError(f"archives nested deeper than {MAX_NESTED}")
    elif format in ("zip", "tar"):
        yield from _members(stream, name, format, depth - 1)
    elif format == "warc":
        yield from warc.records(stream, name)
    elif format == "jsonl":
        yield from _runs(stream, name)
    else:
        yield from _split(packed.unpack(stream, format), name, depth - 1)


_SPLIT = frozenset({"gzip", "bzip2", "xz", "zip", "tar", "warc", "jsonl"})


def _members(stream: BufferedReader, name: str, format: str, depth: int) -> Iterator[Piece | Skipped]:
    for member, content in packed.members(stream, format):
        label = f"{name}!{files.printable(member)}"
        if isinstance(content, ExtractError):
            yield Skipped(label, str(content))
        elif not files.is_hidden(member):
            yield from skipping(label, _split(content, label, depth))


def _runs(stream: BufferedReader, name: str) -> Iterator[Piece]:
    empty = True
    for number, offsets, raw in jsonl.runs(stream):
        empty = empty and not raw.strip()
        yield Piece(name, "jsonl", raw=raw, line=number, offsets=offsets)
    if empty:
        raise ExtractError("empty file")
