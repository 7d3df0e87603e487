"""The engines that the rules of the port are held against; the one that needs a cluster is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from indexer import Document, Engine, IndexMissing, open_engine
from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.commit import Commit
from indexer.engine.whoosh.merge import all_of
from tests.memory import MemoryEngine

OPENSEARCH = pytest.param("opensearch", marks=pytest.mark.opensearch)
ENGINES = ["memory", "whoosh", OPENSEARCH]
PATIENCE = 30.0  # seconds for a search: the tests share their machine with three nodes
LAYOUT = "?shards=3&replicas=0"  # counts must be put together from parts; copies of them would only take time


def opened(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine, closed at the end. One of this machine is new; that of the cluster is shared."""
    if name == "opensearch":
        engine = open_engine(request.getfixturevalue("cluster").url("rules", LAYOUT), timeout=PATIENCE)
    else:
        engine = MemoryEngine() if name == "memory" else open_engine(f"whoosh:{tmp_path / 'index'}")
    yield engine
    engine.close()


def fill(engine: Engine, documents: Sequence[Document]) -> None:
    """Makes the engine hold these alone. A cluster takes a second to rebuild: what it holds may be right."""
    try:
        held = list(engine.scan())
    except IndexMissing:
        engine.rebuild(documents)
        return
    if held != sorted(documents, key=lambda document: document.id):
        engine.delete([document.id for document in held])
        engine.add(documents)


def merge_all(engine: WhooshEngine) -> None:
    """Makes one segment of several."""
    with engine.generations.writing() as draft:
        commit = Commit(draft)
        commit.merge(all_of)
        commit.finish()
