"""The facet values of all documents of one generation, as arrays: filters and counts.

A row is a document; masks are boolean arrays with one place a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import holds
from indexer.model import NONE, VALUE_FACETS, Bucket, Document, Facet, Filters, Period, Sort

Mask = NDArray[np.bool_]
Days = NDArray[np.datetime64]

_NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class Values:
    """One facet with several values a row, in compressed rows: row i holds `ordinals[starts[i]:starts[i+1]]`."""

    names: tuple[str, ...]  # sorted; the ordinal is the place
    rows: NDArray[np.int64]  # of each ordinal, the row that holds it
    ordinals: NDArray[np.int64]
    empty: Mask  # rows without a value

    @classmethod
    def of(cls, held: Sequence[tuple[str, ...]]) -> Values:
        names = sorted({name for row in held for name in row})
        place = {name: at for at, name in enumerate(names)}
        sizes = np.fromiter((len(row) for row in held), np.int64, len(held))
        ordinals = np.fromiter((place[name] for row in held for name in row), np.int64, int(sizes.sum()))
        return cls(tuple(names), np.repeat(np.arange(len(held)), sizes), ordinals, sizes == 0)

    def having(self, name: str) -> Mask:
        if name == NONE:
            return self.empty
        mask = np.zeros(len(self.empty), np.bool_)
        if name in self.names:
            mask[self.rows[self.ordinals == self.names.index(name)]] = True
        return mask

    def named(self, folds: tuple[str, ...]) -> Mask:
        found = [at for at, name in enumerate(self.names) if holds(name, folds)]
        mask = np.zeros(len(self.empty), np.bool_)
        mask[self.rows[np.isin(self.ordinals, found)]] = True
        return mask

    def counts(self, scope: Mask) -> NDArray[np.int64]:
        return np.bincount(self.ordinals[scope[self.rows]], minlength=len(self.names))


@dataclass(frozen=True, slots=True)
class Columns:
    ids: tuple[str, ...]
    times: NDArray[np.float64]  # seconds since 1970, NaN without a publication date
    days: Days  # of publication, in Hanoi
    likely: Days
    values: dict[str, Values]
    sources: Values
    groups: NDArray[np.int64]  # one number for all near-duplicates
    by_id: NDArray[np.int64]  # the rank of each row's id

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Columns:
        rows = list(documents)
        ids = tuple(document.id for document in rows)
        by_id = np.empty(len(ids), np.int64)
        by_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        return cls(
            ids,
            np.array([row.article.published.at.timestamp() if row.article.published else np.nan for row in rows]),
            np.array([row.day or _NEVER for row in rows], "datetime64[D]"),
            np.array([row.likely or _NEVER for row in rows], "datetime64[D]"),
            {facet: Values.of([row.values(facet) for row in rows]) for facet in VALUE_FACETS},
            Values.of([(row.article.source,) if row.article.source else () for row in rows]),
            np.unique(np.array([row.group or row.id for row in rows], np.str_), return_inverse=True)[1],
            by_id,
        )

    def named(self, facet: str, folds: tuple[str, ...]) -> Mask:
        return self.values[facet].named(folds)

    def dated(self, period: Period) -> Mask:
        return _within(self.days, period.first, period.last)

    def passing(self, matching: Mask, filters: Filters) -> Mask:
        return matching & self._dates(filters) & self._scope(filters)

    def order(self, rows: NDArray[np.int64], scores: NDArray[np.float64], sort: Sort) -> NDArray[np.int64]:
        """`rows` in the order of the port."""
        times = self.times[rows]
        keys = [self.by_id[rows], np.where(np.isnan(times), np.inf, times if sort == "oldest" else -times)]
        if sort == "relevance":
            keys.append(-scores[rows])
        return rows[np.lexsort(keys)]

    def first_of_groups(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of near-duplicates among `rows` only the earliest."""
        earliest = self.order(rows, np.empty(0), "oldest")
        return earliest[np.unique(self.groups[earliest], return_index=True)[1]]

    def facets(self, matching: Mask, filters: Filters, size: int) -> tuple[Facet, ...]:
        undated = np.isnat(self.days)
        scope = matching & self._scope(filters)
        return (
            _periods("date", self.days, scope, filters.date),
            _periods("likely", self.likely, scope & undated, filters.likely),
            *(self._facet(facet, matching, filters, size) for facet in VALUE_FACETS),
        )

    def _facet(self, facet: str, matching: Mask, filters: Filters, size: int) -> Facet:
        values = self.values[facet]
        free = facet if filters.op(facet) == "any" else ""
        scope = matching & self._dates(filters) & self._scope(filters, free=free)
        counts = dict(zip(values.names, values.counts(scope).tolist(), strict=True))
        ranked = sorted((name for name in counts if counts[name]), key=lambda name: (-counts[name], name))
        chosen = filters.chosen(facet) - {NONE}
        shown = [*chosen, *[name for name in ranked if name not in chosen][:size]]
        shown.sort(key=lambda name: (-counts.get(name, 0), name))
        buckets = tuple(Bucket(name, counts.get(name, 0)) for name in shown)
        return Facet(facet, buckets, int((scope & values.empty).sum()), len(ranked))

    def _scope(self, filters: Filters, free: str = "") -> Mask:
        """Rows that pass the filters on values; what is chosen in the facet `free` is left out of account."""
        mask = np.ones(len(self.ids), np.bool_)
        for facet, values in self.values.items():
            for name in filters.excluded(facet):
                mask &= ~values.having(name)
            chosen = [values.having(name) for name in filters.chosen(facet)]
            if chosen and facet != free:
                mask &= np.logical_or.reduce(chosen) if filters.op(facet) == "any" else np.logical_and.reduce(chosen)
        return mask

    def _dates(self, filters: Filters) -> Mask:
        mask = np.ones(len(self.ids), np.bool_)
        undated = np.isnat(self.days)
        if filters.date:
            mask &= self.dated(filters.date)
        if filters.since or filters.until:
            mask &= _within(self.days, filters.since or date.min, filters.until or date.max)
        if filters.undated or filters.likely:
            mask &= undated
        if filters.likely:
            mask &= _within(self.likely, filters.likely.first, filters.likely.last)
        return mask


def _within(days: Days, first: date, last: date) -> Mask:
    """False where there is no day."""
    return (days >= np.datetime64(first)) & (days <= np.datetime64(last))


def _periods(name: str, days: Days, scope: Mask, chosen: Period | None) -> Facet:
    """The years; the months of a chosen year; the days of a chosen month or of a chosen day's month."""
    above = chosen.parent if chosen and chosen.day else chosen
    unit = "Y" if above is None else "M" if not above.month else "D"
    inside = scope & ~np.isnat(days)
    none = int(scope.sum() - inside.sum())
    if above:
        inside &= _within(days, above.first, above.last)
    periods, counts = np.unique(days[inside].astype(f"datetime64[{unit}]"), return_counts=True)
    found = dict(zip(map(str, periods), counts.tolist(), strict=True))
    distinct = len(found)
    if chosen and chosen.day:
        found.setdefault(str(chosen), 0)
    return Facet(name, tuple(Bucket(period, found[period]) for period in sorted(found)), none, distinct)
