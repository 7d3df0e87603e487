"""The values of one facet in one segment: which rows have which names, both ways, as flat arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import folds
from indexer.engine.whoosh.arrays import Array, Arrays, borders, sizes, smallest, spans
from indexer.engine.whoosh.inversion import Tokens, invert, sorted_by
from indexer.engine.whoosh.postings import Postings
from indexer.engine.whoosh.strings import Strings, union


@dataclass(frozen=True, slots=True)
class Values:
    """Ordinals number the names, the commonest first, so that a prefix of them holds most of the rows.

    Row r has `ordinals[starts[r]:starts[r+1]]`; the name with ordinal o is had by the rows
    `holders[held[o]:held[o+1]]`, ascending.
    """

    SHIFT: ClassVar = 16  # bits of a place in a name

    names: Strings  # sorted
    words: Postings  # folded syllables of the names; its rows are ordinals
    ordinal: Array  # of each name
    place: Array  # of each ordinal, its name's place in `names`
    starts: Array
    ordinals: Array
    held: Array
    holders: Array  # as numpy takes row numbers: to convert them takes longer than to count

    @classmethod
    def of(cls, rows: Sequence[tuple[str, ...]]) -> Values:
        names = sorted({name for row in rows for name in row})
        place = {name: at for at, name in enumerate(names)}
        held = np.fromiter(map(len, rows), np.int64, len(rows))
        places = np.fromiter((place[name] for row in rows for name in row), np.int64, int(held.sum()))
        return _both_ways(list(map(str.encode, names)), held, places)

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Values:
        kept = (arrays[f"{name}.{part}"] for part in _PARTS)
        return cls(Strings.read(arrays, f"{name}.names"), Postings.read(arrays, f"{name}.words"), *kept)

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        yield from self.names.arrays(f"{name}.names")
        yield from self.words.arrays(f"{name}.words")
        for part in _PARTS:
            array = getattr(self, part)
            yield f"{name}.{part}", array if part == "holders" else smallest(array)

    def name(self, ordinal: int) -> str:
        return self.names[int(self.place[ordinal])].decode()

    def holding(self, ordinal: int) -> Array:
        return self.holders[int(self.held[ordinal]) : int(self.held[ordinal + 1])]

    def having(self, name: str) -> Array:
        """The rows with this value, ascending."""
        at = self.names.find(name.encode())
        return self.holders[:0] if at < 0 else self.holding(int(self.ordinal[at]))

    def places(self, word: str) -> NDArray[np.int64]:
        """Where a folded syllable stands in names: ordinal << SHIFT | position, ascending."""
        if (entry := self.words.entry(word)) is None:
            return np.empty(0, np.int64)
        rows = np.repeat(entry.rows.astype(np.int64) << self.SHIFT, entry.counts)
        return np.bitwise_or(rows, entry.positions)

    def empty(self) -> NDArray[np.intp]:
        """The rows without a value."""
        return np.flatnonzero(self.starts[1:] == self.starts[:-1])

    def totals(self) -> NDArray[np.int64]:
        """Of each ordinal, how many rows have it."""
        return sizes(self.held)


_PARTS = ("ordinal", "place", "starts", "ordinals", "held", "holders")


def merge(parts: Sequence[Values], order: NDArray[np.intp]) -> Values:
    """One for all; `order` tells of each row of the result its place among the rows of all parts."""
    names, moves = union(values.names for values in parts)
    held = np.concatenate([sizes(values.starts) for values in parts])
    places = np.concatenate(
        [move.take(values.place).take(values.ordinals) for values, move in zip(parts, moves, strict=True)]
    )
    starts = borders(held)[:-1].take(order)
    held = held.take(order)
    places = places.take(spans(starts, held))
    used = np.flatnonzero(np.bincount(places, minlength=len(names)))
    narrow = np.full(len(names), -1, np.int64)
    narrow[used] = np.arange(len(used))
    return _both_ways([names[at] for at in used.tolist()], held, narrow.take(places))


def _both_ways(names: Sequence[bytes], held: NDArray[np.int64], places: NDArray[np.int64]) -> Values:
    """Args: names: sorted; held: how many each row has; places: in `names`, of those of every row."""
    totals = np.bincount(places, minlength=len(names))
    place = np.argsort(-totals, kind="stable")
    ordinal = np.empty(len(names), np.int64)
    ordinal[place] = np.arange(len(names))
    ordinals = ordinal.take(places)
    rows = np.repeat(np.arange(len(held), dtype=np.intp), held)
    return Values(
        Strings.of(names),
        _words([names[at] for at in place.tolist()]),
        ordinal,
        place,
        borders(held),
        ordinals,
        borders(totals.take(place)),
        rows[sorted_by(ordinals, len(names))],
    )


def _words(names: Sequence[bytes]) -> Postings:
    held = [folds(name.decode()) for name in names]
    lengths = np.fromiter(map(len, held), np.int64, len(held))
    terms = [word.encode() for words in held for word in words]
    return invert(Tokens(np.arange(len(terms)), borders(lengths)[:-1], lengths, lengths), terms)
