"""The embedded engine: a Whoosh index in a folder."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import create_in

from indexer.analysis import VERSION
from indexer.engine import stored
from indexer.engine.analysed import Analysed, analysed
from indexer.engine.whoosh import removed
from indexer.engine.whoosh.columns import Columns
from indexer.engine.whoosh.executor import Executor
from indexer.engine.whoosh.generations import WAIT, Draft, Generations
from indexer.engine.whoosh.pointer import Generation
from indexer.engine.whoosh.schema import fields, schema
from indexer.engine.whoosh.toc import VerifiedIndex
from indexer.errors import IndexOutdated
from indexer.model import VALUE_FACETS, Document, Hit, Removed, SearchRequest, SearchResult

_ROOM = 8  # bytes on the disk a character of text, about, while a commit is written


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One committed generation, open for reading."""

    generation: Generation
    reader: Any
    executor: Executor
    columns: Columns
    rows: dict[str, int]  # id -> row
    removed: frozenset[str]

    @classmethod
    def of(cls, generation: Generation) -> _Snapshot:
        _check_version(generation)
        reader = VerifiedIndex(generation, generation.folder).reader()
        columns = Columns.of(_document(reader, row) for row in range(reader.doc_count_all()))
        executor = Executor(reader, columns)
        rows = {columns.ids[row]: row for row in np.flatnonzero(executor.live).tolist()}
        return cls(generation, reader, executor, columns, rows, removed.read(generation))

    def document(self, row: int) -> Document:
        return _document(self.reader, row)


def _document(reader: Any, row: int) -> Document:
    return stored.load(reader.stored_fields(row)["document"])


def _check_version(generation: Generation) -> None:
    if generation.analyzer != VERSION:
        raise IndexOutdated(
            f"{generation.root} was built by analyzer {generation.analyzer}, this is analyzer {VERSION}: "
            "run timtin build --rebuild PATHS"
        )


@contextmanager
def _writer(draft: Draft) -> Iterator[Any]:
    """Writes into the draft; after an exception all that was written is dropped with it."""
    writer = _index(draft).writer(_lk=False)  # the draft has one writer
    try:
        yield writer
        writer.commit()
    except BaseException:
        with suppress(Exception):  # what failed first is told
            writer.cancel()
        raise


def _index(draft: Draft) -> Any:
    if draft.fresh or not draft.before:
        return create_in(str(draft.folder), schema())
    _check_version(draft.before)
    return VerifiedIndex(draft.before, draft.folder)


def _room(documents: Iterable[Document | Analysed]) -> int:
    articles = (made.document.article if isinstance(made, Analysed) else made.article for made in documents)
    return _ROOM * sum(len(article.title) + len(article.body) for article in articles)


class WhooshEngine:
    """See `indexer.engine.base.Engine`. May be shared by threads."""

    def __init__(self, folder: Path, *, wait: float = WAIT) -> None:
        self.generations = Generations(folder, wait=wait)
        self._lock = threading.RLock()  # Whoosh's readers are not made for several threads
        self._open: _Snapshot | None = None

    # ------------------------------------------------------------------ writing

    def add(self, documents: Iterable[Document | Analysed]) -> None:
        held = {document.id: document for document in documents}
        with self.generations.writing(room=_room(held.values())) as draft, _writer(draft) as writer:
            for document in held.values():
                writer.update_document(**fields(analysed(document)))
            removed.write(draft, back=held)

    def rebuild(self, documents: Iterable[Document | Analysed]) -> None:
        held = {document.id: document for document in documents}
        with self.generations.writing(fresh=True, room=_room(held.values())) as draft, _writer(draft) as writer:
            for document in held.values():
                writer.add_document(**fields(analysed(document)))
            removed.write(draft, back=held)

    def delete(self, ids: Iterable[str]) -> int:
        self.generations.current()  # nothing is made where there is no index
        with self.generations.writing() as draft, _writer(draft) as writer:
            gone = [id for id in set(ids) if writer.delete_by_term("id", id)]
            removed.write(draft, gone=gone)
            return len(gone)

    # ------------------------------------------------------------------ reading

    def get(self, id: str) -> Document | Removed | None:
        with self._reading() as snapshot:
            if id in snapshot.rows:
                return snapshot.document(snapshot.rows[id])
            return Removed(id) if id in snapshot.removed else None

    def count(self) -> int:
        with self._reading() as snapshot:
            return len(snapshot.rows)

    def generation(self) -> int:
        with self._reading() as snapshot:
            return snapshot.generation.number

    def search(self, request: SearchRequest) -> SearchResult:
        with self._reading() as snapshot:
            columns = snapshot.columns
            matching = snapshot.executor.matching(request.query.must)
            rows = np.flatnonzero(columns.passing(matching, request.filters))
            scores = snapshot.executor.scores(request.query.boosts)
            first = columns.first_of_groups(rows)
            shown = columns.order(first if request.grouped else rows, scores, request.sort)
            page = shown[request.start : request.start + request.size]
            hits = tuple(Hit(snapshot.document(int(row)), float(scores[row])) for row in page)
            facets = columns.facets(matching, request.filters, request.facet_size) if request.facet_size else ()
            return SearchResult(len(rows), hits, facets, len(first))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        with self._reading() as snapshot:
            if field in (*VALUE_FACETS, "source"):
                columns = snapshot.columns
                values = columns.sources if field == "source" else columns.values[field]
                counts = zip(values.names, values.counts(snapshot.executor.live).tolist(), strict=True)
                return iter([(name, count) for name, count in counts if count and name.startswith(prefix)])
            counted = [(name, snapshot.executor.frequency(field, name)) for name in _expand(snapshot, field, prefix)]
            return iter([(name, count) for name, count in counted if count])

    def scan(self) -> Iterator[Document]:
        with self._reading() as snapshot:
            rows = sorted(snapshot.rows.items())
        for _, row in rows:
            with self._lock:
                document = snapshot.document(row)
            yield document

    def close(self) -> None:
        with self._lock:
            if self._open:
                self._open.reader.close()
            self._open = None

    @contextmanager
    def _reading(self) -> Iterator[_Snapshot]:
        with self._lock:
            if self._open is None or not self.generations.is_current(self._open.generation):
                self._open = self.generations.open(_Snapshot.of)
            try:
                yield self._open
            except Exception:
                self.generations.verify(self._open.generation, again=True)  # names the file that is damaged
                raise


def _expand(snapshot: _Snapshot, stream: str, prefix: str) -> list[str]:
    return [term.decode() for term in snapshot.reader.expand_prefix(stream, prefix)]
