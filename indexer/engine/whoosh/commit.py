"""One commit: documents and deletions -> segment files and the contents file of a draft."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import numpy as np

from indexer.engine.analysed import Analysed, analysed
from indexer.engine.whoosh import arrays, records, toc
from indexer.engine.whoosh.arrays import Content
from indexer.engine.whoosh.batch import Batch
from indexer.engine.whoosh.codec import ENDING, ArraySegment
from indexer.engine.whoosh.generations import Draft
from indexer.engine.whoosh.merge import merged
from indexer.engine.whoosh.segment import Segment
from indexer.model import Document

Choice = Callable[[list[int]], list[int]]  # the sizes of segments -> the places of those to merge


class Commit:
    """Segments are never changed: a document that goes is noted in the contents file."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._folder = draft.folder
        self._segments = toc.read(draft.base) if draft.base else []
        self._opened: dict[str, Segment] = {}
        self._gone: list[str] = []

    def add(self, documents: Iterable[Document | Analysed]) -> None:
        """In memory are the terms of one batch at a time."""
        coming = map(analysed, documents)
        while len(batch := Batch(coming)):
            self._flush(batch)

    def note(self, told: Mapping[str, int]) -> None:
        records.note_outcomes(self._draft, told)

    def delete(self, ids: Collection[str]) -> list[str]:
        """The ids that were there."""
        for segment in self._segments:
            opened = self._open(segment)
            rows = {id: row for id in ids if (row := opened.row(id)) >= 0}
            self._drop(segment, rows.values())
            self._gone += rows
        return self._gone

    def merge(self, choice: Choice) -> None:
        """Merge the chosen segments into one; segments without a document left go in any case."""
        sizes = [segment.doc_count() for segment in self._segments]
        chosen = choice(sizes)
        kept = [segment for place, segment in enumerate(self._segments) if place not in chosen and sizes[place]]
        parts = [self._open(self._segments[place]) for place in chosen if sizes[place]]
        self._segments = kept
        if parts:
            self._write(merged(parts), sum(part.count for part in parts))

    def finish(self) -> None:
        """Writes the contents file; files that no segment needs any more leave the draft."""
        before = records.removed_before(self._draft)
        noted = before.union(self._gone)
        removed = {id for id in noted if all(self._open(held).row(id) < 0 for held in self._segments)}
        if removed != before if self._draft.base else removed:
            records.note_removed(self._draft, removed)
        kept = {segment.path(self._folder) for segment in self._segments}
        for path in self._folder.glob(f"*{ENDING}"):
            if path not in kept:
                path.unlink()
        toc.write(self._folder, self._segments, self._draft.base)

    def _flush(self, batch: Batch) -> None:
        """What was stored under the same ids goes: that of the generation before, and of earlier batches."""
        keys = batch.keys()
        for segment in self._segments:
            opened = self._open(segment)
            places = np.flatnonzero(np.isin(opened.columns.id_keys, keys)).tolist()
            self._drop(segment, [row for row in places if opened.columns.ids[row].decode() in batch])
        self._write(batch.arrays(), len(batch))

    def _write(self, content: Iterator[tuple[str, Content]], size: int) -> None:
        segment = ArraySegment(size)
        arrays.write(segment.path(self._folder), content)
        self._segments.append(segment)

    def _open(self, segment: ArraySegment) -> Segment:
        name = segment.segment_id()
        if name not in self._opened:
            self._opened[name] = segment.open(self._folder)
        return self._opened[name]

    def _drop(self, segment: ArraySegment, rows: Iterable[int]) -> None:
        gone = list(rows)
        if gone:
            segment.deleted = [*segment.deleted.tolist(), *gone]
            name = segment.segment_id()
            self._opened[name] = self._opened[name].without(segment.deleted)
