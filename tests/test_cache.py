"""What the cache keeps and what it lets go."""

from __future__ import annotations

import pytest

from indexer.cache import Cache, Table


def made(cache: Cache[str], *keys: str) -> list[str]:
    """Of these keys, asked for in this order, those whose value had to be made."""
    fresh: list[str] = []
    for key in keys:
        cache.get(key, lambda key=key: fresh.append(key) or key)  # type: ignore[misc,func-returns-value]
    return fresh


def test_a_kept_answer_is_made_once():
    assert made(Cache(100, len), "a", "a", "b", "a") == ["a", "b"]


def test_the_least_recently_used_goes_first():
    assert made(Cache(2, len), "a", "b", "a", "c", "a", "b") == ["a", "b", "c", "b"]


def test_a_value_that_is_too_large_is_not_kept_and_drops_nothing():
    assert made(Cache(3, len), "a", "long", "a", "long") == ["a", "long", "long"]


def test_a_cache_of_no_size_keeps_nothing():
    assert made(Cache(0, len), "a", "a") == ["a", "a"]


def test_an_answer_that_failed_is_not_kept():
    cache: Cache[str] = Cache(10, len)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: str(1 // 0))
    assert cache.get("a", lambda: "b") == "b"


def test_what_was_kept_of_another_generation_is_let_go():
    cache: Cache[str] = Cache(100, len)
    asked = [(1, "old"), (1, "new"), (2, "new"), (2, "newer"), (1, "old again")]
    assert [cache.get("a", lambda made=made: made, generation=number) for number, made in asked] == [  # type: ignore[misc]
        "old",
        "old",
        "new",
        "new",
        "old again",
    ]


def test_a_value_that_is_made_while_the_generation_changes_is_not_kept():
    cache: Cache[str] = Cache(100, len)
    assert cache.get("a", lambda: cache.get("b", lambda: "new", generation=2) and "old", generation=1) == "old"
    assert cache.get("a", lambda: "newer", generation=2) == "newer"
    assert cache.get("b", lambda: "newer", generation=2) == "new"


def test_a_table_makes_a_short_text_once_and_a_long_one_every_time():
    made: list[str] = []
    table = Table(lambda text: made.append(text) or len(text))  # type: ignore[func-returns-value]
    assert [table[text] for text in ("a", "a", "b" * 65, "b" * 65)] == [1, 1, 65, 65]
    assert made == ["a", "b" * 65, "b" * 65]


def test_a_table_of_kept_texts_that_is_full_is_emptied():
    table = Table(len)
    for number in range(Table.MOST + 1):
        assert table[str(number)] == len(str(number))
    assert len(table) == 1
