"""The rows that match and pass -> facets, counted over all segments of a snapshot."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import sub

import numpy as np

from indexer.engine import periods
from indexer.engine.whoosh.arrays import Array
from indexer.engine.whoosh.columns import NEVER
from indexer.engine.whoosh.rows import Rows, before
from indexer.engine.whoosh.segment import Segment, Unit, labelled
from indexer.engine.whoosh.strings import Strings, union
from indexer.engine.whoosh.tally import Tally, tally
from indexer.engine.whoosh.values import Values
from indexer.model import Period
from indexer.request import NONE, Bucket, Facet, Filters


class _Labels(dict[int, str]):
    """Names by number, each decoded once."""

    def __init__(self, names: Strings, places: Array) -> None:
        self.names, self.places = names, places

    def __missing__(self, number: int) -> str:
        self[number] = name = self.names[int(self.places[number])].decode()
        return name


class Names:
    """The names of one facet over all segments, numbered: in one segment by ordinal, in several in their order."""

    def __init__(self, parts: Sequence[Values]) -> None:
        self._parts = parts
        if len(parts) == 1:
            self._names, self._places = parts[0].names, parts[0].place
        else:
            names, moves = union(values.names for values in parts)
            self._names, self._places = Strings.of(names), np.arange(len(names))
            self._numbers = [move.take(values.place) for values, move in zip(parts, moves, strict=True)]
        self._labels = _Labels(self._names, self._places)

    def tally(self, rows: Sequence[Rows]) -> Tally:
        """Args: rows: those of each segment."""
        parts = list(map(tally, self._parts, rows))
        if len(parts) == 1:
            return parts[0]
        counts = np.zeros(len(self._names), np.intp)
        for part, numbers in zip(parts, self._numbers, strict=True):
            counts[numbers if part.numbers is None else numbers.take(part.numbers)] += part.counts
        return Tally(None, counts, sum(part.none for part in parts), int(np.count_nonzero(counts)))

    def counted(self, rows: Sequence[Rows]) -> Iterator[tuple[str, int]]:
        """The names that some of the rows have, in order, and how many have each."""
        numbers, counts = self.tally(rows).best(len(self._names), self._places)
        places = self._places.take(numbers)
        order = np.argsort(places)
        names = [*self._names]  # to read all at once is far cheaper than one by one
        ordered = (names[place].decode() for place in places.take(order).tolist())
        return zip(ordered, counts.take(order).tolist(), strict=True)

    def facet(self, name: str, counted: Tally, filters: Filters, size: int) -> Facet:
        """What is chosen is listed too."""
        chosen = filters.chosen(name) - {NONE}
        numbers, counts = counted.best(size + len(chosen), self._places)
        buckets = Bucket.each(zip(self._named(numbers), counts.tolist(), strict=True))
        if chosen:
            others = [bucket for bucket in buckets if bucket.value not in chosen][:size]
            kept = [Bucket(value, counted.of(self._number(value))) for value in chosen]
            buckets = tuple(sorted([*kept, *others], key=lambda bucket: (-bucket.count, bucket.value)))
        return Facet(name, buckets, counted.none, counted.distinct)

    def _named(self, numbers: Array) -> Iterator[str]:
        return map(self._labels.__getitem__, numbers.tolist())

    def _number(self, value: str) -> int:
        """-1: no such name."""
        place = self._names.find(value.encode())
        return int(np.flatnonzero(self._places == place)[0]) if place >= 0 else -1


def published(segments: Sequence[Segment], rows: Sequence[Rows], chosen: Period | None) -> Facet:
    """By day of publication; rows stand in order of time, so that counting is looking up borders."""
    found: Counter[str] = Counter()
    none = 0
    for segment, held in zip(segments, rows, strict=True):
        labels, starts = segment.calendar(_unit(chosen))
        borders = held.searchsorted(starts).tolist()
        found.update(dict(zip(labels, map(sub, borders[1:], borders), strict=True)))
        none += len(held) - borders[-1]
    return periods.facet("date", found, chosen, none)


def likely(segments: Sequence[Segment], rows: Sequence[Rows], chosen: Period | None) -> Facet:
    """By the day that the text implies, of rows without a publication date."""
    undated = [held[before(held, segment.dated) :] for segment, held in zip(segments, rows, strict=True)]
    if not any(map(len, undated)):
        return periods.facet("likely", {}, chosen, 0)
    days = [segment.columns.likely.take(held) for segment, held in zip(segments, undated, strict=True)]
    known = np.concatenate(days)
    labels, counted = labelled(known[known != NEVER], _unit(chosen))
    return periods.facet("likely", dict(zip(labels, counted, strict=True)), chosen, len(known) - sum(counted))


def _unit(chosen: Period | None) -> Unit:
    above = periods.above(chosen)
    return "Y" if above is None else "M" if not above.month else "D"
