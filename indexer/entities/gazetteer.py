"""Names with values in, the places of those names in a folded text out: one pass, however many names."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from indexer import datafiles
from indexer.entities.passage import fold

Value = TypeVar("Value")
LONGEST = 45  # characters of a name that is looked for at one place, and some behind it


class Found(NamedTuple, Generic[Value]):
    """A tuple, since there are a hundred in an article."""

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
        found, taken = [], 0
        for start, behind, value in sorted(self._whole_words(f" {folded} ")):
            if start >= taken:
                taken = -behind
                found.append(Found(start, taken, value))
        return found

    def at(self, folded: str, place: int) -> Found[Value] | None:
        """The longest name that starts at the place."""
        found = self.find(folded[place : place + LONGEST])
        return Found(place, place + found[0].end, found[0].value) if found and found[0].start == 0 else None

    def _whole_words(self, padded: str) -> list[tuple[int, int, Value]]:
        """Start, end with its sign changed, and value: no two have the same span."""
        return [
            (end - length, -end, value)
            for end, (length, value) in self._automaton.iter(padded)
            if not (padded[end + 1].isalnum() or padded[end - length].isalnum())
        ]


lines = partial(datafiles.lines, __package__)


@cache
def entries(name: str) -> dict[str, str]:
    """The entries of a data file and the kind of each, behind a tab; of those of a plain list it is empty."""
    return {entry: kind for entry, _, kind in (line.partition("\t") for line in lines(name))}


@cache
def listed(name: str) -> Gazetteer[str]:
    """Finds the entries of a data file, each with its kind."""
    return Gazetteer({fold(entry): kind for entry, kind in entries(name).items()})
