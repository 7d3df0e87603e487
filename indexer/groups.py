"""Sketches of articles in, groups of near-duplicates out: each is named by its earliest article.

Two articles are linked when their sketches share a band and are ALIKE; a group is what links
join. The earliest is the one first published, undated ones last, ties by id.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer import analysis
from indexer.analysis.sketch import ALIKE, BANDS, HASHES, Sketch
from indexer.clauses import Or, Query, Term
from indexer.engine import Analysed, Engine
from indexer.model import Document
from indexer.request import SearchRequest

CANDIDATES = 100  # documents that are looked at for one

Key = tuple[bool, float, str]
Bands = NDArray[np.uint64]  # eight; none of a text that is too short


def key(document: Document) -> Key:
    """By it the earliest stands first."""
    published = document.article.published
    return published is None, published.at.timestamp() if published else 0.0, document.id


class Links:
    """Which articles are near-duplicates of each other, directly or through others."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}  # towards the representative, which leads to itself
        self._keys: dict[str, Key] = {}

    def add(self, one: Key, other: Key) -> None:
        first, last = sorted((self.root(self._known(one)), self.root(self._known(other))), key=self._keys.__getitem__)
        self._next[last] = first

    def root(self, id: str) -> str:
        """The earliest of its group; the id itself where it has no links."""
        while (further := self._next.get(id, id)) != id:
            self._next[id] = self._next.get(further, further)
            id = further
        return id

    def groups(self) -> dict[str, str]:
        """Id -> the earliest of its group, of all that are linked."""
        return {id: self.root(id) for id in self._next}

    def _known(self, key: Key) -> str:
        self._keys[key[2]] = key
        self._next.setdefault(key[2], key[2])
        return key[2]


def bands(document: Analysed) -> Bands:
    return np.array([int(band, 16) for band in document.parts("sketch")[0]], np.uint64)


def linked(engine: Engine, added: Sequence[tuple[Key, Bands]]) -> Iterator[Document]:
    """Of stored documents that came all in one run, those with near-duplicates, with their group."""
    keys = [key for key, held in added if len(held)]
    if not keys:
        return
    table = np.stack([held for _, held in added if len(held)])
    links = Links()
    sketched = cache(lambda row: _stored_sketch(engine, keys[row][2]))
    for band in range(BANDS):
        for rows in _shared(table[:, band]):
            for one, other in _alike(rows, np.stack([sketched(row) for row in rows])):
                links.add(keys[one], keys[other])
    for id, root in links.groups().items():
        document = engine.get(id)
        if isinstance(document, Document) and document.group != root:
            yield replace(document, group=root)


def _shared(band: NDArray[np.uint64]) -> Iterator[list[int]]:
    """The rows of each value that several rows have."""
    _, value, counts = np.unique(band, return_inverse=True, return_counts=True)
    several = np.flatnonzero(counts[value] > 1)
    order = several[np.argsort(value[several], kind="stable")]
    for rows in np.split(order, np.cumsum(counts[counts > 1])[:-1]) if len(order) else ():
        yield rows.tolist()


def _alike(rows: list[int], sketches: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Pairs of rows; of rows with the same sketch, only the first is compared with the others."""
    left = np.array(rows)
    while len(left) > 1:
        similarity = (sketches[1:] == sketches[0]).mean(axis=1)
        yield from ((int(left[0]), int(other)) for other in left[1:][similarity >= ALIKE])
        left, sketches = left[1:][similarity < 1.0], sketches[1:][similarity < 1.0]


def _stored_sketch(engine: Engine, id: str) -> Sketch:
    document = engine.get(id)
    return of(document) if isinstance(document, Document) else np.zeros(HASHES, np.uint32)


def changed(engine: Engine, added: Iterable[str], former: Iterable[Sketch]) -> Iterator[Document]:
    """Stored documents that belong to another group since articles were added, with that group.

    Args:
        added: ids.
        former: sketches of what edited or deleted articles said before.
    """
    links, seen = Links(), dict[str, Document]()
    stored = (document for id in added if isinstance(document := engine.get(id), Document))
    once = (document for sketch in former for document in neighbours(engine, sketch))
    pending = deque((key(document), of(document)) for document in (*stored, *once))
    known = {own[2] for own, _ in pending}
    while pending:
        own, sketch = pending.popleft()
        for document in neighbours(engine, sketch):
            seen[document.id] = document
            if document.id != own[2]:
                links.add(own, key(document))
            if document.id not in known:
                known.add(document.id)
                pending.append((key(document), of(document)))
    groups = links.groups()
    for id, document in seen.items():
        if document.group != groups.get(id, ""):
            yield replace(document, group=groups.get(id, ""))


def delete(engine: Engine, ids: Sequence[str]) -> int:
    """Deletes documents and names their groups anew: a group whose earliest goes is called by the next.

    Returns:
        How many there were. The groups are a second commit.
    """
    stored = (document for id in ids if isinstance(document := engine.get(id), Document))
    former = [of(document) for document in stored if document.group]
    deleted = engine.delete(ids)
    if left := list(changed(engine, (), former)):
        engine.add(left)
    return deleted


def neighbours(engine: Engine, sketch: Sketch) -> list[Document]:
    """Stored documents that are near-duplicates of a text."""
    if not len(sketch):
        return []
    shared = Or(tuple(Term("sketch", band) for band in analysis.bands(sketch)))
    found = engine.search(SearchRequest(Query(must=shared), sort="oldest", size=CANDIDATES, facet_size=0))
    return [hit.document for hit in found.hits if analysis.similarity(sketch, of(hit.document)) >= ALIKE]


def of(document: Document) -> Sketch:
    """The sketch of a stored document."""
    return analysis.sketch([token.fold for token in analysis.analyze(document.article.body)])
