"""Runs of a row: each is told by its first place and the one behind it."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

Run = TypeVar("Run", bound=tuple[int, int, *tuple[Any, ...]])


def longest_first(count: int, most: int) -> Iterator[tuple[int, int]]:
    """Every run of at most `most` in a row of `count`, from left to right, of those of one place the longest first."""
    return ((first, behind) for first in range(count) for behind in range(min(first + most, count), first, -1))


def disjoint(runs: Iterable[Run]) -> Iterator[Run]:
    """Of runs in that order those that overlap none before."""
    end = 0
    for run in runs:
        if run[0] >= end:
            end = run[1]
            yield run
