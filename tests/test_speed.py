"""Ours against Whoosh's own codec on the same small archive: ratios alone, far below what is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from indexer.clauses import Boost, Query, Term
from indexer.request import SearchRequest
from tests.bench._corpus import invented
from tests.bench._peers import TOP, Stock, Timtin

ARTICLES = 600
INDEXING, FACETED = 3, 5  # times; measured are 11 and 20
WANTED = Term("fold", "ga")  # nearly all of the articles have it


def test_ours_outruns_whoosh_by_far(tmp_path: Path):
    documents = list(invented(ARTICLES))
    asked = SearchRequest(Query(must=WANTED, boosts=(Boost(WANTED, 1.0),)), facet_size=TOP)
    indexing, answering, answers = [], [], []
    for engine in (Timtin(), Stock()):
        folder = tmp_path / engine.name
        indexing.append(cpu(lambda e=engine, f=folder: e.build(documents, f)))
        engine.open(folder)
        answers.append(engine.search(asked))
        answering.append(min(cpu(lambda e=engine: e.search(asked)) for _ in range(5)))
    assert answers[0].total == answers[1].total == 592
    assert list(answers[0].facets["ministry"]) == list(answers[1].facets["ministry"])
    assert indexing[1] / indexing[0] > INDEXING
    assert answering[1] / answering[0] > FACETED


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU."""
    start = time.process_time()
    work()
    return time.process_time() - start
