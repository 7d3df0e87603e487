"""Files -> articles -> documents -> engine, and a report of what happened to every one.

What is added is committed in batches, so that memory is bounded; a rebuild is one commit. Then
near-duplicates are grouped: a second, small commit; and what became of the files is kept with the archive.
"""

import os
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from indexer import extract, groups, pipeline, versions
from indexer.analysis.sketch import Sketch
from indexer.batches import batches
from indexer.engine import Analysed, Engine, holds_any
from indexer.errors import BuildInterrupted, NothingFound
from indexer.extract import Piece, Skipped
from indexer.model import Document
from indexer.report import Outcome, Progress, Report, State, Told

BATCH = 2_000  # articles a commit

_Item = TypeVar("_Item")


def build(
    paths: Sequence[Path],
    engine: Engine,
    *,
    rebuild: bool = False,
    workers: int | None = None,
    progress: Told = lambda _now: None,
) -> Report:
    """Index every article below `paths`, "-" being standard input.

    Args:
        rebuild: replace all that the engine holds, all or nothing; former texts of articles go too.
        workers: processes that read and analyse; by default one a core. The result does not depend on it.

    Raises:
        EngineError: could not store; earlier batches stay, after a failed rebuild the engine holds what it held.
        NothingFound: a rebuild would have left nothing.
        BuildInterrupted: by Ctrl-C; says what is stored.
    """
    run = _Run(engine, rebuild or not holds_any(engine))
    found = run.read(paths, workers or os.cpu_count() or 1, progress)
    try:
        with run.timed("all"):
            if rebuild:
                run.rebuild(found)
            else:
                for batch in batches(found, BATCH):
                    run.store(batch)
            near = run.group()
        report = Report(tuple(run.outcomes), near, dict(run.seconds))
        _note(report, engine)
    except KeyboardInterrupt:
        raise BuildInterrupted(run.kept()) from None
    finally:
        found.close()
    return report


def _note(report: Report, engine: Engine) -> None:
    """Not where nothing new was found: such a run commits nothing."""
    totals = report.totals()
    if totals.keys() - {"unchanged", "duplicate"} and holds_any(engine) and dict(engine.terms("outcome")) != totals:
        engine.add((), totals)


