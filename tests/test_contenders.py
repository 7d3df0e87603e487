"""Where few rows are scored, the first hits are those that scoring all rows gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer import HANOI, Article, Document, Published
from indexer.clauses import Boost, Clause, Or, Query, Term
from indexer.engine.whoosh import WhooshEngine, broad, contenders, scoring
from indexer.engine.whoosh.broad import _best as best_of
from indexer.engine.whoosh.contenders import Listed
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


@pytest.mark.parametrize("many", [0, 1_000])
def test_equal_texts_of_several_segments_are_equal_and_stand_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
):
    """Sums of floats depend on their order: which word is rarer, and which all have, differs by segment."""
    monkeypatch.setattr(scoring, "MANY", many)
    monkeypatch.setattr("indexer.engine.whoosh.merge._SMALL", 0)
    monkeypatch.setattr("indexer.engine.whoosh.due", lambda _: [])
    engine = WhooshEngine(tmp_path)
    random = Random(1)
    texts = ["thuế bão " + " ".join(random.choices(["phí", "vụ", "họp", "mưa"], k=9)) for _ in range(30)]
    for part, more in enumerate(["phí bão", "vụ họp"]):
        at = datetime(2024, 1 + part, 1, tzinfo=HANOI)
        engine.add([article(f"{part}-{place:02}", body, at) for place, body in enumerate([*texts, *[more] * 90])])
    terms = [Term("fold", text) for text in ("phi", "vu", "bao", "hop", "mua")]
    query = Query(must=Term("fold", "thue"), boosts=tuple(Boost(term, 0.7) for term in terms))
    for text in texts:
        hits = [hit for hit in engine.search(SearchRequest(query, size=200)).hits if hit.document.article.body == text]
        assert len({hit.score for hit in hits}) == 1
        assert [hit.document.id[0] for hit in hits] == sorted((hit.document.id[0] for hit in hits), reverse=True)


def article(id: str, body: str, at: datetime) -> Document:
    return Document(Article(id, "", body, published=Published(at, "field", "")))


def test_boosts_that_add_nothing_leave_the_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broad, "LEAST", 1)
    engine = WhooshEngine(tmp_path)
    one_segment(engine)
    for terms in [("thue",), ("phi", "thue", "vu")]:
        clauses = tuple(Term("fold", text) for text in terms)
        query = Query(must=Or(clauses) if len(clauses) > 1 else clauses[0])
        want = [hit.document.id for hit in engine.search(SearchRequest(query, size=20)).hits]
        with monkeypatch.context() as patched:
            patched.setattr(scoring, "MANY", 0)
            nothing = replace(query, boosts=tuple(Boost(clause, 0.0) for clause in clauses))
            assert [hit.document.id for hit in engine.search(SearchRequest(nothing, size=20)).hits] == want


def test_a_rare_word_that_the_filters_leave_nowhere_is_passed_over():
    norms = np.ones(1000, np.float32)
    rare = Listed(np.array([5]), np.array([1]), norms, 3.0)
    common = Listed(np.arange(0, 1000, 2), np.ones(500, np.uint8), norms, 1.0)
    found, scores = contenders.contenders(np.arange(100, 1000), [rare, common], 10)
    assert len(found) >= 10
    assert set(scores.tolist()) == {0.5}


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


@pytest.mark.parametrize("gone", range(8))
def test_where_the_best_rows_of_a_term_are_gone_the_next_ones_come_first(monkeypatch: pytest.MonkeyPatch, gone: int):
    for module in (broad, contenders):
        monkeypatch.setattr(module, "BEST", 5)
    random = np.random.default_rng(2)
    lengths, counts = random.integers(1, 200, 500), random.integers(1, 9, 500)
    norms = (0.3 + 0.01 * lengths).astype(np.float32)
    term = Listed(np.arange(500), counts, norms, 1.0, best=best_of(lengths, counts))
    order = np.argsort(-term.points(term.rows, counts), kind="stable")
    for count in range(1, 8):
        rows, scores = contenders.contenders(np.sort(order[gone:]), [term], count)
        assert rows[np.argsort(-scores, kind="stable")][:count].tolist() == order[gone : gone + count].tolist()
