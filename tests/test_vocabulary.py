"""Terms are numbered by the thousand as a dictionary would number them one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from indexer.engine.whoosh import vocabulary
from indexer.engine.whoosh.vocabulary import Vocabulary

TERMS = st.text("aêđ'_7", min_size=1, max_size=30)
LINES = st.lists(st.lists(TERMS, max_size=12), max_size=8)


def read(held: Vocabulary, lines: list[list[str]]) -> list[list[str]]:
    numbers, sizes = held.numbers([" ".join(line) for line in lines])
    terms = [held.terms[number].decode() for number in numbers.tolist()]
    ends = np.cumsum(sizes).tolist()
    return [terms[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@given(LINES, LINES)
def test_the_numbers_of_lines_tell_their_terms(first: list[list[str]], second: list[list[str]]):
    held = Vocabulary()
    assert read(held, first) == first
    assert read(held, second) == second
    assert len(held.terms) == len({term for line in first + second for term in line})


def test_terms_that_share_a_place_are_told_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vocabulary, "_SHIFT", np.uint64(62))  # four places for all
    lines = [["một", "hai", "ba", "bốn", "năm", "sáu"], ["sáu", "ba", "một"], [], ["chính_phủ_điện_tử"]]
    held = Vocabulary()
    assert [read(held, lines) for _ in range(2)] == [lines, lines]
    assert len(held.terms) == 7
