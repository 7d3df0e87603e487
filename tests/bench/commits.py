"""`python -m tests.bench commits --articles N`: what it costs to add one article to an index of N, merging included."""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import open_engine
from tests.bench._corpus import CACHE, corpus, index
from tests.bench.engines import quantile


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench commits", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps articles and index between runs")
    asked = parser.parse_args(args)
    folder = index(asked.corpus, asked.articles, asked.cache)
    more = islice(corpus(asked.corpus, asked.articles + asked.commits, asked.cache), asked.articles, None)
    with TemporaryDirectory(prefix="timtin-commits-") as name:
        copy = shutil.copytree(folder, Path(name) / "index")
        engine = open_engine(f"whoosh:{copy}")
        cpu, wall = [], []
        for document in more:
            start, began = time.process_time(), time.perf_counter()
            engine.add([document])
            cpu.append(1000 * (time.process_time() - start))
            wall.append(1000 * (time.perf_counter() - began))
        engine.close()
    for kind, held in (("CPU", cpu), ("wall", wall)):
        print(f"{kind} p50 {quantile(held, 0.5):.1f} ms, p95 {quantile(held, 0.95):.1f} ms of {len(held)} commits")
