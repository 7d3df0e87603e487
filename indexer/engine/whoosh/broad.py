"""The commonest names among the rows of broad terms, kept in the segment, so that broad queries need not count.

Kept for each term that one row in `SHARE` has: two facets of a thousand terms take two megabytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from indexer.clauses import Stream
from indexer.engine.whoosh.arrays import Array, Arrays, Content, borders, running, sizes, smallest, spans
from indexer.engine.whoosh.rows import Rows, find
from indexer.engine.whoosh.tally import Tally, gathered, tally
from indexer.engine.whoosh.values import Values
from indexer.request import VALUE_FACETS

SHARE = 8  # one row in so many has the term
LEAST = 4_096  # rows of a segment: those of smaller ones are counted in no time
NAMES = 256  # of each term and facet
FEW = 64  # rows more or less than the term has: their names are counted

_STREAMS: tuple[Stream, ...] = ("fold", "syl")
_PARTS = Tally._fields


class Broad:
    """What one segment keeps."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._places = {
            stream: dict(zip(terms.tolist(), range(len(terms)), strict=True))
            for stream in _STREAMS
            if (terms := arrays.get(f"{stream}.broad")) is not None
        }

    def tallies(self, stream: Stream, term: int) -> dict[str, Tally]:
        """The facets of the rows of a term, deleted or not; the names are the commonest alone, in order."""
        places = self._places.get(stream, {})
        if (place := places.get(term)) is None:
            return {}
        return {facet: self._tally(f"{stream}.broad.{facet}", place, len(places)) for facet in VALUE_FACETS}

    def _tally(self, name: str, place: int, places: int) -> Tally:
        numbers, counts, none, distinct = (self._arrays[f"{name}.{part}"] for part in _PARTS)
        width = len(numbers) // places
        own = slice(place * width, (place + 1) * width)
        return Tally(numbers[own], counts[own], int(none[place]), int(distinct[place]))


def moved(values: Values, kept: Tally, rows: Rows, changes: tuple[Rows, Rows], size: int) -> Tally | None:
    """The tally of rows that are nearly those of a term.

    Args:
        kept: that of the term.
        rows: all of them.
        changes: what they have more than the term, and what less.
        size: names that are wanted. None is returned where so many are not known.
    """
    whole = kept.distinct <= len(kept.counts)
    assert kept.numbers is not None
    if not any(map(len, changes)):
        known = whole or size <= len(kept.counts)
        return kept._replace(numbers=kept.numbers[:size], counts=kept.counts[:size]) if known else None
    (more, more_none), (less, less_none) = (gathered(values, changed) for changed in changes)
    names, at = np.unique(np.concatenate([more, less]), return_inverse=True)
    signs = np.repeat([1, -1], [len(more), len(less)])
    starts = values.held.take(names)
    held = values.held[1:].take(names) - starts
    counts = np.diff(running(find(values.holders.take(spans(starts, held)), rows)[1]).take(borders(held)))
    before = counts - np.bincount(at, signs, len(names)).astype(np.intp)
    stay = np.flatnonzero(~np.isin(kept.numbers, names))
    if not whole and len(stay) < size:
        return None
    return Tally(
        np.concatenate([kept.numbers.take(stay), names]),
        np.concatenate([kept.counts.take(stay), counts]),
        kept.none + more_none - less_none,
        kept.distinct + int(np.count_nonzero(counts)) - int(np.count_nonzero(before)),
    )


def kept(
    content: Iterable[tuple[str, Content]], values: Mapping[str, Values], size: int
) -> Iterator[tuple[str, Content]]:
    """The arrays of postings as they come, and behind rows what is kept of them.

    Args:
        size: rows of the segment.
    """
    starts: dict[str, Array] = {}
    for name, array in content:
        yield name, array
        stream, _, part = name.partition(".")
        if stream in _STREAMS and part == "starts":
            assert isinstance(array, np.ndarray)
            starts[stream] = array
        elif stream in _STREAMS and part == "rows" and size >= LEAST:
            parts = [array] if isinstance(array, np.ndarray) else list(array)
            yield from _kept(f"{stream}.broad", starts[stream], parts, values, size)


def _kept(
    name: str, starts: Array, parts: Sequence[Array], values: Mapping[str, Values], size: int
) -> Iterator[tuple[str, Array]]:
    terms = np.flatnonzero(sizes(starts) * SHARE >= size)
    if not len(terms):
        return
    yield name, smallest(terms)
    for facet in VALUE_FACETS:
        tallies = [_commonest(values[facet], rows) for rows in _rows(terms.tolist(), starts, parts)]
        for part, held in zip(_PARTS, zip(*tallies, strict=True), strict=True):
            yield f"{name}.{facet}.{part}", smallest(np.hstack(held))


def _rows(terms: Iterable[int], starts: Array, parts: Sequence[Array]) -> Iterator[Array]:
    """Those of each term, which stand in one of the parts."""
    before = borders(np.array(list(map(len, parts))))
    for term in terms:
        at = int(np.searchsorted(before, starts[term], side="right")) - 1
        yield parts[at][int(starts[term]) - before[at] : int(starts[term + 1]) - before[at]]


def _commonest(values: Values, rows: Rows) -> Tally:
    """`NAMES` of them, behind the last ones nothing."""
    counted = tally(values, rows)
    numbers, counts = counted.best(NAMES, values.place)
    rest = (0, min(NAMES, len(values.names)) - len(numbers))
    return counted._replace(numbers=np.pad(numbers, rest), counts=np.pad(counts, rest))
