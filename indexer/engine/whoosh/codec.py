"""Our segments as Whoosh sees them: `whoosh.index.open_dir(folder)` reads them with its ordinary queries.

Whoosh keeps the schema, the table of contents with its segments and their deleted documents, and
the query language; the arrays answer. The engine's own requests go to `executor.py` instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec import base
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.matching import LeafMatcher, ListMatcher
from whoosh.reading import TermInfo

from indexer.clauses import STREAMS
from indexer.engine.analysed import POSITIONED
from indexer.engine.whoosh.arrays import borders
from indexer.engine.whoosh.postings import Entry, Postings
from indexer.engine.whoosh.rows import Rows
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.strings import Strings

ENDING = ".arrays"  # of a segment's file

_ID = "id"
_ROWS = np.dtype("<u4")


def schema() -> Any:
    """The streams, whose terms stand between blanks, and the stored document."""
    terms = {stream: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=stream in POSITIONED) for stream in STREAMS}
    return Schema(id=ID(stored=True, unique=True), document=STORED, **terms)


class ArraySegment(base.Segment):  # type: ignore[misc]
    """What the table of contents says of a segment. Pickled: plain attributes only."""

    def __init__(self, size: int) -> None:
        super().__init__("MAIN")
        self.size = size
        self.deletions = b""  # rows, ascending, of 4 bytes each

    @property
    def deleted(self) -> Rows:
        return np.frombuffer(self.deletions, _ROWS)

    @deleted.setter
    def deleted(self, rows: Iterable[int]) -> None:
        self.deletions = np.unique(np.fromiter(rows, _ROWS)).tobytes()

    def path(self, folder: Path) -> Path:
        return folder / str(self.make_filename(ENDING))

    def open(self, folder: Path) -> Segment:
        return Segment(self.path(folder), self.deleted)

    def codec(self) -> ArrayCodec:
        return ArrayCodec()

    def doc_count_all(self) -> int:
        return self.size

    def deleted_count(self) -> int:
        return len(self.deleted)


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads, with ordinary queries but for fuzzy ones; segments are written in bulk by `commit.py`."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> _Terms:
        return _Terms(segment.open(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> _Documents:
        return _Documents(segment.open(Path(storage.folder)))


class _Terms(base.TermsReader):  # type: ignore[misc]
    def __init__(self, segment: Segment) -> None:
        self._fields: dict[str, Postings] = {_ID: _ids(segment)}
        self._fields |= {str(stream): held for stream, held in segment.streams.items()}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self._fields and self._fields[field].terms.find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term, _ in self.items_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for field in self.indexed_field_names():
            if field >= fieldname:
                postings = self._fields[field]
                first = postings.terms.place(prefix) if field == fieldname else 0
                for term in range(first, len(postings.terms)):
                    yield (field, postings.terms[term]), _facts(postings.at(term))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Raises: KeyError: there is no such term; Whoosh's reader expects this error."""
        return _facts(self._entry(fieldname, text))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> _Matcher:
        entry = self._entry(fieldname, text)
        values = None if entry.postings.places is None else (entry.positions, borders(entry.counts))
        counts = entry.counts.astype(float).tolist()
        return _Matcher(entry.rows.tolist(), counts, values, format_, scorer, term=(fieldname, text))

    def _entry(self, field: str, text: bytes) -> Entry:
        postings = self._fields[field]
        if (term := postings.terms.find(text)) < 0:
            raise KeyError((field, text))
        return postings.at(term)


def _ids(segment: Segment) -> Postings:
    """The ids as terms of a field."""
    columns, ones = segment.columns, np.ones(segment.size, np.uint8)
    terms = Strings.of(columns.ids[row] for row in columns.by_id.tolist())
    return Postings(terms, np.arange(segment.size + 1), columns.by_id, ones, ones)


def _facts(entry: Entry) -> TermInfo:
    rows, counts = entry.rows, entry.counts
    lengths = entry.postings.lengths.take(rows)
    return TermInfo(
        weight=float(counts.sum()),
        df=len(rows),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(counts.max()),
        minid=int(rows[0]),
        maxid=int(rows[-1]),
    )


class _Matcher(ListMatcher, LeafMatcher):  # type: ignore[misc]
    """One term's rows, one after the other; its values are all positions, and where those of each row start."""

    def supports(self, astype: str) -> bool:
        return astype in ("frequency", "weight") or (astype == "positions" and self._values is not None)

    def value_as(self, astype: str) -> Any:
        if astype != "positions":
            return self.weight()
        positions, starts = self._values
        return positions[starts[self._i] : starts[self._i + 1]].tolist()

    def supports_block_quality(self) -> bool:
        return False


class _Documents(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._deleted = frozenset(segment.deleted.tolist())

    def doc_count(self) -> int:
        return self._segment.count

    def doc_count_all(self) -> int:
        return self._segment.size

    def has_deletions(self) -> bool:
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._deleted

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {_ID: self._segment.columns.ids[docnum].decode(), "document": self._segment.blobs[docnum]}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._segment.streams[fieldname].lengths[docnum]) if fieldname in STREAMS else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).max(initial=0))

    def _lengths(self, field: str) -> Any:
        return self._segment.streams[field].lengths if field in STREAMS else np.zeros(1, np.int64)
