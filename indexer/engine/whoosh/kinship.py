"""Near-duplicates: how many groups there are among rows, and which row of each is the earliest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.ordering import ordered
from indexer.engine.whoosh.rows import Rows, aligned, without
from indexer.engine.whoosh.segment import Segment


class Kinship:
    """A group is known by its first article's id, which that article need not tell itself."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        held = [segment.columns for segment in segments]
        keys = np.unique(np.concatenate([np.zeros(1, np.uint64), *(columns.group_keys for columns in held)]))[1:]
        self._any = len(keys) > 0
        self._rows: list[Rows] = []
        self._numbers: list[NDArray[np.intp]] = []  # of each such row, 1 + its group
        for columns in held if self._any else ():
            own = np.where(columns.group_keys == 0, columns.id_keys, columns.group_keys)
            rows = np.flatnonzero(np.isin(own, keys))
            self._rows.append(rows)
            self._numbers.append(1 + np.searchsorted(keys, own[rows]))

    def groups(self, rows: Sequence[Rows], *, grouped: bool) -> tuple[int, Sequence[Rows]]:
        """The number of groups, an article alone being one; and the rows, with `grouped` the earliest of each alone."""
        total = sum(map(len, rows))
        if not self._any:
            return total, rows
        kin = [_held(*held) for held in zip(rows, self._rows, self._numbers, self._segments, strict=True)]
        numbers = np.concatenate([numbers for _, numbers in kin])
        groups = total - len(numbers) + len(np.unique(numbers))
        return groups, self._earliest(rows, kin, numbers) if grouped and len(numbers) else rows

    def _earliest(
        self, rows: Sequence[Rows], kin: Sequence[tuple[Rows, NDArray[np.intp]]], numbers: NDArray[np.intp]
    ) -> list[Rows]:
        order = ordered(numbers, self._segments, [held for held, _ in kin], "oldest", len(numbers))
        later = np.zeros(len(order), np.bool_)
        later[order[1:]] = numbers[order][1:] == numbers[order][:-1]
        kept, start = [], 0
        for found, (held, _), segment in zip(rows, kin, self._segments, strict=True):
            kept.append(without(found, held[later[start : start + len(held)]], segment.size))
            start += len(held)
        return kept


def _held(rows: Rows, kin: Rows, numbers: NDArray[np.intp], segment: Segment) -> tuple[Rows, NDArray[np.intp]]:
    """Those of the rows that have kin, and their groups."""
    found = aligned(rows, kin, numbers, segment.size)
    return rows[found > 0], found[found > 0]
