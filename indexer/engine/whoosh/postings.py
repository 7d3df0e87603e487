"""Which rows hold which terms of one stream, how often and where: flat arrays, and one for those of several.

A row is the place of a document in its segment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, Arrays, Content, borders, sizes, smallest, spans
from indexer.engine.whoosh.rows import Rows, mask
from indexer.engine.whoosh.strings import Strings, union

_BLOCK = 1_500_000  # postings that are looked through at once
_ROW = 32  # bits of a row, where term and row make one number


@dataclass(frozen=True, slots=True)
class Postings:
    """Term t stands in `rows[starts[t]:starts[t+1]]`, ascending; `counts` says how often in each.

    Its positions, in the order of its rows, are `positions[places[t]:places[t+1]]`.
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

    def held(self, without: Rows) -> NDArray[np.int64]:
        """In how many rows each term stands; some rows are not counted."""
        found = sizes(self.starts)
        if len(without):
            left_out = mask(without, len(self.lengths))
            for start in range(0, len(self.rows), _BLOCK):
                places = start + np.flatnonzero(left_out.take(self.rows[start : start + _BLOCK]))
                terms = np.searchsorted(self.starts, places.astype(self.starts.dtype), side="right") - 1
                found -= np.bincount(terms, minlength=len(found))
        return found

    def entry(self, text: str) -> Entry | None:
        """None: it stands nowhere."""
        term = self.terms.find(text.encode())
        return self.at(term) if term >= 0 else None

    def at(self, term: int) -> Entry:
        own = slice(int(self.starts[term]), int(self.starts[term + 1]))
        return Entry(self, term, self.rows[own], self.counts[own])

    def positions_of(self, first: int, end: int) -> Array:
        """All positions of the neighbouring terms from `first` to before `end`."""
        assert self.places is not None and self.positions is not None
        return self.positions[int(self.places[first]) : int(self.places[end])]


class Entry(NamedTuple):
    """A term that stands somewhere."""

    postings: Postings
    term: int
    rows: Array
    counts: Array  # how often in each

    @property
    def occurrences(self) -> int:
        """In all rows; 0 where positions are not kept."""
        places = self.postings.places
        return 0 if places is None else int(places[self.term + 1]) - int(places[self.term])

    @property
    def positions(self) -> Array:
        """In the order of rows."""
        return self.postings.positions_of(self.term, self.term + 1)


Part = tuple[Postings, NDArray[np.intp]]  # what is merged, and of each row its row in the result, ascending; -1: gone

_PARTS, _POSITIONS = ("starts", "rows", "counts", "lengths"), ("places", "positions")


def merge(name: str, parts: Sequence[Part], size: int) -> Iterator[tuple[str, Content]]:
    """The arrays of one stream of several segments as those of one segment.

    Some neighbouring terms at a time are worked on; what stays in memory are the rows and counts of all, not
    their positions.

    Args:
        size: rows of the result.
    """
    merged: list[_Terms] = []

    def positions() -> Iterator[Array]:
        for cut in _cuts([postings for postings, _ in parts]):
            terms, moved = _joined(parts, cut, size)
            merged.append(terms)
            yield moved

    if parts[0][0].positions is None:
        deque(positions(), maxlen=0)
    else:
        yield f"{name}.positions", positions()
        yield f"{name}.places", smallest(borders(np.concatenate([terms.frequencies for terms in merged])))
    yield from Strings.of(term for terms in merged for term in terms.terms).arrays(f"{name}.terms")
    yield f"{name}.starts", smallest(borders(np.concatenate([terms.held for terms in merged])))
    yield f"{name}.rows", [terms.rows for terms in merged]
    yield f"{name}.counts", [terms.counts for terms in merged]
    lengths = np.zeros(size, np.int64)
    for postings, target in parts:
        lengths[target[target >= 0]] = postings.lengths[target >= 0]
    yield f"{name}.lengths", smallest(lengths)


class _Terms(NamedTuple):
    """Neighbouring terms, each of which stands in some row."""

    terms: list[bytes]
    held: NDArray[np.intp]  # postings of each
    frequencies: NDArray[np.int64]  # how often each stands in all rows
    rows: Array
    counts: Array


def _cuts(held: Sequence[Postings]) -> Iterator[list[slice]]:
    """The terms of each of several postings, up to one border for all, then up to the next and so on."""
    share = max(_BLOCK // len(held), 1)
    firsts, ends = [0] * len(held), [len(postings.terms) for postings in held]
    while True:
        lasts = [
            int(np.searchsorted(postings.starts, int(postings.starts[first]) + share))
            for postings, first in zip(held, firsts, strict=True)
        ]
        reached = [held[at].terms[last] for at, last in enumerate(lasts) if last < ends[at]]
        behind = [postings.terms.place(min(reached)) for postings in held] if reached else ends
        yield list(map(slice, firsts, behind))
        if behind == ends:
            return
        firsts = behind


def _joined(parts: Sequence[Part], cut: Sequence[slice], size: int) -> tuple[_Terms, Array]:
    """The terms of one cut, and their positions; none where they are not kept."""
    vocabulary, places = union(
        postings.terms.between(own.start, own.stop) for (postings, _), own in zip(parts, cut, strict=True)
    )
    read = (_read(*part, own, place) for part, own, place in zip(parts, cut, places, strict=True))
    keys, counts, positions = map(np.concatenate, zip(*read, strict=True))
    starts, kept = borders(counts)[:-1], np.flatnonzero(keys >= 0)
    order = kept.take(np.argsort(keys.take(kept), kind="stable"))  # of ascending runs, which this sort merges
    keys, counts, starts = keys.take(order), counts.take(order), starts.take(order)
    terms = keys >> _ROW
    held = np.bincount(terms, minlength=len(vocabulary))
    used = np.flatnonzero(held)  # a term of deleted rows alone is gone
    frequencies = np.bincount(terms, counts, len(vocabulary)).astype(np.int64)
    rows = (keys & ((1 << _ROW) - 1)).astype(np.min_scalar_type(size))
    found = _Terms([vocabulary[term] for term in used.tolist()], held.take(used), frequencies.take(used), rows, counts)
    return found, positions.take(spans(starts, counts)) if len(positions) else positions


def _read(
    postings: Postings, target: NDArray[np.intp], own: slice, place: NDArray[np.intp]
) -> tuple[NDArray[np.int64], Array, Array]:
    """The postings of some terms as numbers, term << _ROW | row of the result, -1 where the row is gone; the numbers
    that stay ascend. Then how often each term stands there, and all positions."""
    held = slice(int(postings.starts[own.start]), int(postings.starts[own.stop]))
    terms = np.repeat(place, sizes(postings.starts[own.start : own.stop + 1]))
    kept = postings.positions is not None
    positions = postings.positions_of(own.start, own.stop) if kept else np.empty(0, np.uint8)
    return (terms << _ROW) | target.take(postings.rows[held]), postings.counts[held], positions
