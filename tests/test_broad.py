"""What a segment keeps of broad terms says what counting says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from indexer import Engine
from indexer.clauses import And, Clause, Or, Query, Term
from indexer.engine.whoosh import WhooshEngine, broad
from indexer.request import SearchRequest
from tests.engines import merge_all
from tests.memory import MemoryEngine
from tests.test_versus import document

CLAUSES = [
    Term("fold", "thue"),
    Term("syl", "lu~"),
    Or((Term("syl", "vu."), Term("syl", "vu_"))),
    Or((Term("fold", "phan"), Term("fold", "12/6"), Term("fold", "nowhere"))),
    Or((Term("fold", "mua"), Term("syl", "hop."))),
    And((Term("fold", "thue"), Term("fold", "hop"))),
    And((Or((Term("syl", "vu."), Term("syl", "vu_"))), Term("fold", "thue"))),
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of few documents, too, something is kept."""
    monkeypatch.setattr(broad, "LEAST", 1)
    monkeypatch.setattr(broad, "NAMES", 3)
    monkeypatch.setattr(broad, "NEAR", 0)


def whole(engine: Engine) -> None:
    engine.rebuild([document(Random(number), number) for number in range(60)])


def with_deletions(engine: Engine) -> None:
    whole(engine)
    engine.delete(["n03", "n41", "n17"])


def merged(engine: Engine) -> None:
    with_deletions(engine)
    engine.add([document(Random(number + 1), number) for number in range(50, 70)])
    if isinstance(engine, WhooshEngine):
        merge_all(engine)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("history", [whole, with_deletions, merged])
@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_facets_of_broad_terms_are_what_counting_gives(
    tmp_path: Path, history: Callable[[Engine], None], clause: Clause
):
    ours, trusted = WhooshEngine(tmp_path), MemoryEngine()
    for engine in (ours, trusted):
        history(engine)
    for size in (1, 2, 3, 10):
        asked = SearchRequest(Query(must=clause), facet_size=size)
        assert ours.search(asked).facets == trusted.search(asked).facets


@pytest.mark.usefixtures("small")
def test_the_facets_of_a_broad_term_are_not_counted_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine = WhooshEngine(tmp_path)
    whole(engine)
    monkeypatch.setattr("indexer.engine.whoosh.facets.tally", None)
    result = engine.search(SearchRequest(Query(must=Term("fold", "thue")), facet_size=3))
    assert result.facet("person").distinct == 4
