"""`python -m tests.bench cluster --corpus FILE --articles N`: what an archive costs on three nodes of OpenSearch.

All nodes share this machine, so that seconds by the clock say little where it does other work: beside them stands
the time that the nodes compute. Searches have facets: of words, of one ministry, and of all articles, in a fresh
process just after a commit and in one that was asked before.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from random import Random

from indexer import Engine, Filters, SearchRequest, open_engine
from indexer.engine import Analysed
from indexer.query import parse
from tests.bench._corpus import corpus
from tests.bench.engines import quantile
from tests.opensearch.cluster import Cluster

SAMPLE = 5_000  # documents that requests are made of
SEARCHES = 60  # of words
ROUNDS = 5  # pages of all articles
MINUTE = 60.0  # seconds: nothing is given up


def main(args: Sequence[str]) -> None:
    asked = _arguments(args)
    with Cluster(f"-Xms{asked.heap} -Xmx{asked.heap}") as cluster:
        url = cluster.url("articles", f"?shards=3&replicas={asked.replicas}")
        engine = open_engine(url, timeout=MINUTE)
        sample = list(islice(corpus(asked.corpus, SAMPLE, asked.cache), SAMPLE))
        print(f"{asked.articles} articles, {asked.replicas} replicas, heap {asked.heap}")
        start = _computed(cluster)
        rate = _filled(engine, corpus(asked.corpus, asked.articles, asked.cache))
        spent = 1000 * (_computed(cluster) - start) / asked.articles
        print(f"index: {rate:.0f} articles a second, {spent:.1f} ms computed an article", flush=True)
        cluster.ask("articles/_flush", "POST")
        size = int(cluster.ask("_cat/indices/articles-0*?format=json&bytes=b&h=pri.store.size")[0]["pri.store.size"])
        print(f"disk, one copy: {size / 1e6:.0f} MB, {size / asked.articles:.0f} bytes an article", flush=True)
        wide = [SearchRequest(grouped=True)]
        for name, requests in _requests(sample).items():
            _tell(name, [_asked(cluster, engine, request) for request in requests])
        for name in ("all articles, first after a commit", "all articles, other processes"):
            held = []
            for _ in range(ROUNDS):
                if "first" in name:
                    engine.add(sample[:1])
                fresh = open_engine(url, timeout=MINUTE)
                held.append(_asked(cluster, fresh, wide[0]))
                fresh.close()
            _tell(name, held)
        _tell("all articles, again", [_asked(cluster, engine, wide[0]) for _ in range(ROUNDS + 1)][1:])
        engine.close()


def _arguments(args: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench cluster", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--heap", default="1g", help="of each node")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/timtin-bench", help="of analysed articles")
    return parser.parse_args(args)


def _filled(engine: Engine, documents: Iterator[Analysed]) -> float:
    """Articles a second, without the time that they take to come."""
    waited, count = 0.0, 0

    def timed() -> Iterator[Analysed]:
        nonlocal waited, count
        start = time.monotonic()
        for document in documents:
            made = _sketched(document)
            waited += time.monotonic() - start
            count += 1
            yield made
            start = time.monotonic()

    start = time.monotonic()
    engine.rebuild(timed())
    return count / (time.monotonic() - start - waited)


def _sketched(made: Analysed) -> Analysed:
    """With as many bands as articles have; the corpus of benches is without."""
    bands = blake2b(made.document.id.encode(), digest_size=64).hexdigest()
    texts = {**made.texts, "sketch": " ".join(bands[at : at + 16] for at in range(0, 128, 16))}
    return replace(made, texts=texts)


def _requests(sample: Sequence[Analysed]) -> dict[str, list[SearchRequest]]:
    random = Random(9)
    words: list[SearchRequest] = []
    for made in random.sample(sample, SEARCHES):
        title = made.document.article.title.split()
        at = random.randrange(max(len(title) - 3, 1))
        text = " ".join(title[at : at + random.choice([1, 2, 2, 3, 4])])
        words.append(SearchRequest(parse(text), grouped=True))
    ministries = sorted({name for made in sample for name in made.document.ministries})[:20]
    chosen = [SearchRequest(filters=Filters(ministry=frozenset({name})), grouped=True) for name in ministries]
    return {"words": words, "one ministry": chosen}


def _asked(cluster: Cluster, engine: Engine, request: SearchRequest) -> tuple[float, float]:
    """Milliseconds by the clock, and those that the nodes computed."""
    start, computed = time.monotonic(), _computed(cluster)
    engine.search(request)
    return 1000 * (time.monotonic() - start), 1000 * (_computed(cluster) - computed)


def _computed(cluster: Cluster) -> float:
    """Seconds of CPU of all nodes since they started."""
    stats = [Path(f"/proc/{cluster.process(node)}/stat").read_text() for node in cluster.living()]
    fields = [stat.rpartition(")")[2].split() for stat in stats]
    return sum(int(held[11]) + int(held[12]) for held in fields) / os.sysconf("SC_CLK_TCK")


def _tell(name: str, held: Sequence[tuple[float, float]]) -> None:
    clock, computed = zip(*held, strict=True)
    middle, late = quantile(clock, 0.5), quantile(clock, 0.95)
    print(f"{name}: {middle:.0f} / {late:.0f} ms; computed {sum(computed) / len(computed):.0f} ms", flush=True)
