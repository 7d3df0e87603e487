"""The rows that match and pass -> facets, counted over all segments of a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engine.whoosh.arrays import Array, running, sizes, spans
from indexer.engine.whoosh.columns import NEVER
from indexer.engine.whoosh.rows import Rows, bound, mask
from indexer.engine.whoosh.segment import Segment, Unit, labelled
from indexer.engine.whoosh.strings import Strings, union
from indexer.engine.whoosh.values import Values
from indexer.model import Period
from indexer.request import NONE, Bucket, Facet, Filters

_FEW = 4  # times fewer rows than there are: their values are gathered; else all values are looked through
_THIN = 8  # times fewer values than names are sorted; more are counted in a place for each name


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of names, each once, and how many rows have each."""

    numbers: Array
    counts: Array
    none: int  # rows without a value

    def best(self, count: int) -> Iterator[tuple[int, int]]:
        """The most frequent numbers and their counts, ties by number."""
        candidates = np.flatnonzero(self.counts >= bound(self.counts, count))
        numbers, counts = self.numbers.take(candidates), self.counts.take(candidates)
        order = np.lexsort((numbers, -counts))[:count]
        return zip(numbers.take(order).tolist(), counts.take(order).tolist(), strict=True)

    def of(self, number: int) -> int:
        return int(self.counts[self.numbers == number].sum())


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

    def tally(self, rows: Sequence[Rows]) -> Tally:
        """Args: rows: those of each segment."""
        parts = []
        for values, numbers, found in zip(self._parts, self._numbers, rows, strict=True):
            part = tally(values, found)
            parts.append(Tally(numbers.take(part.numbers), part.counts, part.none))
        return parts[0] if len(parts) == 1 else self._sum(parts)

    def facet(self, name: str, rows: Sequence[Rows], filters: Filters, size: int) -> Facet:
        """The facet of these rows; what is chosen is listed too."""
        counted = self.tally(rows)
        chosen = filters.chosen(name) - {NONE}
        listed = [(self.names[number].decode(), count) for number, count in counted.best(size + len(chosen))]
        others = [(value, count) for value, count in listed if value not in chosen][:size]
        held = [(value, counted.of(self.names.find(value.encode()))) for value in chosen]
        shown = sorted([*held, *others], key=lambda bucket: (-bucket[1], bucket[0]))
        buckets = tuple(Bucket(value, count) for value, count in shown)
        return Facet(name, buckets, counted.none, len(counted.numbers))

    def _sum(self, parts: Sequence[Tally]) -> Tally:
        none = sum(part.none for part in parts)
        numbers = np.concatenate([np.empty(0, np.intp), *(part.numbers for part in parts)])
        counts = np.concatenate([np.empty(0, np.intp), *(part.counts for part in parts)])
        if len(numbers) * _THIN < len(self.names):
            numbers, places = np.unique(numbers, return_inverse=True)
            return Tally(numbers, np.bincount(places, counts).astype(np.intp), none)
        summed = np.bincount(numbers, counts, len(self.names)).astype(np.intp)
        numbers = np.flatnonzero(summed)
        return Tally(numbers, summed.take(numbers), none)


def tally(values: Values, rows: Rows) -> Tally:
    """The ordinals of one segment that some of the rows have."""
    if len(rows) * _FEW < len(values.starts):
        starts = values.starts.take(rows)
        held = values.starts[1:].take(rows) - starts
        found = values.ordinals.take(spans(starts, held))
        none = len(rows) - int(np.count_nonzero(held))
        if len(found) * _THIN < len(values.names):
            return Tally(*np.unique(found, return_counts=True), none)
        counts = np.bincount(found, minlength=len(values.names))
    else:
        wanted = mask(rows, len(values.starts) - 1)
        none = int(np.count_nonzero(wanted & (values.starts[1:] == values.starts[:-1])))
        counts = sizes(running(wanted.take(values.holders)).take(values.held))
    ordinals = np.flatnonzero(counts)
    return Tally(ordinals, counts.take(ordinals), none)


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
