"""Where few rows are scored, the first hits are those that scoring all rows gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer.clauses import Boost, Clause, Or, Query, Term
from indexer.engine.whoosh import WhooshEngine, broad, contenders, scoring
from indexer.engine.whoosh.broad import _best as best_of
from indexer.query import parse
from indexer.request import Filters, SearchRequest
from tests.test_versus import document

TEXTS = ["thuế", "thue", "lũ", "mua OR lụa OR họp", "thuế OR phí OR vụ OR bàn", "thue -phi", "nowhere OR thue OR phi"]
NARROWED = [Filters(), Filters(x_person=frozenset({"Nguyễn Văn An"}))]
PAGES = [(0, 1), (0, 10), (7, 5), (0, 300)]


def one_segment(engine: WhooshEngine) -> None:
    engine.rebuild([document(Random(number), number) for number in range(300)])


def several_with_deletions(engine: WhooshEngine) -> None:
    engine.rebuild([document(Random(number), number) for number in range(200)])
    engine.add([document(Random(number), number) for number in range(190, 250)])
    engine.delete([f"n{number:02}" for number in range(3, 180, 13)])


@pytest.mark.parametrize("history", [one_segment, several_with_deletions])
@pytest.mark.parametrize("text", TEXTS)
def test_the_first_hits_need_no_score_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: Callable[[WhooshEngine], None], text: str
):
    monkeypatch.setattr(broad, "LEAST", 1)
    monkeypatch.setattr(broad, "BEST", 12)
    engine = WhooshEngine(tmp_path)
    history(engine)
    queries = [parse(text), plain(parse(text).must)]
    asked = [
        SearchRequest(query, filters, start=start, size=size)
        for query in queries
        for filters in NARROWED
        for start, size in PAGES
    ]
    whole = list(map(engine.search, asked))
    monkeypatch.setattr(scoring, "MANY", 0)
    monkeypatch.setattr(contenders, "BEST", 12)
    for request, want in zip(asked, whole, strict=True):
        found = engine.search(request)
        assert {hit.document.id for hit in found.hits} == {hit.document.id for hit in want.hits}  # sums differ by 1e-7
        assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in want.hits], rel=1e-5)
        assert found.total == want.total


def plain(clause: Clause) -> Query:
    """The terms that match are those that add to the score."""
    terms = clause.clauses if isinstance(clause, Or) else (clause,)
    return Query(must=clause, boosts=tuple(Boost(term, 1.0) for term in terms if isinstance(term, Term)))


@pytest.mark.parametrize("norm", [0.001, 0.01, 1.0])
def test_the_best_rows_of_a_term_are_kept_whatever_the_statistics(monkeypatch: pytest.MonkeyPatch, norm: float):
    monkeypatch.setattr(broad, "BEST", 5)
    random = np.random.default_rng(1)
    lengths, counts = random.integers(1, 200, 500), random.integers(1, 9, 500)
    scores = counts / (counts + 0.3 + norm * lengths)
    best = np.argsort(-scores, kind="stable")[:5]
    kept = best_of(lengths, counts)
    assert set(best) <= set(kept)
    assert len(kept) < 50
