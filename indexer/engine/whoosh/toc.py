"""Whoosh's contents file (TOC): the segments of a generation and what is deleted in each.

Whoosh unpickles this file, which lets whoever wrote it run any code. Here its bytes are verified,
and nothing but the class named below can come out of it.
"""

import io
import pickle
import re
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from indexer.engine.whoosh.codec import ArraySegment, schema
from indexer.engine.whoosh.pointer import Generation, damaged

ALLOWED = {("indexer.engine.whoosh.codec", "ArraySegment")}

_INDEX = "MAIN"
_NAME = re.compile(rf"_{_INDEX}_([0-9]+)\.toc")
_SIZES = 3  # of int, long and float on the machine that wrote it
_RELEASE = 3  # of Whoosh


def read(generation: Generation) -> list[ArraySegment]:
    """The segments; each call gives new objects, for a commit changes them.

    Raises:
        IndexDamaged: the file is not what was committed.
    """
    name, _ = _file(generation)
    try:
        return _segments(generation.read(name))
    except (pickle.UnpicklingError, EOFError, ValueError) as error:
        raise damaged(generation.folder / name, str(error)) from error


def write(folder: Path, segments: list[ArraySegment], before: Generation | None) -> None:
    """The file for these segments, in place of that of the generation before."""
    number = 0
    if before:
        name, number = _file(before)
        (folder / name).unlink(missing_ok=True)
    TOC(schema(), segments, number + 1).write(FileStorage(str(folder)), _INDEX)


def _file(generation: Generation) -> tuple[str, int]:
    for name in generation.files:
        if found := _NAME.fullmatch(name):
            return name, int(found[1])
    raise damaged(generation.folder, "it has no contents file")


def _segments(content: bytes) -> list[ArraySegment]:
    stream = StructFile(io.BytesIO(content))
    for _ in range(_SIZES):
        stream.read_varint()
    stream.read_int()  # byte order
    stream.read_int()  # version
    for _ in range(_RELEASE):
        stream.read_varint()
    stream.skip_string()  # the pickled schema: ours is used
    stream.read_int()  # generation
    stream.read_int()  # unused
    segments: list[ArraySegment] = _Segments(stream.file).load()
    return segments


class _Segments(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in it")
        return super().find_class(module, name)
