"""Analysed documents -> the arrays of a segment."""

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import folds_of
from indexer.clauses import Stream
from indexer.engine.analysed import BORDER, POSITIONED, STORED, Analysed
from indexer.engine.whoosh import blobs, broad
from indexer.engine.whoosh.arrays import Array, Content, borders
from indexer.engine.whoosh.columns import Columns, key, newest
from indexer.engine.whoosh.inversion import Tokens, invert
from indexer.engine.whoosh.vocabulary import Vocabulary
from indexer.model import Article, Document

FULL = 72_000_000  # tokens of a batch: about 100,000 articles, in 1 GB of memory
ROWS = 1 << 18  # documents of it, if they are short
_LINES = 256  # titles and bodies whose terms are numbered together


class _Tokens:
    """The terms of one stream, as numbers, in the order in which documents came."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._lines: list[str] = []  # that wait to be numbered: some together take a third of the time
        self._numbers, self._sizes = array("I"), array("i")

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, text: str) -> None:
        title, _, body = text.partition(BORDER)
        self._lines += title, body
        if len(self._lines) >= _LINES:
            self._number()

    def in_order(self, order: NDArray[np.intp]) -> Tokens:
        """The tokens of documents in this order."""
        self._number()
        sizes = np.frombuffer(self._sizes, np.int32).reshape(-1, 2)
        lengths = sizes.sum(1)
        starts = borders(lengths)[:-1]
        numbers = np.frombuffer(self._numbers, np.uint32)
        return Tokens(numbers, *(column.take(order) for column in (starts, lengths, sizes[:, 0])))

    def _number(self) -> None:
        numbers, sizes = self.vocabulary.numbers(self._lines)
        self._numbers.frombytes(numbers.tobytes())
        self._sizes.frombytes(sizes.tobytes())
        self._lines = []


class Batch:
    """As many of the coming documents as make a segment; of two with one id the last stays."""

    def __init__(self, coming: Iterator[Analysed]) -> None:
        self._documents: list[Document] = []
        self._places: dict[str, int] = {}  # id -> place among them
        self._streams: dict[Stream, _Tokens] = {stream: _Tokens() for stream in STORED}
        self._dictionary, compressed = blobs.compressed(self._taken(coming))
        self._blobs = list(compressed)

    def _taken(self, coming: Iterator[Analysed]) -> Iterator[bytes]:
        """What is to be stored of each; the rest is kept."""
        for document in coming:
            self._places[document.id] = len(self._documents)
            self._documents.append(_light(document.document))
            for stream, tokens in self._streams.items():
                tokens.add(document.texts[stream])
            yield document.stored
            if len(self) >= ROWS or sum(map(len, self._streams.values())) >= FULL:
                return

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, id: str) -> bool:
        return id in self._places

    def keys(self) -> NDArray[np.uint64]:
        """The numbers of the ids, as columns have them."""
        return np.fromiter(map(key, self._places), np.uint64, len(self))

    def arrays(self) -> Iterator[tuple[str, Content]]:
        """One stream at a time is in memory, and what `fold` and `syl` share; what was written is let go."""
        order = sorted(self._places.values(), key=lambda at: newest(self._documents[at]))
        columns = Columns.of([self._documents[at] for at in order])
        self._documents.clear()
        yield from columns.arrays()
        yield from blobs.arrays(self._dictionary, map(self._blobs.__getitem__, order))
        self._blobs.clear()
        while self._streams:
            stream, tokens = self._streams.popitem()
            yield from broad.kept(_stream(stream, tokens, np.array(order, np.intp)), columns.values, len(order))


def _light(document: Document) -> Document:
    """What columns are made of; the stored bytes hold the rest."""
    held = document.article
    article = Article(held.id, "", "", published=held.published, source=held.source)
    return Document(article, document.persons, document.ministries, document.likely, group=document.group)


def _stream(name: Stream, held: _Tokens, order: NDArray[np.intp]) -> Iterator[tuple[str, Array]]:
    """The postings of a stream, and of what follows from it, with rows in this order."""
    tokens, terms = held.in_order(order), held.vocabulary.terms
    if name not in POSITIONED:
        yield from invert(tokens, terms, positioned=False).arrays(name)
        return
    folds = [fold.encode() for fold in folds_of(term.decode() for term in terms)]
    for stream, own in (("syl", terms), ("fold", folds)):
        yield from invert(tokens.of_titles(), own).arrays(f"title_{stream}")
        yield from invert(tokens, own).arrays(stream)
