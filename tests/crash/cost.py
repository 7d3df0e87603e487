"""What publication costs: builds and small commits with and without saving, in turns."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from shutil import rmtree

from indexer.engine import analysed
from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.storage import Storage
from indexer.model import Article, Document
from tests.crash.archive import Unsaved

_SMALL = 20  # commits of one article


def of_saving(folder: Path, articles: int, rounds: int = 3) -> str:
    """Seconds to analyse and store, milliseconds of a commit of one article: medians of rounds in turns."""
    made = list(map(_document, range(articles)))
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for turn in range(2 * rounds):
        saved = turn % 2 == 0
        taken[saved].append(_timed(folder / "index", made, Storage() if saved else Unsaved()))
    (build, small), (build_unsaved, small_unsaved) = (
        tuple(map(statistics.median, zip(*taken[saved], strict=True))) for saved in (True, False)
    )
    return (
        f"{articles} articles: build {build:.2f} s, {100 * (build / build_unsaved - 1):+.1f} % for saving; "
        f"a commit of one {1000 * small:.1f} ms, {1000 * small_unsaved:.1f} ms without saving"
    )


def _timed(index: Path, articles: list[Document], storage: Storage) -> tuple[float, float]:
    engine = WhooshEngine(index)
    engine.generations = Generations(index, storage=storage)
    start = time.perf_counter()
    engine.rebuild(articles)
    build = time.perf_counter() - start
    small = []
    for number in range(_SMALL):
        start = time.perf_counter()
        engine.add([analysed(_document(number, "mới"))])
        small.append(time.perf_counter() - start)
    engine.close()
    rmtree(index)
    return build, statistics.median(small)


def _document(number: int, word: str = "cũ") -> Document:
    body = "\n".join(
        f"Đoạn {at} của bài {number} {word}: Bộ Y tế họp về mưa lớn ở tỉnh {at * number % 63}." for at in range(20)
    )
    return Document(Article(f"a{number}", f"Bài {number}", body))
