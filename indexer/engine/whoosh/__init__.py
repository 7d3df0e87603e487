"""The embedded engine: a Whoosh index in a folder, with segments of our own."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar, overload

from indexer.config import TIMEOUT
from indexer.engine.analysed import Analysed
from indexer.engine.stored import Outline
from indexer.engine.whoosh.commit import Choice, Commit
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.generations import WAIT, Generations
from indexer.engine.whoosh.merge import all_of, due, due_now
from indexer.engine.whoosh.snapshot import Snapshot
from indexer.engine.whoosh.verification import check_version
from indexer.errors import DiskFull, TimtinError
from indexer.model import Document, Removed
from indexer.request import SearchRequest, SearchResult

_ROOM = 8  # bytes on the disk a character of text, about, while a commit is written

_Item = TypeVar("_Item")


class WhooshEngine:
    """See `indexer.engine.base.Engine`. May be shared by threads."""

    def __init__(self, folder: Path, *, wait: float = WAIT, timeout: float = TIMEOUT) -> None:
        self.generations = Generations(folder, wait=wait)
        self._timeout = timeout
        self._lock = threading.Lock()  # for opening; what is open needs none
        self._open: Snapshot | None = None
        self._rebuilt = False  # in a run that goes on: groups follow, and at its end all is merged again

    # ------------------------------------------------------------------ writing

    def add(self, documents: Iterable[Document | Analysed], outcomes: Mapping[str, int] | None = None) -> None:
        with self._committing(room=_room(documents)) as commit:
            commit.add(documents)
            if outcomes:
                commit.note(outcomes)
            commit.merge(due_now)
        ended = bool(outcomes) and self._rebuilt
        with suppress(DiskFull):  # what was stored is stored; a commit that finds room merges it
            self._merge(all_of if ended else due)
        self._rebuilt &= not ended

    def rebuild(self, documents: Iterable[Document | Analysed]) -> None:
        with self._committing(fresh=True, room=_room(documents)) as commit:
            commit.add(documents)
            commit.merge(all_of)
        self._rebuilt = True

    def delete(self, ids: Iterable[str]) -> int:
        self.generations.current()  # nothing is made where there is no index
        with self._committing() as commit:
            return len(commit.delete(set(ids)))

    def _merge(self, choice: Choice) -> None:
        """A commit of its own, when there is something to merge: what was stored is found already."""
        with self._reading() as snapshot:
            share = sum(snapshot.sizes[place] for place in choice(snapshot.sizes)) / max(snapshot.count, 1)
            room = share * snapshot.generation.size
        if room:
            with self._committing(room=int(room)) as commit:
                commit.merge(choice)

    @contextmanager
    def _committing(self, *, fresh: bool = False, room: int = 0) -> Iterator[Commit]:
        with self.generations.writing(fresh=fresh, room=room) as draft:
            if draft.base:
                check_version(draft.base)
            commit = Commit(draft)
            yield commit
            commit.finish()

    # ------------------------------------------------------------------ reading

    def get(self, id: str) -> Document | Removed | None:
        with self._reading() as snapshot:
            return snapshot.get(id)

    def count(self) -> int:
        with self._reading() as snapshot:
            return snapshot.count

    def generation(self) -> int:
        with self._reading() as snapshot:
            return snapshot.generation.number

    def search(self, request: SearchRequest) -> SearchResult:
        with self._reading() as snapshot:
            return snapshot.search(request, Deadline(self._timeout))

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        with self._reading() as snapshot:
            return self._each(snapshot, snapshot.terms(field))

    @overload
    def scan(self) -> Iterator[Document]: ...

    @overload
    def scan(self, request: SearchRequest) -> Iterator[Outline]: ...

    def scan(self, request: SearchRequest | None = None) -> Iterator[Document] | Iterator[Outline]:
        with self._reading() as snapshot:
            if request:
                return self._each(snapshot, snapshot.found(request, Deadline(self._timeout)))
            return self._each(snapshot, snapshot.scan())

    def close(self) -> None:
        self._open = None

    def _each(self, snapshot: Snapshot, read: Iterator[_Item]) -> Iterator[_Item]:
        """What is read as it is asked for, from the generation of the call."""
        with self._reading(snapshot):
            yield from read

    @contextmanager
    def _reading(self, snapshot: Snapshot | None = None) -> Iterator[Snapshot]:
        snapshot = snapshot or self._current()
        try:
            yield snapshot
        except TimtinError:
            raise
        except Exception:
            self.generations.suspect(snapshot.generation)  # names the file that is damaged
            raise

    def _current(self) -> Snapshot:
        """The committed generation; one that is open stays whole for those who hold it."""
        snapshot = self._open
        if snapshot is None or not self.generations.is_current(snapshot.generation):
            with self._lock:
                snapshot = self._open
                if snapshot is None or not self.generations.is_current(snapshot.generation):
                    self._open = snapshot = self.generations.open(partial(Snapshot, before=snapshot))
        return snapshot


def _room(documents: Iterable[Document | Analysed]) -> int:
    """About how much will be written, where that can be known before."""
    if not isinstance(documents, Collection):
        return 0
    articles = (made.document.article if isinstance(made, Analysed) else made.article for made in documents)
    return _ROOM * sum(len(article.title) + len(article.body) for article in articles)
