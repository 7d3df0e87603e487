"""A file system that says before each call that something is about to be made."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from indexer.engine.whoosh.storage import Storage


class Watched(Storage):
    def __init__(self, before_call: Callable[[], None]) -> None:
        """`before_call` is called before everything that makes something or puts it in another's place."""
        self._before_call = before_call

    def make_folder(self, path: Path) -> None:
        self._before_call()
        super().make_folder(path)

    def link(self, source: Path, target: Path) -> None:
        self._before_call()
        super().link(source, target)

    def write(self, path: Path, content: bytes) -> None:
        self._before_call()
        super().write(path, content)

    def copy(self, source: BinaryIO, path: Path) -> None:
        self._before_call()
        super().copy(source, path)

    def replace(self, source: Path, target: Path) -> None:
        self._before_call()
        super().replace(source, target)
