"""Engines behind one port; `open_engine` chooses by URL, as databases are chosen."""

from importlib.util import find_spec
from pathlib import Path

from indexer.config import TIMEOUT, Settings
from indexer.engine.analysed import Analysed, analysed, analysed_all
from indexer.engine.base import Engine
from indexer.engine.stored import Brief, Outline
from indexer.errors import ConfigError, IndexMissing


def open_engine(url: str, *, lock_wait: float = 10.0, timeout: float = TIMEOUT) -> Engine:
    """The engine that `url` names: `whoosh:FOLDER`, `opensearch://HOST/NAME`. Nothing is read or written yet.

    Args:
        lock_wait: seconds that a writer waits for another one.
        timeout: seconds that the searches of a request may take.

    Raises:
        ConfigError: no engine has this name, or the folder is missing.
    """
    scheme, _, place = url.partition(":")
    if scheme == "whoosh" and place:
        from indexer.engine.whoosh import WhooshEngine  # noqa: PLC0415  only the engine that is used is loaded

        return WhooshEngine(Path(place), wait=lock_wait, timeout=timeout)
    if scheme in ("opensearch", "opensearchs"):
        return _opensearch(url, timeout)
    raise ConfigError(
        f"engine {scheme!r} is unknown: expected whoosh:FOLDER, as in whoosh:var/index, or opensearch://HOST:9200/NAME"
    )


def configured(settings: Settings, url: str = "") -> Engine:
    """The engine that the settings name, or that of another URL, as patient as they say."""
    return open_engine(url or settings.engine, lock_wait=settings.lock_wait, timeout=settings.timeout)


def holds_any(engine: Engine) -> bool:
    """Whether an engine stores a document; not where nothing was ever built."""
    try:
        return engine.count() > 0
    except IndexMissing:
        return False


def index_folder(url: str) -> Path:
    """The folder that holds the index.

    Raises:
        ConfigError: the engine keeps it elsewhere.
    """
    scheme, _, place = url.partition(":")
    if scheme == "whoosh" and place:
        return Path(place)
    raise ConfigError(f"engine {scheme!r} keeps its index in no folder: this command needs whoosh:FOLDER")


def _opensearch(url: str, timeout: float) -> Engine:
    if not find_spec("opensearchpy"):
        raise ConfigError("opensearch:// needs the client of OpenSearch: run pip install 'timtin[opensearch]'")
    from indexer.engine.opensearch import OpenSearchEngine  # noqa: PLC0415
    from indexer.engine.opensearch.address import Address  # noqa: PLC0415

    return OpenSearchEngine(Address.parse(url), timeout)
