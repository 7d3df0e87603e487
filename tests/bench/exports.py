"""`python -m tests.bench exports --articles N`: seconds of CPU that a whole export takes, in every form, and its size.

One request each, of all articles, in this process.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from indexer import Searcher, open_engine
from tests.bench._corpus import CACHE, index
from webui import create_app
from webui.programs.export import FORMS


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench exports", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--engine", help="an index that stands, in place of one of the corpus")
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps articles and index between runs")
    asked = parser.parse_args(args)
    engine = open_engine(asked.engine or f"whoosh:{index(asked.corpus, asked.articles, asked.cache)}", timeout=60.0)
    client = create_app(Searcher(engine)).test_client()
    for form in FORMS:
        start = time.process_time()
        size = len(client.get(f"/export.{form}").data)
        print(f"{form:5} {time.process_time() - start:.2f} s, {size / 1e6:.1f} MB", flush=True)
