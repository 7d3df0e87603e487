"""`python -m tests.bench growth --corpus FILE`: what five times as many articles cost in memory, and in every search.

Our engine alone, on one core; the corpus comes again with other ids and days until there are enough
articles. A search counts with the fastest of some rounds. The last line holds the geometric
means of how many times as long the median of a class takes in the larger index.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import geometric_mean

from tests.bench._corpus import CACHE, corpus
from tests.bench._peers import Timtin
from tests.bench._queries import SAMPLE, classes, faceted
from tests.bench._race import Runner, race
from tests.bench.engines import built, folder_of, quantile


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench growth", description=__doc__)
    parser.add_argument("--articles", type=int, nargs=2, default=(100_000, 500_000))
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where indexes stay")
    asked = parser.parse_args(args)
    runners = []
    for count in asked.articles:
        sized = argparse.Namespace(**{**vars(asked), "articles": count})
        held = built(Timtin, sized)
        print(
            f"{count} articles: {held['articles']:.0f} a CPU second, at most {held['peak']:.0f} MB of memory,", end=""
        )
        print(f" {held['mb']:.0f} MB on the disk", flush=True)
        runners.append(Runner(Timtin, folder_of(Timtin, sized), asked.core))
    times: dict[str, list[float]] = {"plain": [], "faceted": []}
    for name, requests in classes(list(islice(corpus(asked.corpus, SAMPLE, asked.cache), SAMPLE))).items():
        for kind, wanted in (("plain", requests), ("faceted", list(map(faceted, requests)))):
            small, large = (
                1000 * quantile((held.cpu for held in race({"": runner}, wanted, asked.rounds)[""]), 0.5)
                for runner in runners
            )
            times[kind].append(large / small)
            print(f"{name:8} {kind:8} {small:.3f} {large:.3f} ms x {large / small:.2f}", flush=True)
    for runner in runners:
        runner.close()
    print(" ".join(f"growth_{kind}_p50 {geometric_mean(held):.2f}" for kind, held in times.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
