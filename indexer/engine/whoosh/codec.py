"""Our segments as Whoosh sees them: `whoosh.index.open_dir(folder)` reads them with its ordinary queries.

Whoosh keeps the schema, the table of contents with its segments and their deleted documents, and
the query language; the arrays answer. The engine's own requests go to `executor.py` instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo

from indexer.clauses import STREAMS
from indexer.engine.whoosh.postings import Postings
from indexer.engine.whoosh.rows import Rows
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.strings import Strings

_ID = "id"
_ROWS = np.dtype("<u4")


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
        return folder / str(self.make_filename(".arrays"))

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
                    yield (field, postings.terms[term]), _facts(postings, term)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Raises: KeyError: there is no such term; Whoosh's reader expects this error."""
        postings = self._fields[fieldname]
        return _facts(postings, self._find(fieldname, text))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> _Matcher:
        return _Matcher(self._fields[fieldname], (fieldname, text), self._find(fieldname, text), format_, scorer)

    def _find(self, field: str, text: bytes) -> int:
        term = self._fields[field].terms.find(text)
        if term < 0:
            raise KeyError((field, text))
        return term


def _ids(segment: Segment) -> Postings:
    """The ids as terms of a field."""
    columns, ones = segment.columns, np.ones(segment.size, np.uint8)
    terms = Strings.of(columns.ids[row] for row in columns.by_id.tolist())
    return Postings(terms, np.arange(segment.size + 1), columns.by_id, ones, ones)


def _facts(postings: Postings, term: int) -> TermInfo:
    held = postings.of(term)
    rows, counts = postings.rows[held], postings.counts[held]
    lengths = postings.lengths.take(rows)
    return TermInfo(
        weight=float(counts.sum()),
        df=len(rows),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(counts.max()),
        minid=int(rows[0]),
        maxid=int(rows[-1]),
    )


class _Matcher(LeafMatcher):  # type: ignore[misc]
    """One term's rows, one after the other."""

    def __init__(self, postings: Postings, term: tuple[str, bytes], place: int, format_: Any, scorer: Any) -> None:
        self._postings, self._term, self._place = postings, term, place
        self.format, self.scorer = format_, scorer
        held = postings.of(place)
        self._rows, self._counts = postings.rows[held], postings.counts[held]
        self._starts = np.cumsum(self._counts, dtype=np.int64) - self._counts
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._rows)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> _Matcher:
        other = _Matcher(self._postings, self._term, self._place, self.format, self.scorer)
        other._at = self._at
        return other

    def id(self) -> int:
        return int(self._rows[self._at])

    def all_ids(self) -> Iterator[int]:
        return iter(self._rows[self._at :].tolist())

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += int(np.searchsorted(self._rows[self._at :], id))
        return True

    def weight(self) -> float:
        return float(self._counts[self._at])

    def supports(self, astype: str) -> bool:
        return astype in ("frequency", "weight") or (astype == "positions" and self._postings.positions is not None)

    def value_as(self, astype: str) -> Any:
        if astype != "positions":
            return self.weight()
        positions = self._postings.positions_of(self._place, self._place + 1)
        start = int(self._starts[self._at])
        return positions[start : start + int(self._counts[self._at])].tolist()

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
