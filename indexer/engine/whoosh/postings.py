"""Which rows hold which terms of one stream, how often and where: flat arrays, and how they are made.

A row is the place of a document in its segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, Arrays, borders, sizes, smallest, spans
from indexer.engine.whoosh.strings import Strings, union

_HALF = 16  # bits: what numpy sorts by counting
_SLICE = 6_000_000  # tokens that are sorted at once


@dataclass(frozen=True, slots=True)
class Postings:
    """Term t stands in `rows[starts[t]:starts[t+1]]`, ascending; `counts` says how often in each.

    Its positions, in the order of its rows, start at `places[t]`.
    """

    terms: Strings  # sorted
    starts: Array
    rows: Array
    counts: Array
    lengths: Array  # of each row, in terms
    places: Array | None = None  # None: positions are not kept
    positions: Array | None = None

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Postings:
        kept = (arrays[f"{name}.{part}"] for part in _PARTS)
        return cls(Strings.read(arrays, f"{name}.terms"), *kept, *(arrays.get(f"{name}.{part}") for part in _POSITIONS))

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        yield from self.terms.arrays(f"{name}.terms")
        for part in (*_PARTS, *_POSITIONS):
            array = getattr(self, part)
            if array is not None:
                yield f"{name}.{part}", smallest(array)

    def of(self, term: int) -> slice:
        """Where a term stands in `rows` and `counts`."""
        return slice(int(self.starts[term]), int(self.starts[term + 1]))

    def positions_of(self, term: int, counts: Array) -> Array:
        """All positions of a term; `counts` are its own."""
        assert self.places is not None and self.positions is not None
        start = int(self.places[term])
        return self.positions[start : start + int(counts.sum())]


_PARTS, _POSITIONS = ("starts", "rows", "counts", "lengths"), ("places", "positions")


def invert(tokens: Array, positions: Array | None, lengths: Array, vocabulary: Sequence[bytes]) -> Postings:
    """The terms of documents, by row -> the rows of terms.

    Args:
        tokens: of each token, in order of row and position, its place in `vocabulary`.
        positions: of each token, in its row; None where they are not kept.
        lengths: tokens of each row.
        vocabulary: terms in any order, none twice; those without a token are left out.
    """
    ranked = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    rank = np.empty(len(ranked), np.uint32)
    rank[ranked] = np.arange(len(ranked), dtype=np.uint32)
    terms = rank.take(tokens)
    rows = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    frequencies = np.bincount(terms, minlength=len(ranked))
    parts = [_part(terms, rows, positions, *ends) for ends in _slices(frequencies)]
    used = np.flatnonzero(frequencies)
    return Postings(
        Strings.of(vocabulary[ranked[term]] for term in used.tolist()),
        borders(np.concatenate([np.empty(0, np.intp), *(part.held for part in parts)]).take(used)),
        np.concatenate([np.empty(0, np.uint32), *(part.rows for part in parts)]),
        np.concatenate([np.empty(0, np.uint8), *(part.counts for part in parts)]),
        lengths,
        None if positions is None else borders(frequencies)[used],
        None if positions is None else np.concatenate([positions[:0], *(part.positions for part in parts)]),
    )


class _Part(NamedTuple):
    """Neighbouring terms, inverted."""

    held: NDArray[np.intp]  # postings of each of the terms
    rows: Array
    counts: Array
    positions: Array


def _slices(frequencies: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Neighbouring terms with some millions of tokens: first and end; what sorting needs of memory stays small."""
    before = borders(frequencies)
    start = 0
    while start < len(frequencies):
        end = max(int(np.searchsorted(before, before[start] + _SLICE, side="right")) - 1, start + 1)
        yield start, end
        start = end


def _part(terms: Array, rows: Array, positions: Array | None, first: int, end: int) -> _Part:
    chosen = np.flatnonzero((terms >= first) & (terms < end))
    own = terms.take(chosen) - np.uint32(first)
    order = sorted_by(own, end - first)
    own, order = own.take(order), chosen.take(order)
    held = rows.take(order)
    new = np.empty(len(order), np.bool_)  # where a posting starts
    new[:1] = True
    new[1:] = (own[1:] != own[:-1]) | (held[1:] != held[:-1])
    starts = np.flatnonzero(new)
    counts = smallest(np.diff(np.append(starts, len(order))))
    postings = np.bincount(own.take(starts), minlength=end - first)
    return _Part(postings, held.take(starts), counts, own[:0] if positions is None else positions.take(order))


def merge(parts: Sequence[tuple[Postings, NDArray[np.intp]]], size: int) -> Postings:
    """The postings of several segments as those of one.

    Args:
        parts: postings, and of each of their rows the row in the result, or -1 where it is left out.
        size: rows of the result.
    """
    vocabulary, places = union(postings.terms for postings, _ in parts)
    read = [_moved(*part, place) for part, place in zip(parts, places, strict=True)]
    terms, rows, counts = (np.concatenate([part[column] for part in read]) for column in range(3))
    order = sorted_by(rows, size)
    order = order.take(sorted_by(terms.take(order), len(vocabulary)))
    terms, rows, counts = terms.take(order), rows.take(order), counts.take(order)
    held = np.bincount(terms, minlength=len(vocabulary))
    used = np.flatnonzero(held)  # a term of deleted rows alone is gone
    starts = borders(held.take(used))
    lengths = np.zeros(size, np.int64)
    for postings, target in parts:
        lengths[target[target >= 0]] = postings.lengths[target >= 0]
    strings = Strings.of(vocabulary[term] for term in used.tolist())
    if parts[0][0].positions is None:
        return Postings(strings, starts, rows, counts, lengths)
    return Postings(strings, starts, rows, counts, lengths, *_positions(parts, read, order, starts))


def sorted_by(keys: Array, limit: int) -> NDArray[np.intp]:
    """The stable order of whole numbers below `limit`: counting sort, the low half of the bits first."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    if limit > 1 << _HALF:
        order = order.take(np.argsort((keys >> _HALF).astype(np.uint16).take(order), kind="stable"))
    return order


def _moved(postings: Postings, target: NDArray[np.intp], place: NDArray[np.intp]) -> tuple[Array, Array, Array, Array]:
    """Term, row, count and first position of every posting that stays, with the numbers of the result."""
    rows = target.take(postings.rows)
    kept = rows >= 0
    terms = np.repeat(place.astype(np.uint32), sizes(postings.starts))
    at = borders(postings.counts)[:-1]
    return terms[kept], rows[kept].astype(np.uint32), postings.counts[kept], at[kept]


def _positions(
    parts: Sequence[tuple[Postings, NDArray[np.intp]]],
    read: Sequence[tuple[Array, Array, Array, Array]],
    order: NDArray[np.intp],
    starts: NDArray[np.int64],
) -> tuple[Array, Array]:
    """Where the positions of each term start, and all positions in the new order."""
    held = [postings.positions for postings, _ in parts if postings.positions is not None]
    shifts = borders(np.array([len(positions) for positions in held]))[:-1]
    at = np.concatenate([part[3] + shift for part, shift in zip(read, shifts, strict=True)]).take(order)
    counts = np.concatenate([part[2] for part in read]).take(order)
    before, positions = np.concatenate(held), borders(counts)
    moved = np.empty_like(before, shape=int(positions[-1]))
    for first in range(0, len(counts), _SLICE):  # the places of all positions at once would be several times as large
        own = slice(first, first + _SLICE)
        moved[positions[first] : positions[min(own.stop, len(counts))]] = before.take(spans(at[own], counts[own]))
    return positions.take(starts), moved
