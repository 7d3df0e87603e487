"""Whoosh's contents file (TOC) -> an index that Whoosh's readers and writers work with.

Whoosh unpickles this file, which lets whoever wrote it run any code. Here its bytes are verified,
and nothing but the classes named below can come out of it.
"""

from __future__ import annotations

import io
import pickle
import re
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex

from indexer.engine.whoosh.pointer import Generation, damaged
from indexer.engine.whoosh.schema import schema

ALLOWED = {
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("whoosh.codec.whoosh3", "W3Codec"),
    ("collections", "defaultdict"),
    ("builtins", "int"),
}

_NAME = re.compile(r"_MAIN_([0-9]+)\.toc")
_SIZES = 3  # of int, long and float on the machine that wrote it
_RELEASE = 3  # of Whoosh


class VerifiedIndex(FileIndex):  # type: ignore[misc]
    """The files of `generation` as they stand in `folder`: its own, or a draft that began with them."""

    def __init__(self, generation: Generation, folder: Path) -> None:
        self.storage = FileStorage(str(folder))
        self.indexname = "MAIN"
        self._schema = schema()
        name = next(name for name in generation.files if _NAME.fullmatch(name))
        self._path = generation.folder / name
        self._number = int(_NAME.fullmatch(name)[1])  # type: ignore[index]
        self._content = generation.read(name)

    def _read_toc(self) -> Any:
        try:
            return TOC(self._schema, _segments(self._content), self._number)
        except (pickle.UnpicklingError, EOFError, ValueError) as error:
            raise damaged(self._path, str(error)) from error


def _segments(content: bytes) -> list[Any]:
    """The segment list; each call gives new objects, for writers change them."""
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
    segments: list[Any] = _Segments(stream.file).load()
    return segments


class _Segments(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in it")
        return super().find_class(module, name)
