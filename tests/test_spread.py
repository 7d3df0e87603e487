"""A broad term as an array over all rows says what its postings say."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from indexer.engine.whoosh.inversion import Tokens, invert
from indexer.engine.whoosh.postings import Entry
from indexer.engine.whoosh.spread import Spread, kept


def entry(counts: list[int]) -> Entry:
    """Of a term that stands so often in each row."""
    terms = [b"thue" for count in counts for _ in range(count)]
    held = np.array(counts)
    firsts = held.cumsum() - held
    found = invert(Tokens(np.arange(len(terms)), firsts, held, held), terms).entry("thue")
    assert found
    return found


@pytest.mark.parametrize("size", [1, 7, 8, 9, 100])
def test_counts_and_places_of_any_rows_are_those_of_the_postings(size: int):
    random = Random(size)
    counts = [random.choice([0, 1, 2, 255]) for _ in range(size - 1)] + [1]
    spread = Spread(entry(counts), size)
    rows = np.array(sorted(random.sample(range(size), (size + 1) // 2)))
    assert spread.counts.take(rows).tolist() == [counts[row] for row in rows]
    assert spread.starts(rows).tolist() == [sum(counts[:row]) for row in rows]


def test_one_row_in_eight_makes_a_term_broad():
    held = {text: entry([1] * count + [0] * (80 - count)) for text, count in {"thue": 10, "phi": 9}.items()}
    spread = kept(lambda _, text: held.get(text), 80)
    assert spread("fold", "thue")
    assert not spread("fold", "phi")
    assert not spread("fold", "nowhere")


def test_a_term_that_is_repeated_more_often_than_a_byte_tells_is_sought():
    assert not kept(lambda *_: entry([256, 1]), 2)("fold", "thue")


def test_terms_that_are_not_broad_take_no_place_of_those_that_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.engine.whoosh.spread._KEPT", 0)  # room for one
    held = {"thue": entry([1] * 80), "phi": entry([1] + [0] * 79)}
    spread = kept(lambda _, text: held.get(text), 80)
    thue = spread("fold", "thue")
    assert not spread("fold", "phi")
    assert not spread("fold", "nowhere")
    assert spread("fold", "thue") is thue


def test_what_is_kept_of_a_small_segment_is_bounded_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.engine.whoosh.spread._KEPT", 4096)  # bytes; an array of nothing takes some hundred
    spread = kept(lambda *_: entry([1]), 1)
    first = spread("fold", "0")
    assert spread("fold", "0") is first
    for number in range(1, 5):
        spread("fold", str(number))
    assert spread("fold", "0") is not first
