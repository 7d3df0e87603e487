"""Files -> articles -> documents -> engine, and a report of what happened to every one.

What is added is committed in batches, so that memory is bounded; a rebuild is one commit. Then
near-duplicates are grouped: a second, small commit; and what became of the files is kept with the archive.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from indexer import extract, groups, pipeline
from indexer.analysis.sketch import Sketch
from indexer.engine import Analysed, Engine, stored
from indexer.errors import BuildInterrupted, IndexMissing, NothingFound
from indexer.extract import Piece, Skipped, identity
from indexer.model import Article, Document, Version
from indexer.report import Outcome, Progress, Report, State, Told

BATCH = 2_000  # articles a commit
MAX_VERSIONS = 20  # former texts that are kept of one article
EDITED = 0.3  # share of the shorter text's word pairs from which two texts with one link are one article

_Item = TypeVar("_Item")


def build(
    paths: Sequence[Path],
    engine: Engine,
    *,
    rebuild: bool = False,
    workers: int | None = None,
    progress: Told | None = None,
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
    run = _Run(engine, rebuild or not _holds_any(engine))
    start = perf_counter()
    found = run.read(paths, workers or os.cpu_count() or 1, progress)
    try:
        if rebuild:
            run.rebuild(found)
        else:
            for batch in _batches(found, BATCH):
                run.store(batch)
        near = run.group()
        run.seconds["all"] = perf_counter() - start
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
    if totals.keys() - {"unchanged", "duplicate"} and _holds_any(engine) and dict(engine.terms("outcome")) != totals:
        engine.add((), totals)


def _holds_any(engine: Engine) -> bool:
    try:
        return engine.count() > 0
    except IndexMissing:
        return False


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

    def read(self, paths: Sequence[Path], workers: int, progress: Told | None) -> Generator[Analysed]:
        sources = list(extract.sources(paths))
        all_bytes = sum(_size(path) for path, _ in sources)
        files = done = articles = 0
        if progress:
            progress(Progress(0, len(sources), 0, all_bytes, 0))
        results = pipeline.results(self._parts(sources), workers)
        try:
            for result in results:
                for item in result.found:
                    if isinstance(item, Skipped):
                        self.outcomes.append(Outcome(item.name, "skipped", reason=item.reason))
                    else:
                        articles += 1
                        yield item
                for stage, taken in result.seconds.items():
                    self.seconds[stage] += taken
                files, done = files + result.files, done + result.size
                if progress:
                    progress(Progress(files, len(sources), done, all_bytes, articles))
        finally:
            results.close()

    def _parts(self, sources: Iterable[tuple[Path, str]]) -> Iterator[Piece | Skipped]:
        for path, name in sources:
            pieces = extract.pieces(path, name)
            while True:
                start = perf_counter()
                piece = next(pieces, None)
                self.seconds["cut"] += perf_counter() - start
                if piece is None:
                    break
                yield piece

    # ------------------------------------------------------------------ storing

    def rebuild(self, found: Iterator[Analysed]) -> None:
        """All in one commit; then what came again with another text, as a run after this one would do it."""
        later: list[Analysed] = []
        waited = 0.0

        def first_ones() -> Iterator[Analysed]:
            nonlocal waited
            while True:
                start = perf_counter()
                made = next(found, None)
                waited += perf_counter() - start
                if made is None:
                    break
                if made.id not in self._names:
                    self._tell(made, "added")
                    yield made
                elif not self._is_again(made):
                    later.append(made)
            if not self._names:
                raise NothingFound

        start = perf_counter()
        self._engine.rebuild(first_ones())
        self.seconds["write"] += perf_counter() - start - waited
        self._stored = len(self._names)
        for batch in _batches(iter(later), BATCH):
            self.store(batch)

    def store(self, batch: Iterable[Analysed]) -> None:
        """One commit."""
        start = perf_counter()
        pending: dict[str, Analysed] = {}
        for made in batch:
            if not self._is_again(made):
                self._place(made, pending)
        if pending:
            self._engine.add(pending.values())
        self._stored += len(pending)
        self.seconds["write"] += perf_counter() - start

    def _is_again(self, made: Analysed) -> bool:
        """Whether an article with this id and text was in this run already."""
        name, text = self._names.get(made.id, ("", 0))
        if not name or text != _text(made.document.article):
            return False
        own = made.document.article.origin.name
        self.outcomes.append(Outcome(own, "duplicate", made.id, f"same article as {name}"))
        return True

    def _place(self, made: Analysed, pending: dict[str, Analysed]) -> None:
        """Puts the document among those to be stored, where it is not stored as it is."""
        before = self._before(made.id, pending)
        if before and not _is_edit(before.article, made.document.article):
            made = _with_own_id(made)
            if self._is_again(made):
                return
            before = self._before(made.id, pending)
        if before is None:
            self._tell(made, "added")
            pending[made.id] = made
        elif _is_same(before, made.document):
            self._tell(made, "unchanged")
        else:
            if _text(before.article) != _text(made.document.article):
                self._former.append(groups.of(before))
            self._tell(made, "updated")
            pending[made.id] = _with(made, _updated(before, made.document))

    def _before(self, id: str, pending: dict[str, Analysed]) -> Document | None:
        if id in pending:
            return pending[id].document
        held = None if self._fresh and id not in self._names else self._engine.get(id)
        return held if isinstance(held, Document) else None

    def _tell(self, made: Analysed, state: State) -> None:
        article = made.document.article
        self._names[article.id] = article.origin.name, _text(article)
        self.outcomes.append(Outcome(article.origin.name, state, article.id, notes=article.origin.notes))
        if state != "unchanged":
            self._bands[article.id] = groups.key(made.document), groups.bands(made)

    # ------------------------------------------------------------------ near-duplicates

    def group(self) -> dict[str, str]:
        """Names the groups in all that is stored; gives the earliest near-duplicate of this run's articles."""
        if not self._bands:
            return {}
        start = perf_counter()
        if self._fresh:
            changed = groups.linked(self._engine, list(self._bands.values()))
        else:
            changed = groups.changed(self._engine, self._bands, self._former)
        near = {}
        for batch in _batches(changed, BATCH):
            self._engine.add(batch)
            near.update({document.id: document.group for document in batch})
        self.seconds["group"] += perf_counter() - start
        return {id: group for id, group in near.items() if id in self._names and group not in ("", id)}

    def kept(self) -> str:
        """What an interrupted run says."""
        if not self._stored:
            return "interrupted: the index is as it was"
        return f"interrupted: {self._stored} articles are stored, the others are not; run it again to go on"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _text(article: Article) -> int:
    return hash((article.title, article.body))


