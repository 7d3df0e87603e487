"""What a segment keeps of broad terms, so that broad queries need not count nor score: names and the best rows.

Kept for each term that one row in `SHARE` has: of a thousand terms, the facets take two megabytes and the rows two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from indexer.clauses import Stream
from indexer.engine.whoosh.arrays import Array, Arrays, Content, borders, running, sizes, smallest, spans
from indexer.engine.whoosh.rows import Mask, Rows
from indexer.engine.whoosh.tally import Tally, gathered, tally
from indexer.engine.whoosh.values import Values
from indexer.request import VALUE_FACETS

SHARE = 8  # one row in so many has the term
LEAST = 4_096  # rows of a segment: those of smaller ones are counted in no time
NAMES = 256  # of each term and facet
NEAR = 16  # times fewer rows more or less than the term has: their names are counted
BEST = 64  # rows: so many are certainly among those that are kept, whatever the statistics

_STREAMS: tuple[Stream, ...] = ("fold", "syl")
_PARTS = ("numbers", "counts", "none", "distinct")  # of a `Tally`
_NEEDED = ("starts", "rows", "counts", "lengths")  # of postings, in the order in which they come
_PLACE = 32  # bits of a place, where length and place make one number


class Broad:
    """What one segment keeps."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._places = {
            stream: dict(zip(terms.tolist(), range(len(terms)), strict=True))
            for stream in _STREAMS
            if (terms := arrays.get(f"{stream}.broad")) is not None
        }
        self._tallies = {
            (stream, facet): _columns(*(arrays[f"{stream}.broad.{facet}.{part}"] for part in _PARTS))
            for stream in self._places
            for facet in VALUE_FACETS
        }

    def tallies(self, stream: Stream, term: int) -> dict[str, Tally]:
        """The facets of the rows of a term, deleted or not; the names are the commonest alone, in order."""
        if (place := self._places.get(stream, {}).get(term)) is None:
            return {}
        found = {}
        for facet in VALUE_FACETS:
            numbers, counts, none, distinct = self._tallies[stream, facet]
            found[facet] = Tally(numbers[place], counts[place], none[place], distinct[place], ranked=True)
        return found

    def best(self, stream: Stream, term: int) -> Array | None:
        """The places, in the postings of a term, of the rows that may be among its best, deleted or not.

        Of the rows that are not there, each has `BEST` before it by BM25. None: nothing is kept.
        """
        place = self._places.get(stream, {}).get(term)
        best = self._arrays.get(f"{stream}.broad.best")
        if place is None or best is None:
            return None
        starts = self._arrays[f"{stream}.broad.starts"]
        return best[int(starts[place]) : int(starts[place + 1])]


def _columns(numbers: Array, counts: Array, none: Array, distinct: Array) -> tuple[Array, Array, list[int], list[int]]:
    """What one tally after the other is made of. Args: numbers, counts: equally many of each."""
    shape = len(none), len(numbers) // len(none)
    return numbers.reshape(shape), counts.reshape(shape), none.tolist(), distinct.tolist()


def moved(values: Values, kept: Tally, passing: Mask, changes: tuple[Rows, Rows], size: int) -> Tally | None:
    """The tally of rows that are nearly those of a term.

    Args:
        kept: that of the term.
        passing: which rows they are.
        changes: what they have more than the term, and what less.
        size: names that are wanted. None is returned where so many are not known.
    """
    assert kept.numbers is not None
    (more, more_none), (less, less_none) = (gathered(values, changed) for changed in changes)
    moves = np.bincount(more, minlength=len(values.names)) - np.bincount(less, minlength=len(values.names))
    touched = np.zeros(len(values.names), np.bool_)
    touched[more] = touched[less] = True
    touched[kept.numbers] = False
    names = np.flatnonzero(touched)
    starts = values.held.take(names)
    held = values.held[1:].take(names) - starts
    own = np.diff(running(passing.take(values.holders.take(spans(starts, held)))).take(borders(held)))
    numbers = np.concatenate([kept.numbers, names])
    before = np.concatenate([kept.counts, own - moves.take(names)])
    counts = before + moves.take(numbers)
    if not kept.whole and np.count_nonzero(counts > kept.counts[-1]) < size:
        return None
    return Tally(
        numbers,
        counts,
        kept.none + more_none - less_none,
        kept.distinct + int(np.count_nonzero(counts)) - int(np.count_nonzero(before)),
    )


