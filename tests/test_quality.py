"""Floors of quality: what passes once must pass for good."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indexer import Searcher
from tests.quality import encodings, rows
from tests.quality.analysis import Case, failure, texts
from tests.quality.retrieval import answered, indexed, score, toneless

PASSAGES = Path(__file__).parent / "cases/retrieval"
CASES = Path(__file__).parent / "cases/analysis.tsv"


def cases() -> list[Case]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return indexed(texts(cases()), str(tmp_path_factory.mktemp("index")))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['id']}-{case['category']}")
def test_a_query_finds_and_marks_what_was_meant(case: Case, searcher: Searcher):
    assert failure(case, searcher) is None


def test_questions_find_their_passage(tmp_path: Path):
    searcher = indexed(rows(PASSAGES / "docs.jsonl"), str(tmp_path))
    asked = [(str(row["query"]), frozenset(row["relevant"])) for row in rows(PASSAGES / "queries.jsonl")]
    bare = [(toneless(text), relevant) for text, relevant in asked]
    assert score(answered(searcher, asked)).mrr >= 0.97
    assert score(answered(searcher, bare)).mrr >= 0.95


@pytest.mark.parametrize("name", encodings.WRITTEN)
def test_no_encoding_is_read_wrongly_and_texts_of_400_characters_are_all_read(name: str):
    texts = encodings.own_texts()
    for length in encodings.LENGTHS:
        counts = encodings.counted([text[:length] for text in texts], name)
        assert counts["wrong"] == 0
        assert counts["right"] == len(texts) or (length and length < 400)
