"""The embedded engine: a Whoosh index in a folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index
from whoosh.index import LockError
from whoosh.writing import CLEAR

from indexer.analysis import VERSION
from indexer.engine import stored
from indexer.engine.analysed import Analysed, analysed
from indexer.engine.whoosh.columns import Columns
from indexer.engine.whoosh.executor import Executor
from indexer.engine.whoosh.schema import fields, schema
from indexer.errors import IndexLocked, IndexMissing, IndexOutdated
from indexer.model import VALUE_FACETS, Document, Hit, SearchRequest, SearchResult

_STAMP = "timtin.json"  # says by which analyzer the index was built


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One committed generation, open for reading."""

    index: Any
    generation: int
    reader: Any
    executor: Executor
    columns: Columns
    rows: dict[str, int]  # id -> row

    @classmethod
    def of(cls, index: Any) -> _Snapshot:
        generation = int(index.latest_generation())
        reader = index.reader()
        columns = Columns.of(_document(reader, row) for row in range(reader.doc_count_all()))
        executor = Executor(reader, columns)
        rows = {columns.ids[row]: row for row in np.flatnonzero(executor.live).tolist()}
        return cls(index, generation, reader, executor, columns, rows)

    def is_current(self) -> bool:
        return int(self.index.latest_generation()) == self.generation

    def document(self, row: int) -> Document:
        return _document(self.reader, row)


def _document(reader: Any, row: int) -> Document:
    return stored.load(reader.stored_fields(row)["document"])


def _last_of_each_id(documents: Iterable[Document | Analysed]) -> Iterable[Document | Analysed]:
    """Whoosh replaces what was committed, but not what the same writer added before."""
    return {document.id: document for document in documents}.values()


@contextmanager
def _committing(writer: Any, **how: Any) -> Iterator[None]:
    """Commits what was written, or nothing of it after an exception."""
    try:
        yield
    except BaseException:
        writer.cancel()
        raise
    writer.commit(**how)


class WhooshEngine:
    """See `indexer.engine.base.Engine`. May be shared by threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()  # Whoosh's readers are not made for several threads
        self._open: _Snapshot | None = None

    # ------------------------------------------------------------------ writing

    def add(self, documents: Iterable[Document | Analysed]) -> None:
        writer = self._writer(self._index(create=True))
        with _committing(writer):
            for document in _last_of_each_id(documents):
                writer.update_document(**fields(analysed(document)))

    def rebuild(self, documents: Iterable[Document | Analysed]) -> None:
        writer = self._writer(self._index(create=True, any_version=True))
        with _committing(writer, mergetype=CLEAR):
            for document in _last_of_each_id(documents):
                writer.add_document(**fields(analysed(document)))
        self._stamp()

    def delete(self, ids: Iterable[str]) -> int:
        writer = self._writer(self._index())
        with _committing(writer):
            return sum(writer.delete_by_term("id", id) for id in set(ids))

    def _index(self, *, create: bool = False, any_version: bool = False) -> Any:
        if not whoosh_index.exists_in(self._folder):
            if not create:
                raise IndexMissing(f"no index at {self._folder}: run timtin build PATHS")
            self._folder.mkdir(parents=True, exist_ok=True)
            whoosh_index.create_in(self._folder, schema())
            self._stamp()
        if not any_version:
            self._check_version()
        return whoosh_index.open_dir(self._folder, schema=schema())

    def _stamp(self) -> None:
        (self._folder / _STAMP).write_text(json.dumps({"analyzer": VERSION}), encoding="utf-8")

    def _check_version(self) -> None:
        path = self._folder / _STAMP
        version = json.loads(path.read_text(encoding="utf-8"))["analyzer"] if path.exists() else 0
        if version != VERSION:
            raise IndexOutdated(
                f"{self._folder} was built by analyzer {version}, this is analyzer {VERSION}: "
                "run timtin build --rebuild PATHS"
            )

    def _writer(self, index: Any) -> Any:
        try:
            return index.writer()
        except LockError as error:
            raise IndexLocked(f"another process is writing to {self._folder}: try again when it has ended") from error

    # ------------------------------------------------------------------ reading

    def get(self, id: str) -> Document | None:
        with self._lock:
            snapshot = self._snapshot()
            return snapshot.document(snapshot.rows[id]) if id in snapshot.rows else None

    def count(self) -> int:
        with self._lock:
            return len(self._snapshot().rows)

    def generation(self) -> int:
        with self._lock:
            return self._snapshot().generation

    def search(self, request: SearchRequest) -> SearchResult:
        with self._lock:
            snapshot = self._snapshot()
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
        with self._lock:
            snapshot = self._snapshot()
            if field in (*VALUE_FACETS, "source"):
                columns = snapshot.columns
                values = columns.sources if field == "source" else columns.values[field]
                counts = zip(values.names, values.counts(snapshot.executor.live).tolist(), strict=True)
                return iter([(name, count) for name, count in counts if count and name.startswith(prefix)])
            counted = [(name, snapshot.executor.frequency(field, name)) for name in _expand(snapshot, field, prefix)]
            return iter([(name, count) for name, count in counted if count])

    def scan(self) -> Iterator[Document]:
        with self._lock:
            snapshot = self._snapshot()
        for _, row in sorted(snapshot.rows.items()):
            with self._lock:
                document = snapshot.document(row)
            yield document

    def close(self) -> None:
        with self._lock:
            if self._open:
                self._open.reader.close()
            self._open = None

    def _snapshot(self) -> _Snapshot:
        if self._open is None or not self._open.is_current():
            self._open = _Snapshot.of(self._index())
        return self._open


def _expand(snapshot: _Snapshot, stream: str, prefix: str) -> list[str]:
    return [term.decode() for term in snapshot.reader.expand_prefix(stream, prefix)]
