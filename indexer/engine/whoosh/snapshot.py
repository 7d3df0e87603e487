"""One committed generation, open for reading. Immutable, so that threads share it without a lock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import merge

import numpy as np

from indexer.clauses import STREAMS
from indexer.engine.stored import Outline
from indexer.engine.whoosh import records, toc
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.executor import Answer, Executor
from indexer.engine.whoosh.pointer import Generation
from indexer.engine.whoosh.segment import Segment
from indexer.engine.whoosh.strings import union
from indexer.engine.whoosh.verification import check_version, identity
from indexer.model import Document, Removed
from indexer.request import Hit, SearchRequest, SearchResult


class Snapshot:
    def __init__(self, generation: Generation, before: Snapshot | None = None) -> None:
        """Args: before: a former state; its segments that still stand are not opened again."""
        check_version(generation)
        self.generation = generation
        self._files: dict[Hashable, Segment] = _opened(generation, before._files if before else {})
        self.segments = list(self._files.values())
        self._executor = Executor(self.segments)
        self._removed = records.removed(generation)
        self._outcomes = records.outcomes(generation)
        self.sizes = [segment.count for segment in self.segments]
        self.count = sum(self.sizes)

    def get(self, id: str) -> Document | Removed | None:
        for segment in self.segments:
            if (row := segment.row(id)) >= 0:
                return segment.document(row)
        return Removed(id) if id in self._removed else None

    def answer(self, request: SearchRequest, deadline: Deadline) -> Answer:
        return self._executor.search(request, deadline)

    def search(self, request: SearchRequest, deadline: Deadline) -> SearchResult:
        answer = self.answer(request, deadline)
        hits = tuple(Hit(found.segment.document(found.row), found.score) for found in answer.shown)
        return SearchResult(answer.total, hits, answer.facets, answer.groups)

    def found(self, request: SearchRequest, deadline: Deadline) -> Iterator[Outline]:
        """All hits, from the first one asked for on."""
        shown = self.answer(replace(request, size=self.count, facet_size=0), deadline).shown
        return (found.segment.outline(found.row) for found in shown)

    def scan(self) -> Iterator[Document]:
        for _, segment, row in merge(*(_by_id(place, held) for place, held in enumerate(self.segments))):
            yield self.segments[segment].document(row)

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        held: Iterable[tuple[str, int]]
        if field == "outcome":
            held = sorted(self._outcomes.items())
        elif field in STREAMS:
            held = _frequencies(self.segments, field)
        else:
            held = self._executor.names[field].counted([segment.everything for segment in self.segments])
        return ((name, count) for name, count in held if count)


def _opened(generation: Generation, known: Mapping[Hashable, Segment]) -> dict[Hashable, Segment]:
    """The segments, by what tells their files apart; their content was verified."""
    found: dict[Hashable, Segment] = {}
    for listed in toc.read(generation):
        path = listed.path(generation.folder)
        file = identity(path.stat(), generation.files[path.name])
        found[file] = known[file].without(listed.deleted) if file in known else Segment(path, listed.deleted)
    return found


def _by_id(place: int, segment: Segment) -> Iterator[tuple[bytes, int, int]]:
    ids, live = segment.columns.ids, segment.live
    return ((ids[row], place, row) for row in segment.columns.by_id.tolist() if live[row])


def _frequencies(segments: Sequence[Segment], stream: str) -> Iterator[tuple[str, int]]:
    """Of each term of a stream, in how many documents it stands."""
    held = [segment.streams[stream] for segment in segments]  # type: ignore[index]
    terms, places = union(postings.terms for postings in held)
    counts = np.zeros(len(terms), np.int64)
    for segment, postings, place in zip(segments, held, places, strict=True):
        counts[place] += postings.held(segment.deleted)
    return zip(map(bytes.decode, terms), counts.tolist(), strict=True)
