"""Files -> articles -> documents -> engine, and a report of what happened to every one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer import entities, extract
from indexer.engine import Engine
from indexer.errors import IndexMissing
from indexer.model import Article, Document

State = Literal["added", "updated", "unchanged", "duplicate", "skipped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article, or of one file that held none."""

    name: str
    state: State
    id: str = ""
    reason: str = ""  # why it was skipped, or which name it is a duplicate of


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]

    def counts(self) -> dict[State, int]:
        counted = Counter(outcome.state for outcome in self.outcomes)
        return {state: counted[state] for state in ("added", "updated", "unchanged", "duplicate", "skipped")}


Progress = Callable[[int, int], None]  # files read, files in all


def build(paths: Sequence[Path], engine: Engine, *, rebuild: bool = False, progress: Progress | None = None) -> Report:
    """Index every article below `paths`, in one commit.

    Args:
        rebuild: replace all that the engine holds, all or nothing.

    Raises:
        EngineError: nothing was stored; the engine holds what it held.
    """
    run = _Run(None if rebuild else _stored(engine))
    documents = list(run.documents(paths, progress or (lambda _done, _all: None)))
    if rebuild:
        engine.rebuild(documents)
    elif documents:
        engine.add(documents)
    return Report(tuple(run.outcomes))


def document(article: Article) -> Document:
    """An article with its facet values."""
    published = article.published.day if article.published else None
    found = entities.find(article.title, article.body, published, title_derived=article.title_derived)
    return Document(article, found.persons, found.ministries, found.likely, found.mentions)


def _stored(engine: Engine) -> Engine | None:
    try:
        engine.count()
    except IndexMissing:
        return None
    return engine


class _Run:
    """One pass over the files; keeps what became of each."""

    def __init__(self, stored: Engine | None) -> None:
        self._stored = stored
        self._seen: dict[str, str] = {}  # id -> name of its first article
        self.outcomes: list[Outcome] = []

    def documents(self, paths: Sequence[Path], progress: Progress) -> Iterator[Document]:
        files = list(extract.sources(paths))
        for done, (path, name) in enumerate(files, start=1):
            for found in extract.read(path, name):
                if isinstance(found, extract.Skipped):
                    self.outcomes.append(Outcome(found.name, "skipped", reason=found.reason))
                else:
                    yield from self._new(found)
            progress(done, len(files))

    def _new(self, article: Article) -> Iterator[Document]:
        """The document, where it is not stored as it is."""
        name = article.origin.name
        if article.id in self._seen:
            self.outcomes.append(Outcome(name, "duplicate", article.id, f"same article as {self._seen[article.id]}"))
            return
        self._seen[article.id] = name
        made = document(article)
        before = self._stored.get(article.id) if self._stored else None
        state: State = "added" if not isinstance(before, Document) else "unchanged" if before == made else "updated"
        self.outcomes.append(Outcome(name, state, article.id))
        if state != "unchanged":
            yield made
