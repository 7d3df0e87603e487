"""The rows that match and pass -> facets, counted over all segments of a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import sizes, spans
from indexer.engine.whoosh.columns import NEVER
from indexer.engine.whoosh.rows import Rows, best, mask
from indexer.engine.whoosh.segment import Segment, Unit, labelled
from indexer.engine.whoosh.strings import Strings, union
from indexer.engine.whoosh.values import Values
from indexer.model import NONE, Bucket, Facet, Filters, Period

Counts = NDArray[np.int64]

_FEW = 4  # times fewer rows than there are: their values are gathered; else all values are looked through


class Names:
    """The names of one facet over all segments, numbered in their order."""

    def __init__(self, parts: Sequence[Values]) -> None:
        self._parts = parts
        if len(parts) == 1:
            self.names, self._numbers = parts[0].names, [parts[0].place]
            return
        names, moves = union(values.names for values in parts)
        self.names = Strings.of(names)
        self._numbers = [move.take(values.place) for values, move in zip(parts, moves, strict=True)]

    def counts(self, rows: Sequence[Rows]) -> Counts:
        """Of each name, how many of the rows have it; `rows` are those of each segment."""
        counted = np.zeros(len(self.names), np.int64)
        for values, numbers, found in zip(self._parts, self._numbers, rows, strict=True):
            counted[numbers] += counts(values, found)
        return counted

    def none(self, rows: Sequence[Rows]) -> int:
        """How many of the rows have no value."""
        held = (
            np.count_nonzero(values.starts[1:].take(found) == values.starts.take(found))
            for values, found in zip(self._parts, rows, strict=True)
        )
        return sum(map(int, held))

    def facet(self, name: str, rows: Sequence[Rows], filters: Filters, size: int) -> Facet:
        """The facet of these rows; what is chosen is listed too."""
        counted = self.counts(rows)
        chosen = filters.chosen(name) - {NONE}
        listed = [(self.names[at].decode(), int(counted[at])) for at in best(counted, size + len(chosen)).tolist()]
        others = [(value, count) for value, count in listed if count and value not in chosen][:size]
        held = [(value, self._count(counted, value)) for value in chosen]
        shown = sorted([*held, *others], key=lambda bucket: (-bucket[1], bucket[0]))
        buckets = tuple(Bucket(value, count) for value, count in shown)
        return Facet(name, buckets, self.none(rows), int(np.count_nonzero(counted)))

    def _count(self, counted: Counts, value: str) -> int:
        at = self.names.find(value.encode())
        return int(counted[at]) if at >= 0 else 0


def counts(values: Values, rows: Rows) -> Counts:
    """Of each ordinal, how many of the rows have it."""
    if len(rows) * _FEW < len(values.starts):
        starts = values.starts.take(rows)
        found = values.ordinals.take(spans(starts, values.starts[1:].take(rows) - starts))
    else:
        wanted = mask(rows, len(values.starts) - 1)
        found = values.ordinals[np.repeat(wanted, sizes(values.starts))]
    return np.bincount(found, minlength=len(values.names))


def published(segments: Sequence[Segment], rows: Sequence[Rows], chosen: Period | None) -> Facet:
    """By day of publication; rows stand in order of time, so that counting is looking up borders."""
    found: Counter[str] = Counter()
    none = 0
    for segment, held in zip(segments, rows, strict=True):
        labels, starts = segment.calendar(_unit(chosen))
        borders = np.searchsorted(held, starts)
        found.update(dict(zip(labels, np.diff(borders).tolist(), strict=True)))
        none += len(held) - int(borders[-1])
    return _periods("date", found, chosen, none)


def likely(segments: Sequence[Segment], rows: Sequence[Rows], chosen: Period | None) -> Facet:
    """By the day that the text implies, of rows without a publication date."""
    undated = [held[np.searchsorted(held, segment.dated) :] for segment, held in zip(segments, rows, strict=True)]
    days = [segment.columns.likely.take(held) for segment, held in zip(segments, undated, strict=True)]
    known = np.concatenate(days)
    labels, counted = labelled(known[known != NEVER], _unit(chosen))
    found = Counter(dict(zip(labels, counted, strict=True)))
    return _periods("likely", found, chosen, len(known) - sum(counted))


def _above(chosen: Period | None) -> Period | None:
    return chosen.parent if chosen and chosen.day else chosen


def _unit(chosen: Period | None) -> Unit:
    above = _above(chosen)
    return "Y" if above is None else "M" if not above.month else "D"


def _periods(name: str, found: Counter[str], chosen: Period | None, none: int) -> Facet:
    """The years; the months of a chosen year; the days of a chosen month or of a chosen day's month."""
    above = _above(chosen)
    inside = {label: count for label, count in found.items() if count and label.startswith(f"{above or ''}")}
    distinct = len(inside)
    if chosen and chosen.day:
        inside.setdefault(str(chosen), 0)
    return Facet(name, tuple(Bucket(label, inside[label]) for label in sorted(inside)), none, distinct)
