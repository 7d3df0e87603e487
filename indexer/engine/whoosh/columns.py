"""What a segment holds of each document beside its terms: ids, dates, kinship, facet values, as arrays.

Rows stand in the order of "newest": by falling time of publication, undated ones last, ties by
id. So a period is a slice, and a smaller row wins where scores are equal.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh import values
from indexer.engine.whoosh.arrays import Array, Arrays, quick
from indexer.engine.whoosh.strings import Strings
from indexer.engine.whoosh.values import Values
from indexer.model import Document, Period
from indexer.request import VALUE_FACETS

NEVER = np.iinfo(np.int32).min  # the day of what has none
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Columns:
    ids: Strings
    values: dict[str, Values]  # "person", "ministry", "source"
    by_id: Array  # rows in order of id
    times: Array  # of publication, seconds since 1970; NaN: none
    days: Array  # of publication in Hanoi, since 1970; NEVER: none
    likely: Array
    id_keys: Array  # a number for each id: 64 bits of a hash
    group_keys: Array  # the same of the group; 0: none

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Columns:
        """Args: documents: in the order of rows."""
        ids = [document.id for document in documents]
        held = {
            **{facet: Values.of([document.values(facet) for document in documents]) for facet in VALUE_FACETS},
            "source": Values.of([(source,) if (source := document.article.source) else () for document in documents]),
        }
        return cls(
            Strings.of(map(str.encode, ids)),
            held,
            np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64),
            np.array([time(document) for document in documents], np.float64),
            np.array([_number(document.day) for document in documents], np.int32),
            np.array([_number(document.likely) for document in documents], np.int32),
            np.array([key(id) for id in ids], np.uint64),
            np.array([key(document.group) for document in documents], np.uint64),
        )

    @classmethod
    def read(cls, arrays: Arrays) -> Columns:
        held = {name: Values.read(arrays, name) for name in (*VALUE_FACETS, "source")}
        return cls(Strings.read(arrays, "ids"), held, *(arrays[name] for name in _PLAIN))

    def arrays(self) -> Iterator[tuple[str, Array]]:
        yield from self.ids.arrays("ids")
        for name in _PLAIN:
            yield name, getattr(self, name)
        for name, held in self.values.items():
            yield from held.arrays(name)

    def row(self, id: str) -> int:
        """-1: no such document."""
        text = id.encode("utf-8", "surrogatepass")  # what is no text is the id of none
        rows = quick(self.by_id)
        at = bisect_left(rows, text, key=self.ids.__getitem__)
        return rows[at] if at < len(rows) and self.ids[rows[at]] == text else -1

    def within(self, first: date, last: date) -> slice:
        """The rows published from `first` to `last`."""
        days = quick(self.days)

        def after(day: int) -> int:
            return bisect_left(days, -day, key=int.__neg__)

        return slice(after(_number(last)), after(_number(first) - 1))

    def likely_within(self, rows: Array, period: Period) -> NDArray[np.bool_]:
        """Which of the rows have a likely day in the period."""
        days = self.likely.take(rows)
        return (days >= _number(period.first)) & (days <= _number(period.last))

    def in_group(self, rows: Array, group: str) -> NDArray[np.bool_]:
        """Which of the rows carry the group, or have its id and carry none."""
        groups = self.group_keys.take(rows)
        found: NDArray[np.bool_] = np.where(groups == 0, self.id_keys.take(rows), groups) == key(group)
        return found

    def dated(self) -> int:
        """How many rows have a publication date: the first ones."""
        return bisect_left(quick(self.days), -NEVER, key=int.__neg__)


_PLAIN = tuple(field.name for field in fields(Columns) if field.name not in ("ids", "values"))


def merge(parts: Sequence[Columns], order: NDArray[np.intp], ids: Sequence[bytes]) -> Columns:
    """One for all; `order` tells of each row of the result its place among the rows of all parts; `ids` are its own."""

    def joined(name: str) -> Array:
        return np.concatenate([getattr(part, name) for part in parts]).take(order)

    return Columns(
        Strings.of(ids),
        {name: values.merge([part.values[name] for part in parts], order) for name in parts[0].values},
        np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64),
        *(joined(name) for name in _PLAIN if name != "by_id"),
    )


def time(document: Document) -> float:
    """Seconds since 1970, NaN where it is not known."""
    published = document.article.published
    return published.at.timestamp() if published else np.nan


def newest(document: Document) -> tuple[bool, float, str]:
    """The key of the order of rows."""
    published = document.article.published
    return published is None, -time(document) if published else 0.0, document.id


def key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") if text else 0


def _number(day: date | None) -> int:
    return day.toordinal() - _EPOCH if day else NEVER


def day(number: int) -> date:
    return date.fromordinal(number + _EPOCH)
