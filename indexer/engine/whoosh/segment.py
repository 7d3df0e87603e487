"""One segment as it is read: its arrays, which of its documents are deleted, and what is worked out from them.

Generations share it, as readers of Lucene do (`DirectoryReader.openIfChanged`): each has its own deletions alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from indexer.analysis import GAP
from indexer.clauses import STREAMS, Stream
from indexer.engine import stored
from indexer.engine.whoosh import arrays
from indexer.engine.whoosh.arrays import Array
from indexer.engine.whoosh.blobs import Blobs
from indexer.engine.whoosh.broad import Broad
from indexer.engine.whoosh.columns import Columns
from indexer.engine.whoosh.postings import Entry, Postings
from indexer.engine.whoosh.rows import Mask, Rows, mask
from indexer.engine.whoosh.spread import Spread, kept
from indexer.model import Document

Unit = Literal["Y", "M", "D"]

_ENTRIES = 1024  # terms whose place is kept: finding one takes as long as scoring a thousand rows


class Segment:
    """Immutable; may be read by several threads."""

    def __init__(self, path: Path, deleted: Rows) -> None:
        held = arrays.read(path)
        self.let_go = held.let_go
        self.columns = Columns.read(held)
        self.size = len(self.columns.ids)
        self.streams = {stream: Postings.read(held, stream) for stream in STREAMS}
        self.entry: Callable[[Stream, str], Entry | None] = lru_cache(_ENTRIES)(partial(_entry, self.streams))
        self.spread: Callable[[Stream, str], Spread | None] = kept(self.entry, self.size)
        self.blobs = Blobs(held)
        self.broad = Broad(held)
        self.dated = self.columns.dated()  # rows with a publication date: the first ones
        self._calendars: dict[Unit, tuple[list[str], Array]] = {}
        self._delete(deleted)

    def _delete(self, deleted: Rows) -> None:
        self.deleted = deleted
        self.live: Mask = ~mask(deleted, self.size)
        self.everything: Rows = np.flatnonzero(self.live)

    def without(self, deleted: Rows) -> Segment:
        """The same file in a generation in which these rows are deleted: what is read and worked out is shared."""
        if np.array_equal(deleted, self.deleted):
            return self
        other = copy(self)
        other._delete(deleted)
        return other

    @property
    def count(self) -> int:
        """How many of its documents are not deleted."""
        return len(self.everything)

    @cached_property
    def shift(self) -> int:
        """The bits of a position, where row and position make one number."""
        longest = max(int(held.lengths.max(initial=0)) for held in self.streams.values())
        return (longest + GAP).bit_length()

    @cached_property
    def key(self) -> type[np.integer[Any]]:
        """The type of these numbers; small ones are sorted twice as fast."""
        return np.uint32 if self.size.bit_length() + self.shift < 32 else np.uint64  # one bit is for comparing them

    def alive(self, rows: Rows) -> Rows:
        return rows[self.live.take(rows)] if len(self.deleted) else rows

    def calendar(self, unit: Unit) -> tuple[list[str], Array]:
        """The years, months or days of publication, newest first; the first row of each, and the end of the last."""
        if unit not in self._calendars:
            labels, sizes = labelled(self.columns.days[: self.dated], unit)
            # row numbers of another type would be converted, all of them
            self._calendars[unit] = labels[::-1], arrays.borders(np.array(sizes[::-1])).astype(np.uint32)
        return self._calendars[unit]

    def row(self, id: str) -> int:
        """-1: no such document, or it is deleted."""
        row = self.columns.row(id)
        return row if row < 0 or self.live[row] else -1

    def document(self, row: int) -> Document:
        return stored.load(self.blobs[row])

    def outline(self, row: int) -> stored.Outline:
        return stored.outline(self.blobs[row])


def _entry(streams: Mapping[Stream, Postings], stream: Stream, text: str) -> Entry | None:
    return streams[stream].entry(text)


def labelled(days: Array, unit: Unit) -> tuple[list[str], list[int]]:
    """The years, months or days that these days since 1970 are in, ascending, and how many are."""
    if not len(days):
        return [], []
    periods, counts = np.unique(days.astype("datetime64[D]").astype(f"datetime64[{unit}]"), return_counts=True)
    return list(map(str, periods)), counts.tolist()
