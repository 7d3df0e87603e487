"""Our segments through Whoosh itself: its ordinary queries on our arrays give what its own codec gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from whoosh import query as wq
from whoosh.index import create_in, open_dir

from indexer.engine import analysed
from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.schema import schema
from indexer.model import STREAMS, Document
from tests.test_versus import document

QUERIES: list[Any] = [
    wq.Term("id", "n07"),
    wq.Term("syl", "thuê'"),
    wq.Term("fold", "nothing"),
    wq.And([wq.Term("fold", "thue"), wq.Term("fold", "hop")]),
    wq.Or([wq.Term("fold", "mua"), wq.Term("title_fold", "lu")]),
    wq.And([wq.Every(), wq.Not(wq.Term("fold", "thue"))]),
    wq.Phrase("fold", ["y", "te"]),
    wq.Phrase("fold", ["dam", "thue"], slop=3),
    wq.Prefix("fold", "t"),
    wq.TermRange("fold", "d", "m"),
    wq.Wildcard("fold", "*a*"),
    wq.Every("title_syl"),
]


def documents() -> list[Document]:
    return [document(Random(number), number) for number in range(60)]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several segments, with deletions in them."""
    root = tmp_path_factory.mktemp("ours")
    engine = WhooshEngine(root)
    engine.rebuild([*documents()[:40], document(Random(1), 59)])
    engine.add(documents()[40:])
    engine.delete(["n03", "n41"])
    return Generations(root).current().folder


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Any:
    index = create_in(tmp_path_factory.mktemp("stock"), schema())
    writer = index.writer()
    for held in map(analysed, documents()):
        if held.id not in ("n03", "n41"):
            writer.add_document(id=held.id, document=held.stored, **{stream: held.text(stream) for stream in STREAMS})
    writer.commit()
    return index


def found(index: Any, query: Any) -> set[str]:
    with index.searcher() as searcher:
        return {hit["id"] for hit in searcher.search(query, limit=None)}


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_whoosh_finds_in_our_segments_what_it_finds_in_its_own(ours: Path, stock: Any, query: Any):
    assert found(open_dir(str(ours)), query) == found(stock, query)


def test_whoosh_reads_stored_documents_from_our_segments(ours: Path):
    with open_dir(str(ours)).searcher() as searcher:
        assert searcher.document(id="n07")["document"] == analysed(document(Random(7), 7)).stored


def test_another_process_opens_the_index_by_its_folder_alone(ours: Path):
    code = "import sys; from whoosh.index import open_dir; print(open_dir(sys.argv[1]).doc_count())"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(ours)], check=False, capture_output=True, text=True
    )
    assert ran.stdout == "58\n", ran.stderr
