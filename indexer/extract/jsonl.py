"""A stream of JSON in, runs of its values out, one value a line: lines as they are, the items of an array or values
over several lines put into one. Values are taken one by one, so that a dump may be of any size."""

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from indexer.batches import batches
from indexer.errors import ExtractError
from indexer.extract.encoding import decode
from indexer.extract.files import MAX_BYTES, content

RUN = 1 << 18  # bytes of lines that are read together

_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.S)
_LINE_ENDS = bytes.maketrans(b"\r\n", b"  ")


def runs(stream: BinaryIO) -> Iterator[tuple[int, tuple[int, ...], bytes]]:
    """Number of the first value, offset of each in the stream, and some RUN bytes of lines.

    A value longer than MAX_BYTES is cut there and its rest passed over.
    """
    first = stream.readline(MAX_BYTES + 1)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stream = io.BytesIO(decode(content(io.BytesIO(first + stream.read(MAX_BYTES)))).text.encode())
        first = stream.readline()
    begin = len(codecs.BOM_UTF8) if first.startswith(codecs.BOM_UTF8) else 0
    first = first[begin:]
    values = _lines(first, stream) if _is_value(first) else _values(first, stream)
    number = 1
    for run in batches(values, RUN, RUN, lambda value: len(value[1])):
        offsets = tuple(begin + offset for offset, _ in run)
        yield number, offsets, b"".join(value if value.endswith(b"\n") else value + b"\n" for _, value in run)
        number += len(run)


def _is_value(line: bytes) -> bool:
    """Whether it stands for itself; what starts an array, or a value over several lines, does not."""
    if line.lstrip()[:1] not in b"[{":
        return True
    try:
        return line.lstrip()[:1] == b"{" and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line.rstrip().endswith(b"}") or len(line) > MAX_BYTES  # a broken line among others


def _lines(line: bytes, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset = 0
    while line:
        yield offset, line
        offset += len(line)
        rest = line
        while len(rest) >= MAX_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES)
            offset += len(rest)
        line = stream.readline(MAX_BYTES + 1)


def _values(first: bytes, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The items of an outer array, or the values that follow each other, each as one line."""
    pending, depth, outer = first, 0, 1 if first.lstrip().startswith(b"[") else 0
    start = scanned = before = 0  # before: bytes of the stream that are no longer pending
    while True:
        for match in _STRUCTURE.finditer(pending, scanned):
            mark = match[0]
            scanned = match.end()
            if mark in b"[{":
                depth += 1
                start = match.start() if depth == outer + 1 else start
            elif mark in b"]}":
                depth -= 1
                if depth == outer:
                    yield before + start, pending[start:scanned].translate(_LINE_ENDS)
        if depth > outer and len(pending) - start > MAX_BYTES:
            raise ExtractError(f"a value larger than {MAX_BYTES // 1_000_000} MB")
        keep = start if depth > outer else scanned
        pending, scanned, start, before = pending[keep:], scanned - keep, 0, before + keep
        more = stream.read(1 << 16)
        if not more:
            break
        pending += more
    if depth > outer:
        yield before, pending.translate(_LINE_ENDS)  # the rest, which is broken