class _Run:
    """One pass over the files; keeps what became of each."""

    def __init__(self, engine: Engine, fresh: bool) -> None:
        self._engine = engine
        self._fresh = fresh  # no article of before this run counts
        self._names: dict[str, tuple[str, int]] = {}  # id -> name and text of its first article
        self._bands: dict[str, tuple[groups.Key, groups.Bands]] = {}  # of what was added or got another text
        self._former: list[Sketch] = []
        self._stored = 0
        self.outcomes: list[Outcome] = []
        self.seconds: dict[str, float] = defaultdict(float)

    # ------------------------------------------------------------------ reading

    def read(self, paths: Sequence[Path], workers: int, progress: Told) -> Generator[Analysed]:
        sources = list(extract.sources(paths))
        now = Progress(0, len(sources), 0, sum(_size(path) for path, _ in sources), 0)
        progress(now)
        results = pipeline.results(self._parts(sources), workers)
        try:
            for result in results:
                for item in result.found:
                    if isinstance(item, Skipped):
                        self.outcomes.append(Outcome(item.name, "skipped", reason=item.reason))
                    else:
                        now = replace(now, articles=now.articles + 1)
                        yield item
                for stage, taken in result.seconds.items():
                    self.seconds[stage] += taken
                now = replace(now, files=now.files + result.files, bytes=now.bytes + result.size)
                progress(now)
        finally:
            results.close()

    def _parts(self, sources: Iterable[tuple[Path, str]]) -> Iterator[Piece | Skipped]:
        for path, name in sources:
            yield from self._coming(extract.pieces(path, name), "cut")

    # ------------------------------------------------------------------ storing

    def rebuild(self, found: Iterator[Analysed]) -> None:
        """All in one commit; then what came again with another text, as a run after this one would do it."""
        later: list[Analysed] = []

        def first_ones() -> Iterator[Analysed]:
            for made in self._coming(found, "wait"):
                if made.id not in self._names:
                    self._tell(made, "added")
                    yield made
                elif not self._is_again(made):
                    later.append(made)
            if not self._names:
                raise NothingFound("no article was found: the index is as it was; check the paths")

        with self.timed("write"):
            self._engine.rebuild(first_ones())
        self.seconds["write"] -= self.seconds.pop("wait")
        self._stored = len(self._names)
        for batch in batches(later, BATCH):
            self.store(batch)

    def store(self, batch: Iterable[Analysed]) -> None:
        """One commit."""
        pending: dict[str, Analysed] = {}
        with self.timed("write"):
            for made in batch:
                if not self._is_again(made):
                    self._place(made, pending)
            if pending:
                self._engine.add(pending.values())
        self._stored += len(pending)

    def _is_again(self, made: Analysed) -> bool:
        """Whether an article with this id and text was in this run already."""
        name, text = self._names.get(made.id, ("", 0))
        if not name or text != versions.text(made.document.article):
            return False
        own = made.document.article.origin.name
        self.outcomes.append(Outcome(own, "duplicate", made.id, f"same article as {name}"))
        return True

    def _place(self, made: Analysed, pending: dict[str, Analysed]) -> None:
        """Puts the document among those to be stored, where it is not stored as it is."""
        before = self._before(made.id, pending)
        if before and not versions.is_edit(before.article, made.document.article):
            made = versions.with_own_id(made)
            if self._is_again(made):
                return
            before = self._before(made.id, pending)
        if before is None:
            self._tell(made, "added")
            pending[made.id] = made
        elif versions.is_same(before, made.document):
            self._tell(made, "unchanged")
        else:
            if versions.text(before.article) != versions.text(made.document.article):
                self._former.append(groups.of(before))
            self._tell(made, "updated")
            pending[made.id] = versions.updated(before, made)

    def _before(self, id: str, pending: dict[str, Analysed]) -> Document | None:
        if id in pending:
            return pending[id].document
        held = None if self._fresh and id not in self._names else self._engine.get(id)
        return held if isinstance(held, Document) else None

    def _tell(self, made: Analysed, state: State) -> None:
        article = made.document.article
        self._names[article.id] = article.origin.name, versions.text(article)
        self.outcomes.append(Outcome(article.origin.name, state, article.id, notes=article.origin.notes))
        if state != "unchanged":
            self._bands[article.id] = groups.key(made.document), groups.bands(made)

    # ------------------------------------------------------------------ near-duplicates

    def group(self) -> dict[str, str]:
        """Names the groups in all that is stored; gives the earliest near-duplicate of this run's articles."""
        if not self._bands:
            return {}
        near = {}
        with self.timed("group"):
            if self._fresh:
                changed = groups.linked(self._engine, list(self._bands.values()))
            else:
                changed = groups.changed(self._engine, self._bands, self._former)
            for batch in batches(changed, BATCH):
                self._engine.add(batch)
                near.update({document.id: document.group for document in batch})
        return {id: group for id, group in near.items() if id in self._names and group not in ("", id)}

    def kept(self) -> str:
        """What an interrupted run says."""
        if not self._stored:
            return "interrupted: the index is as it was"
        return f"interrupted: {self._stored} articles are stored, the others are not; run it again to go on"

    # ------------------------------------------------------------------ time

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the time of the block to that of the stage."""
        start = perf_counter()
        yield
        self.seconds[stage] += perf_counter() - start

    def _coming(self, items: Iterator[_Item], stage: str) -> Iterator[_Item]:
        """The items; the time that they take to come is the stage's."""
        while True:
            with self.timed(stage):
                item = next(items, None)
            if item is None:
                return
            yield item


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
