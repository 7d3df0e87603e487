"""Analysed documents -> the arrays of a segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import GAP, folded
from indexer.clauses import Stream
from indexer.engine.analysed import BORDER, POSITIONED, STORED, Analysed
from indexer.engine.whoosh import broad
from indexer.engine.whoosh.arrays import Array, Content, borders, spans
from indexer.engine.whoosh.blobs import Writer
from indexer.engine.whoosh.columns import Columns, key, newest
from indexer.engine.whoosh.postings import Postings, invert
from indexer.model import Document

FULL = 36_000_000  # tokens: about 50,000 articles, inverted in 1 GB of memory
ROWS = 1 << 16  # documents of a batch, so that rows are numbers of 2 bytes
_BLOCK = 4_096  # rows


class _Vocabulary(dict[str, int]):
    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


@dataclass(slots=True)
class _Tokens:
    """The terms of one stream, as numbers, in the order in which documents came."""

    vocabulary: _Vocabulary = field(default_factory=_Vocabulary)
    numbers: array[int] = field(default_factory=lambda: array("I"))
    titles: array[int] = field(default_factory=lambda: array("I"))  # tokens of each title
    lengths: array[int] = field(default_factory=lambda: array("I"))  # of title and body

    def add(self, text: str) -> None:
        title, _, body = text.partition(BORDER)
        first, rest = title.split(), body.split()
        self.titles.append(len(first))
        self.lengths.append(len(first) + len(rest))
        number = self.vocabulary.__getitem__
        self.numbers.extend(map(number, first))
        self.numbers.extend(map(number, rest))


class Batch:
    """Collects documents until they make a segment; of two with one id the last stays."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._places: dict[str, int] = {}  # id -> place among them
        self._streams: dict[Stream, _Tokens] = {stream: _Tokens() for stream in STORED}
        self._blobs = Writer()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, id: str) -> bool:
        return id in self._places

    def keys(self) -> NDArray[np.uint64]:
        """The numbers of the ids, as columns have them."""
        return np.fromiter(map(key, self._places), np.uint64, len(self))

    @property
    def is_full(self) -> bool:
        return len(self) >= ROWS or sum(len(tokens.numbers) for tokens in self._streams.values()) >= FULL

    def add(self, document: Analysed) -> None:
        self._places[document.id] = len(self._documents)
        self._documents.append(_light(document.document))
        self._blobs.add(document.stored)
        for stream, tokens in self._streams.items():
            tokens.add(document.texts[stream])

    def arrays(self) -> Iterator[tuple[str, Content]]:
        """One stream at a time is in memory, and what `fold` and `syl` share."""
        order = sorted(self._places.values(), key=lambda at: newest(self._documents[at]))
        columns = Columns.of([self._documents[at] for at in order])
        yield from columns.arrays()
        yield from self._blobs.arrays(order)
        for stream, tokens in self._streams.items():
            yield from broad.kept(_stream(stream, tokens, np.array(order, np.intp)), columns.values, len(order))


def _light(document: Document) -> Document:
    """Without the text, which the stored bytes hold."""
    return replace(document, article=replace(document.article, title="", body=""), mentions=())


def _stream(name: Stream, held: _Tokens, order: NDArray[np.intp]) -> Iterator[tuple[str, Array]]:
    """The postings of a stream, and of what follows from it, with rows in this order."""
    lengths, titles = (np.array(sizes, np.int64).take(order) for sizes in (held.lengths, held.titles))
    tokens, positions = _in_order(held, order)
    held.numbers = array("I")  # its memory is needed
    if name not in POSITIONED:
        yield from invert(tokens, None, lengths, _encoded(held.vocabulary)).arrays(name)
        return
    in_title = spans(borders(lengths)[:-1], titles)
    in_titles = positions.take(in_title)
    positions += GAP
    positions[in_title] -= GAP
    folds = _Vocabulary()
    fold_of = np.fromiter((folds[folded(term)] for term in held.vocabulary), np.uint32, len(held.vocabulary))
    for stream, own, terms in (("syl", tokens, held.vocabulary), ("fold", fold_of.take(tokens), folds)):
        vocabulary = _encoded(terms)
        yield from _title(own.take(in_title), in_titles, titles, vocabulary).arrays(f"title_{stream}")
        yield from invert(own, positions, lengths, vocabulary).arrays(stream)


def _encoded(terms: Iterable[str]) -> list[bytes]:
    return [term.encode() for term in terms]


def _in_order(held: _Tokens, order: NDArray[np.intp]) -> tuple[Array, Array]:
    """The tokens row by row, and their positions; a block of rows at a time, for the numbers between are large."""
    numbers = np.frombuffer(held.numbers, np.uint32)
    arrived = np.array(held.lengths, np.int64)
    starts = borders(arrived)[:-1].take(order)
    lengths = arrived.take(order)
    ends = borders(lengths)
    tokens = np.empty(int(ends[-1]), np.uint32)
    positions = np.empty(len(tokens), np.min_scalar_type(int(lengths.max(initial=0)) + GAP))
    for first in range(0, len(order), _BLOCK):
        block = slice(first, first + _BLOCK)
        own = slice(int(ends[first]), int(ends[min(first + _BLOCK, len(order))]))
        tokens[own] = numbers.take(spans(starts[block], lengths[block]))
        positions[own] = spans(np.zeros(len(lengths[block]), np.intp), lengths[block])
    return tokens, positions


def _title(tokens: Array, positions: Array, lengths: Array, vocabulary: list[bytes]) -> Postings:
    used, narrowed = np.unique(tokens, return_inverse=True)
    return invert(narrowed, positions, lengths, [vocabulary[term] for term in used.tolist()])
