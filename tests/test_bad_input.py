"""Whatever is typed or stored: an answer or a clear error, in time linear in its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies as st

from indexer import Article, Document, Searcher, SearchRequest
from indexer.analysis import analyze, folds_of, streams_of, worded
from indexer.errors import QueryError
from indexer.highlight import MAX_SNIPPET, marked, snippet
from indexer.query import MAX_LENGTH, parse
from tests.memory import MemoryEngine

ODD = '\ud800\udfff\0\u0301\u0323\u200b\u200d\u00ad\u200f\u202e\ufeff\u00a0Ððđ😀漢ế \n"“()-*:~OR0.%/'
TEXTS = st.text(ODD, max_size=200) | st.text(st.characters(codec=None), max_size=200)
QUERIES = TEXTS.filter(lambda text: len(text) <= MAX_LENGTH)
MONSTERS = {
    "lone surrogates": "\ud800" * 10_000,
    "NUL": "\0" * 10_000,
    "combining marks": "a" + "\u0301" * 10_000,
    "zero width": "a" + "\u200b" * 10_000 + "b",
    "right to left": "\u202eab " * 2_000,
    "one word": "a" * 50_000,
    "dots": "1.000" * 10_000,
    "signs": '-"(*~:' * 10_000,
    "lines": "\n" * 50_000,
}


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    engine = MemoryEngine()
    engine.rebuild([Document(Article("a", "Cầu phao sông Lắng", "Thông xe.")), Document(Article("b", "", "\0a\u0301"))])
    return Searcher(engine)


@given(QUERIES)
def test_any_query_is_answered(searcher: Searcher, text: str):
    found = searcher.search(SearchRequest(searcher.parse(text)))
    assert found.total >= len(found.hits) or found.total == 0


@given(TEXTS)
def test_any_text_is_analysed_alike_for_documents_and_queries(text: str):
    tokens = analyze(text)
    (held,) = streams_of([("", text)])
    assert folds_of(held["syl"][1]) == [token.fold for token in tokens]
    assert held["syl"][1] == [token.syl for token in tokens]
    assert [token[:4] for token in worded(text)] == [token[:4] for token in tokens]


@given(TEXTS, QUERIES)
def test_any_text_is_marked_within_its_bounds(text: str, query: str):
    for found in (marked(text, parse(query)), snippet(text, parse(query))):
        assert all(0 <= start < end <= len(found.text) for start, end in found.marks)


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS)
def test_a_monster_is_read_or_refused(text: str):
    next(streams_of([("", text)]))
    worded(text)
    assert len(snippet(text, parse("a")).text) <= MAX_SNIPPET
    try:
        parse(text)
    except QueryError as error:
        assert "tối đa" in str(error)


@pytest.mark.parametrize("text", ["Cầu phao sông Lắng thông xe. ", "a", "a\u0301", "1.000 ", "nhnn "])
def test_the_time_is_linear_in_the_length(text: str):
    def took(times: int) -> float:
        start = time.process_time()
        next(streams_of([("", text * times)]))
        return time.process_time() - start

    def least(times: int) -> float:
        return min(took(times) for _ in range(3))  # the garbage collector comes in the midst of one

    took(100)
    # 8 times is linear and 64 quadratic; more memory than the processor's cache makes it 16
    assert least(16_000) < 32 * max(least(2_000), 0.002)


def test_a_huge_body_costs_no_more_than_a_page_of_ordinary_ones():
    ordinary = "Cầu phao sông Lắng thông xe vào sáng nay, bà con hai bờ đi lại dễ hơn. " * 50
    huge = "Một câu khác nói về chuyện khác, dài hơn một chút. " * 100_000 + ordinary
    query = parse("cầu phao sông lắng")

    def took(texts: list[str]) -> float:
        start = time.process_time()
        for text in texts:
            snippet(text, query)
        return time.process_time() - start

    took([ordinary])
    assert min(took([huge]) for _ in range(3)) < 2 * min(took([ordinary] * 10) for _ in range(3))


def test_a_match_deep_in_a_huge_body_is_shown():
    body = "Một câu khác nói về chuyện khác. " * 3_000 + "Cầu phao sông Lắng thông xe. " + "Hết chuyện. " * 10_000
    found = snippet(body, parse("cau phao song lang"))
    assert [found.text[start:end] for start, end in found.marks] == ["Cầu phao sông Lắng"]
