"""Sketches of articles in, groups of near-duplicates out: each is named by its earliest article.

Two articles are linked when their sketches share a band and are ALIKE; a group is what links
join. The earliest is the one first published, undated ones last, ties by id.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

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


def named(pairs: Iterable[tuple[Key, Key]]) -> dict[str, str]:
    """Id -> that of the earliest of its group, of all articles that are linked, directly or through others."""
    groups: dict[Key, list[Key]] = {}
    for pair in pairs:
        small, large = sorted((groups.setdefault(key, [key]) for key in pair), key=len)
        if small is not large:
            large += small
            groups.update(dict.fromkeys(small, large))
    names: dict[str, str] = {}
    for key, group in groups.items():
        if key[2] not in names:
            names |= dict.fromkeys((other[2] for other in group), min(group)[2])
    return names


def bands(document: Analysed) -> Bands:
    return np.array([int(band, 16) for band in document.parts("sketch")[0]], np.uint64)


def linked(engine: Engine, added: Sequence[tuple[Key, Bands]]) -> Iterator[Document]:
    """Of stored documents that came all in one run, those with near-duplicates, with their group."""
    keys = [key for key, held in added if len(held)]
    if not keys:
        return
    table = np.stack([held for _, held in added if len(held)])
    sketched = cache(lambda row: _stored_sketch(engine, keys[row][2]))
    shared = (rows for band in range(BANDS) for rows in _shared(table[:, band]))
    alike = (pair for rows in shared for pair in _alike(rows, np.stack([sketched(row) for row in rows])))
    groups = named((keys[one], keys[other]) for one, other in alike)
    yield from _regrouped(_stored(engine, groups), groups)


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
    return next(map(of, _stored(engine, [id])), np.zeros(HASHES, np.uint32))


def _stored(engine: Engine, ids: Iterable[str]) -> Iterator[Document]:
    return (document for document in map(engine.get, ids) if isinstance(document, Document))


def _regrouped(documents: Iterable[Document], groups: Mapping[str, str]) -> Iterator[Document]:
    """Those that are stored with another group, with that one."""
    for document in documents:
        if document.group != groups.get(document.id, ""):
            yield replace(document, group=groups.get(document.id, ""))


def changed(engine: Engine, added: Iterable[str], former: Iterable[Sketch]) -> Iterator[Document]:
    """Stored documents that belong to another group since articles were added, with that group.

    Args:
        added: ids.
        former: sketches of what edited or deleted articles said before.
    """
    once = (document.id for sketch in former for document in neighbours(engine, sketch))
    pending = deque(dict.fromkeys((*added, *once)))
    known, seen = set(pending), dict[str, Document]()
    pairs: list[tuple[Key, Key]] = []
    while pending:
        for document in _stored(engine, [pending.popleft()]):
            near = {other.id: other for other in neighbours(engine, of(document))}
            pairs += ((key(document), key(other)) for other in near.values() if other.id != document.id)
            pending.extend(id for id in near if id not in known)
            known |= near.keys()
            seen |= near | {document.id: document}
    yield from _regrouped(seen.values(), named(pairs))


def delete(engine: Engine, ids: Sequence[str]) -> int:
    """Deletes documents and names their groups anew: a group whose earliest goes is called by the next.

    Returns:
        How many there were. The groups are a second commit.
    """
    former = [of(document) for document in _stored(engine, ids) if document.group]
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
    return _sketch(document.article.body)


@lru_cache(2 * CANDIDATES)  # of a large group the same ones are looked at for each
def _sketch(body: str) -> Sketch:
    return analysis.sketch([token.fold for token in analysis.analyze(body)])
