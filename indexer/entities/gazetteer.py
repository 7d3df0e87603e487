"""Names with values in, the places of those names in a folded text out: one pass, however many names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

import ahocorasick

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    start: int
    end: int
    value: Value


class Gazetteer(Generic[Value]):
    """Finds whole words only. Of names that overlap the one that starts first wins, then the longest."""

    def __init__(self, names: Mapping[str, Value]) -> None:
        """`names` are folded."""
        self._automaton = ahocorasick.Automaton()
        for name, value in names.items():
            self._automaton.add_word(name, (len(name), value))
        self._automaton.make_automaton()

    def find(self, folded: str) -> list[Found[Value]]:
        """The places of names in `folded`, in order, disjoint."""
        return list(_leftmost_longest(self._whole_words(folded)))

    def _whole_words(self, folded: str) -> list[Found[Value]]:
        last = len(folded)
        found = []
        for at, (length, value) in self._automaton.iter(folded):
            start, end = at - length + 1, at + 1
            if (start == 0 or not folded[start - 1].isalnum()) and (end == last or not folded[end].isalnum()):
                found.append(Found(start, end, value))
        return found


def _leftmost_longest(found: Iterable[Found[Value]]) -> Iterator[Found[Value]]:
    taken = 0
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if item.start >= taken:
            yield item
            taken = item.end


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of a data file: its lines but the comments."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of a data file of words, to look one up."""
    return frozenset(lines(name))
