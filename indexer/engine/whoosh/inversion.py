"""The terms of every row -> the rows of every term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import GAP
from indexer.engine.whoosh.arrays import Array, borders, running, sizes, smallest, spans
from indexer.engine.whoosh.postings import Postings
from indexer.engine.whoosh.strings import Strings

_BLOCK = 1 << 20  # tokens that are sorted at once, or _SHARE a term, if that is more
_SHARE = 4
_HALF = 16  # bits: what numpy sorts by counting


class Tokens(NamedTuple):
    """The terms of rows, by position."""

    numbers: Array  # of terms; those of a row stand together
    starts: Array  # where those of each row start
    lengths: Array  # how many each row has
    titles: Array  # how many of them stand before the gap

    def of_titles(self) -> Tokens:
        return self._replace(lengths=self.titles)


def invert(tokens: Tokens, terms: Sequence[bytes], *, positioned: bool = True) -> Postings:
    """The postings of one stream.

    Args:
        terms: of each number; where two have the same they are one, and those without a token are left out.
    """
    vocabulary = sorted(set(terms))
    place = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
    places = np.fromiter(map(place.__getitem__, terms), np.uint32, len(terms))
    parts = [_part(tokens, block, places, len(vocabulary)) for block in _blocks(tokens.lengths, len(vocabulary))]
    held, frequencies, rows, counts, positions = map(list, zip(*parts, strict=True))
    del parts
    total = np.sum(held, axis=0)
    used = np.flatnonzero(total)
    return Postings(
        Strings.of(vocabulary[term] for term in used.tolist()),
        borders(total.take(used)),
        _by_term(held, rows),
        _by_term(held, counts),
        tokens.lengths,
        borders(np.sum(frequencies, axis=0).take(used)) if positioned else None,
        _by_term(frequencies, positions) if positioned else None,
    )


class _Part(NamedTuple):
    """Neighbouring rows, inverted: one term after the other."""

    held: NDArray[np.int32]  # postings of each term
    frequencies: NDArray[np.int32]  # tokens of each term
    rows: Array
    counts: Array
    positions: Array


def _blocks(lengths: Array, terms: int) -> Iterator[slice]:
    """Neighbouring rows, at least once."""
    ends = borders(lengths)
    size, start = max(_BLOCK, _SHARE * terms), 0
    while not start or start < len(lengths):
        end = max(int(np.searchsorted(ends, ends[start] + size, side="right")) - 1, start + 1)
        yield slice(start, end)
        start = end


def _part(tokens: Tokens, block: slice, places: Array, limit: int) -> _Part:
    """Args: places: of each number's term, below `limit`."""
    starts, lengths, titles = (column[block] for column in (tokens.starts, tokens.lengths, tokens.titles))
    before = borders(lengths)[:-1]
    terms = places.take(tokens.numbers.take(spans(starts, lengths)))
    positions = np.arange(GAP, GAP + len(terms), dtype=np.int32)
    positions -= before.astype(np.int32).repeat(lengths)
    positions[spans(before, titles)] -= GAP
    positions = smallest(positions)
    rows = np.arange(block.start, block.start + len(lengths), dtype=np.min_scalar_type(len(tokens.lengths))).repeat(
        lengths
    )
    order = sorted_by(terms, limit)
    rows, positions = rows.take(order), positions.take(order)
    frequencies = np.bincount(terms, minlength=limit)
    first = borders(frequencies)
    new = np.empty(len(order) + 1, np.bool_)  # where a posting starts, and the end of the last
    new[1:-1] = rows[1:] != rows[:-1]
    new[first] = True
    postings = np.flatnonzero(new)
    return _Part(
        sizes(running(new).take(first)).astype(np.int32),
        frequencies.astype(np.int32),
        rows.take(postings[:-1]),
        smallest(np.diff(postings)),
        positions,
    )


def _by_term(held: Sequence[NDArray[np.int32]], parts: list[Array]) -> Array:
    """The items of all parts, term by term, which are let go; `held` says how many of each term a part has."""
    found = np.empty(sum(map(len, parts)), np.result_type(*parts))
    places = borders(np.sum(held, axis=0))[:-1]
    for own in held:
        found[spans(places, own)] = parts.pop(0)
        places += own
    return found


def sorted_by(keys: Array, limit: int) -> NDArray[np.intp]:
    """The stable order of whole numbers below `limit`: counting sort, the low half of the bits first."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    if limit > 1 << _HALF:
        order = order.take(np.argsort((keys >> _HALF).astype(np.uint16).take(order), kind="stable"))
    return order
