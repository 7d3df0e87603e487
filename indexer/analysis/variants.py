"""Spellings -> where a known variant stands and what it is read as: NHNN as ngân hàng nhà nước.

Documents and queries are read alike, so that either writing finds the other.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from indexer import datafiles
from indexer.analysis.normalize import is_vietnamese, spellings
from indexer.analysis.runs import disjoint

Spelling = tuple[str, str]  # folded, toned
_Key = tuple[str, ...]
_NUMBERS = tuple(map(str, range(1, 100)))  # that "#" in a line stands for


class Variant(NamedTuple):
    """`syls[first:behind]` is read as `meaning`."""

    first: int
    behind: int
    meaning: tuple[Spelling, ...]


def variants(syls: Sequence[str]) -> Iterator[Variant]:
    """Every known variant in a row of toned spellings, from left to right, the longest one that starts at a place."""
    known, longest = _variants()
    if longest.keys().isdisjoint(syls):
        return iter(())
    return disjoint(
        Variant(first, behind, meaning)
        for first in [at for at, syl in enumerate(syls) if syl in longest]
        for behind in range(min(first + longest[syls[first]], len(syls)), first, -1)
        if (meaning := known.get(tuple(syls[first:behind])))
    )


@cache
def _variants() -> tuple[dict[_Key, tuple[Spelling, ...]], dict[str, int]]:
    """Toned spellings of what is written -> spellings of what it is read as; and the longest key by first syllable."""
    lines = datafiles.lines(__package__, "variants.tsv")
    known: dict[_Key, tuple[Spelling, ...]] = {}
    longest: dict[str, int] = {}
    numbered = [line.replace("#", number) for line in lines for number in (_NUMBERS if "#" in line else ("",))]
    for line in numbered:
        written, meaning = (_spelled(words) for words in line.split("\t"))
        for key in _keys(written):
            known[key] = meaning
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return known, longest


def _spelled(words: str) -> tuple[Spelling, ...]:
    return tuple(spellings(word) for word in words.split())


def _keys(written: tuple[Spelling, ...]) -> Iterator[_Key]:
    """As toned; and without marks too, where no Vietnamese words are meant instead (virut, not ra da)."""
    yield tuple(syl for _, syl in written)
    if not all(is_vietnamese(fold) for fold, _ in written):
        yield tuple(fold for fold, _ in written)
