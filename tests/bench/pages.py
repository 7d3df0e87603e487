"""`python -m tests.bench pages --articles N`: what pages cost beside the pages that they should cost about as much as.

The last page of all articles beside the first (UX 61); an article of 20,000 words with 10,000 matches beside one of
the corpus (UX 87); a search with three filters, an article and suggestions as they are (UX 115). The two of a pair
take turns; what is told is the median and the 95th percentile of the time to an answer, and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from flask.testing import FlaskClient

from indexer import Document, Searcher, open_engine
from tests.bench._corpus import corpus
from tests.fixture_f import documents
from webui import create_app

LONG = "a22"  # of the tests' own corpus


def main(args: Sequence[str]) -> None:
    asked = _arguments(args)
    with TemporaryDirectory(prefix="timtin-pages-") as name:
        engine = open_engine(f"whoosh:{Path(name) / 'index'}")
        engine.rebuild(corpus(asked.corpus, asked.articles, asked.cache))
        engine.add([document for document in documents() if document.id == LONG])
        searcher = Searcher(engine)
        ordinary = next(found for found in engine.scan() if found.id != LONG and found.persons and found.ministries)
        client = create_app(searcher).test_client()
        for title, path, other in _pairs(searcher, ordinary):
            times, others = _measured(client, (path, other), asked.rounds)
            print(f"{title}: {_told(times)}; {other[:40]} {_told(others)}; ratio {median(times) / median(others):.2f}")


def _arguments(args: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench pages", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--cache", type=Path, default=Path("var/bench"), help="keeps analysed articles between runs")
    return parser.parse_args(args)


def _pairs(searcher: Searcher, ordinary: Document) -> list[tuple[str, str, str]]:
    """What it is, its path, and the path that it is compared with."""
    word = ordinary.article.title.split()[0]
    first = f"/article/{ordinary.id}?{urlencode({'q': word})}"
    filters = {"q": word, "from": "2000-01-01"}
    filters |= {facet: searcher.slug(facet, ordinary.values(facet)[0]) for facet in ("person", "ministry")}
    return [
        ("last page", f"/search?page={searcher.count()}", "/search"),
        ("20,000 words, 10,000 matches", f"/article/{LONG}?{urlencode({'q': 'bàn'})}", first),
        ("three filters", f"/search?{urlencode(filters)}", f"/search?{urlencode({'q': word})}"),
        ("suggestions", f"/suggest?{urlencode({'q': word[:2]})}", first),
    ]


def _measured(client: FlaskClient, paths: tuple[str, ...], rounds: int) -> list[list[float]]:
    """Seconds, a list a path."""
    times: list[list[float]] = [[] for _ in paths]
    for _ in range(rounds):
        for path, held in zip(paths, times, strict=True):
            began = time.perf_counter()
            answer = client.get(path, buffered=True)
            held.append(time.perf_counter() - began)
            assert answer.status_code == 200, (path, answer.status)
    return times


def _told(times: list[float]) -> str:
    return f"{1000 * median(times):.1f} ms, p95 {1000 * quantiles(times, n=20)[-1]:.1f}"
