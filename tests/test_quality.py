"""Floors of quality: what passes once must pass for good."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indexer import Searcher
from tests.quality.analysis import Case, failure, texts
from tests.quality.retrieval import indexed

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
