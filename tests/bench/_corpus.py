"""Articles -> analysed documents, the same for all engines, and an index of them; kept in a cache between runs."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from indexer import HANOI, Article, Document, EngineError, Published, document, open_engine
from indexer.analysis import VERSION
from indexer.engine import Analysed, analysed
from tests.quality import rows

CACHE = Path.home() / ".cache/timtin-bench"
CHUNK = 5_000  # documents a file of the cache
_TAIL = 4_000  # days back over which a second helping of the same articles is dated


def corpus(path: Path | None, count: int, cache: Path) -> Iterator[Analysed]:
    """`count` documents: those of `path`, again with other ids and dates where there are too few; or made up."""
    held = invented(count) if path is None else _cached(path, count, cache)
    return islice(held, count)


def index(path: Path | None, count: int, cache: Path) -> Path:
    """The folder of an index of `corpus`, made where there is none of this version."""
    folder = cache / f"index-{path.name.partition('.')[0] if path else 'invented'}-{count}"
    engine = open_engine(f"whoosh:{folder}")
    try:
        engine.count()
    except EngineError:
        engine.rebuild(corpus(path, count, cache))
    engine.close()
    return folder


def _cached(path: Path, count: int, cache: Path) -> Iterator[Analysed]:
    folder = cache / f"analysed-{VERSION}-{sha256(str(path.resolve()).encode()).hexdigest()[:8]}"
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _fill(path, folder)
        (folder / "whole").touch()
    files = sorted(folder.glob("*.pickle"))
    for helping in range(count):  # as often as it takes; `islice` ends it
        for file in files:
            for made in pickle.loads(file.read_bytes()):
                yield _again(made, helping) if helping else made


def _fill(path: Path, folder: Path) -> None:
    chunk: list[Analysed] = []
    held = rows(path)
    for number, row in enumerate(held, start=1):
        at = datetime.combine(date.fromisoformat(row["published"]), datetime.min.time(), HANOI)
        body = "\n".join(filter(None, (row.get("summary", ""), row["body"])))
        article = Article(row["id"], row["title"], body, published=Published(at, "field", row["published"], False))
        chunk.append(_plain(analysed(document(article))))
        if len(chunk) == CHUNK or number == len(held):
            (folder / f"{number:07}.pickle").write_bytes(pickle.dumps(chunk, -1))
            chunk = []


def _plain(made: Analysed) -> Analysed:
    """The streams that all engines index, each at hand: without that of near-duplicates."""
    return replace(made, texts={**made.texts, "fold": made.text("fold"), "sketch": ""})


def _again(made: Analysed, helping: int) -> Analysed:
    """The same article under another id, at another day."""
    shift = timedelta(Random(made.id).randrange(1, _TAIL) * helping)
    published = made.document.article.published
    assert published
    article = replace(
        made.document.article, id=f"{made.id}-{helping}", published=replace(published, at=published.at - shift)
    )
    return replace(made, document=replace(made.document, article=article))


def invented(count: int) -> Iterator[Analysed]:
    """Articles of words that mean nothing, as frequent as words of a language are."""
    random = Random(0)
    onsets, rimes = ["b", "c", "d", "g", "h", "kh", "l", "m", "n", "ng", "ph", "t", "th", "tr", "v", "x"], [
        "a", "an", "ang", "ao", "e", "en", "i", "inh", "o", "on", "ong", "u", "ung", "uoc", "uong", "y",
    ]  # fmt: skip
    syllables = [onset + rime for rime in rimes for onset in onsets]
    names = [f"Nguyễn {a.title()} {b.title()}" for a in syllables[:64] for b in syllables[:16]]
    weights = [1 / (rank + 3) for rank in range(len(names))]
    frequent = [1 / (rank + 2) for rank in range(len(syllables))]
    bodies = [f"Bộ {syllable.title()}" for syllable in syllables[:20]]
    for number in range(count):
        text = " ".join(random.choices(syllables, frequent, k=random.randrange(80, 240)))
        at = datetime(2024, 12, 31, tzinfo=HANOI) - timedelta(random.randrange(2_000))
        article = Article(f"i{number:07}", text[:40], text, published=Published(at, "field", "", False))
        persons = tuple(dict.fromkeys(random.choices(names, weights, k=random.randrange(5))))
        ministries = tuple(dict.fromkeys(random.choices(bodies, weights[:20], k=random.randrange(3))))
        yield _plain(analysed(Document(article, persons, ministries)))