def _is_same(before: Document, made: Document) -> bool:
    """Whether nothing but where and when it was read, its group and its former texts differ."""
    article = replace(before.article, origin=made.article.origin)
    return replace(before, article=article, group=made.group, versions=made.versions) == made


def _is_edit(before: Article, after: Article) -> bool:
    """Whether two texts with one link are one article: portals give one link to many."""
    if before.title == after.title:
        return True
    one, other = _pairs(before), _pairs(after)
    return len(one & other) >= EDITED * min(len(one), len(other))


def _pairs(article: Article) -> set[tuple[str, str]]:
    words = f"{article.title} {article.body}".casefold().split()
    return set(pairwise(words))


def _updated(before: Document, made: Document) -> Document:
    """With the former text among its versions, if it was another one."""
    versions = before.versions
    if _text(before.article) != _text(made.article):
        article = before.article
        versions = (*versions, Version(article.title, article.body, article.origin.ingested))[-MAX_VERSIONS:]
    return replace(made, group=before.group, versions=versions)


def _with(analysed: Analysed, document: Document) -> Analysed:
    return Analysed(document, stored.dump(document), analysed.texts)


def _with_own_id(made: Analysed) -> Analysed:
    """Called by its content, as its link is that of another article."""
    article = made.document.article
    origin = replace(article.origin, notes=(*article.origin.notes, f"{article.url} is the link of another article too"))
    article = replace(article, id=identity.identify("", article.title, article.body), origin=origin)
    return _with(made, replace(made.document, article=article))


def _batches(items: Iterator[_Item], size: int) -> Iterator[list[_Item]]:
    while batch := list(islice(items, size)):
        yield batch
