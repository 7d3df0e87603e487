"""Near-duplicates have like sketches."""

from __future__ import annotations

from random import Random

import pytest

from indexer.analysis import ALIKE, bands, similarity, sketch

WORDS = [f"w{number}" for number in range(2_000)]
TEXT = Random(1).choices(WORDS, k=400)


def changed(count: int) -> list[str]:
    """The text with a run of `count` syllables in its middle replaced."""
    return [*TEXT[:100], *(f"new{number}" for number in range(count)), *TEXT[100 + count :]]


def test_the_same_text_has_the_same_sketch_in_every_process():
    assert bands(sketch(TEXT))[0] == "0285cfd8c"


@pytest.mark.parametrize("count", [0, 4, 12])
def test_a_text_with_a_few_changes_is_a_near_duplicate_and_shares_a_band(count: int):
    one, other = sketch(TEXT), sketch(changed(count))
    assert similarity(one, other) >= ALIKE
    assert set(bands(one)) & set(bands(other))


@pytest.mark.parametrize("other", [Random(2).choices(WORDS, k=400), changed(150), TEXT[::-1]])
def test_another_text_is_no_near_duplicate(other: list[str]):
    assert similarity(sketch(TEXT), sketch(other)) < ALIKE


def test_the_similarity_estimates_that_of_the_shingles():
    """Of 398 shingles each, 296 are in both: 296 / (2 * 398 - 296) = .592."""
    assert similarity(sketch(TEXT), sketch(changed(100))) == pytest.approx(0.592, abs=0.18)  # three standard errors


def test_short_texts_are_alike_to_none():
    assert bands(sketch(TEXT[:29])) == []
    assert similarity(sketch(TEXT[:29]), sketch(TEXT[:29])) == 0.0
