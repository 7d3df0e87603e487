"""Engines behind one port; `open_engine` chooses by URL, as databases are chosen."""

from __future__ import annotations

from pathlib import Path

from indexer.engine.analysed import Analysed, analysed
from indexer.engine.base import Engine
from indexer.errors import ConfigError

__all__ = ["Analysed", "Engine", "analysed", "index_folder", "open_engine"]


def open_engine(url: str, *, lock_wait: float = 10.0) -> Engine:
    """The engine that `url` names: `whoosh:FOLDER`. Nothing is read or written yet.

    Args:
        lock_wait: seconds that a writer waits for another one.

    Raises:
        ConfigError: no engine has this name, or the folder is missing.
    """
    scheme, _, place = url.partition(":")
    if scheme == "whoosh" and place:
        from indexer.engine.whoosh import WhooshEngine  # noqa: PLC0415  only the engine that is used is loaded

        return WhooshEngine(Path(place), wait=lock_wait)
    raise ConfigError(f"engine {url!r} is unknown: expected whoosh:FOLDER, as in whoosh:var/index")


def index_folder(url: str) -> Path:
    """The folder that holds the index.

    Raises:
        ConfigError: the engine keeps it elsewhere.
    """
    scheme, _, place = url.partition(":")
    if scheme == "whoosh" and place:
        return Path(place)
    raise ConfigError(f"engine {url!r} keeps its index in no folder: this command needs whoosh:FOLDER")