def kept(
    content: Iterable[tuple[str, Content]], values: Mapping[str, Values], size: int
) -> Iterator[tuple[str, Content]]:
    """The arrays of postings as they come, and behind the last of a stream what is kept of it.

    Args:
        size: rows of the segment.
    """
    held: dict[str, list[Array]] = {}
    for name, array in content:
        yield name, array
        stream, _, part = name.partition(".")
        if stream in _STREAMS and part in _NEEDED and size >= LEAST:
            held[part] = [array] if isinstance(array, np.ndarray) else list(array)
            if part == _NEEDED[-1]:
                yield from _kept(f"{stream}.broad", held, values, size)


def _kept(
    name: str, held: Mapping[str, Sequence[Array]], values: Mapping[str, Values], size: int
) -> Iterator[tuple[str, Array]]:
    (starts,), (lengths,) = held["starts"], held["lengths"]
    terms = np.flatnonzero(sizes(starts) * SHARE >= size)
    if not len(terms):
        return
    yield name, smallest(terms)
    for facet in VALUE_FACETS:
        tallies = [_commonest(values[facet], rows) for rows in _of(terms, starts, held["rows"])]
        for part in _PARTS:
            yield f"{name}.{facet}.{part}", smallest(np.hstack([getattr(found, part) for found in tallies]))
    best = [
        _best(lengths.take(rows), counts)
        for rows, counts in zip(*(_of(terms, starts, held[part]) for part in ("rows", "counts")), strict=True)
    ]
    yield f"{name}.best", smallest(np.concatenate(best))
    yield f"{name}.starts", smallest(borders(np.array(list(map(len, best)))))


def _of(terms: Array, starts: Array, parts: Sequence[Array]) -> Iterator[Array]:
    """What each term has, which stands in one of the parts."""
    before = borders(np.array(list(map(len, parts))))
    for term in terms.tolist():
        at = int(np.searchsorted(before, starts[term], side="right")) - 1
        yield parts[at][int(starts[term]) - before[at] : int(starts[term + 1]) - before[at]]


def _commonest(values: Values, rows: Rows) -> Tally:
    """`NAMES` of them, behind the last ones nothing."""
    counted = tally(values, rows)
    numbers, counts = counted.best(NAMES, values.place)
    rest = (0, min(NAMES, len(values.names)) - len(numbers))
    return counted._replace(numbers=np.pad(numbers, rest), counts=np.pad(counts, rest))


def _best(lengths: Array, counts: Array) -> Array:
    """The places of those that have fewer than `BEST` before them, ascending.

    Before one stand those with the term as often or oftener in a shorter text, or in one as long and first.
    Source: Papadias et al., "Progressive skyline computation in database systems", ACM TODS 30(1), 2005.
    """
    keys = (lengths.astype(np.int64) << _PLACE) | np.arange(len(lengths))
    order = np.argsort(counts, kind="stable")
    ends = np.flatnonzero(np.diff(counts.take(order))) + 1
    shortest, found = keys[:0], [keys[:0]]  # of those with the term as often or oftener
    for level in reversed(np.split(keys.take(order), ends)):
        short = level[level < shortest[-1]] if len(shortest) == BEST else level
        shortest = np.sort(np.concatenate([shortest, short]))[:BEST]
        found.append(short[short <= shortest[-1]])
    return np.sort(np.concatenate(found) & ((1 << _PLACE) - 1))
