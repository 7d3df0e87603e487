"""Many strings in two arrays, read in place: no Python object a string."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, Arrays, borders, quick, smallest

_LAST = b"\xff"  # behind every byte of UTF-8


class Strings:
    """UTF-8, in the order they were given; `find` and `starting` need them sorted."""

    __slots__ = ("_letters", "_starts", "letters", "starts")

    def __init__(self, letters: Array, starts: Array) -> None:
        self.letters, self.starts = letters, starts
        self._letters, self._starts = quick(letters), quick(starts)

    @classmethod
    def of(cls, strings: Iterable[bytes]) -> Strings:
        held = list(strings)
        sizes = np.fromiter(map(len, held), np.int64, len(held))
        return cls(np.frombuffer(b"".join(held), np.uint8), smallest(borders(sizes)))

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Strings:
        return cls(arrays[f"{name}.letters"], arrays[f"{name}.starts"])

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        yield f"{name}.letters", self.letters
        yield f"{name}.starts", self.starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> bytes:
        return bytes(self._letters[self._starts[at] : self._starts[at + 1]])

    def __iter__(self) -> Iterator[bytes]:
        letters, starts = self.letters.tobytes(), self.starts.tolist()
        return (letters[start:end] for start, end in pairwise(starts))

    def between(self, first: int, end: int) -> list[bytes]:
        return [self[at] for at in range(first, end)]

    def place(self, text: bytes) -> int:
        """How many of the strings stand before `text`."""
        return bisect_left(range(len(self)), text, key=self.__getitem__)

    def find(self, text: bytes) -> int:
        """-1: there is no such string."""
        at = self.place(text)
        return at if at < len(self) and self[at] == text else -1

    def starting(self, prefix: bytes) -> range:
        return range(self.place(prefix), self.place(prefix + _LAST))


def union(lists: Iterable[Iterable[bytes]]) -> tuple[list[bytes], list[NDArray[np.intp]]]:
    """All strings of sorted lists, sorted, each once; and for every list the places of its strings there."""
    held = [list(strings) for strings in lists]
    merged = list(dict.fromkeys(sorted(text for strings in held for text in strings)))
    if all(len(strings) == len(merged) for strings in held):
        return merged, [np.arange(len(merged)) for _ in held]
    place = dict(zip(merged, range(len(merged)), strict=True))
    return merged, [np.fromiter(map(place.__getitem__, strings), np.intp, len(strings)) for strings in held]
