"""`python -m tests.bench engines --articles N`: our engine against others on the same analysed articles.

One process an engine, all on one core; every request goes to all in rotated order, the fastest of
some rounds counts; totals and facet counts must be the same. The last line holds the geometric
means of the ratios: how many times faster ours is.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

from indexer.analysis import VERSION
from indexer.request import SearchRequest
from tests.bench._corpus import CACHE, corpus
from tests.bench._counting import shares
from tests.bench._lucene import Lucene, absent
from tests.bench._peers import STREAMS, TOP, Peer, Sqlite, Stock, Tantivy, TantivyNumbers, Timing, Timtin
from tests.bench._plot import drawn
from tests.bench._queries import SAMPLE, classes, faceted
from tests.bench._race import Runner, race

PEERS: tuple[type[Peer], ...] = (Timtin, Tantivy, TantivyNumbers, Lucene, Sqlite, Stock)

Table = dict[str, dict[str, list[Timing]]]  # class -> engine -> timings of its requests


def main(args: Sequence[str]) -> None:
    asked = _arguments(args)
    peers = present(asked.engine)
    print(f"streams {', '.join(STREAMS)}; facets year, person, ministry, the commonest {TOP}; stored article")
    requests_of = classes(list(islice(_documents(asked), SAMPLE)))
    builds = {peer.name: built(peer, asked) for peer in peers}
    _print_builds(builds)
    runners = {peer.name: Runner(peer, folder_of(peer, asked), asked.core) for peer in peers}
    table: Table = {}
    for name, requests in requests_of.items():
        if requests and (not asked.only or name in asked.only):
            table[name] = race(runners, requests, asked.rounds)
            table[f"{name} faceted"] = race(runners, list(map(faceted, requests)), asked.rounds)
            for kind in (name, f"{name} faceted"):
                print(_line(kind, table[kind]), flush=True)
    for runner in runners.values():
        runner.close()
    counting = _counting(asked, list(map(faceted, requests_of["broad"])))
    if asked.plot:
        asked.plot.write_text(drawn({kind: _medians(held) for kind, held in table.items()}), encoding="utf-8")
    if asked.json:
        told = {"articles": asked.articles, "builds": builds, "classes": table, "broad over bincount": counting}
        print(json.dumps(told))
    print(_means(table))


def _arguments(args: Sequence[str]) -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.bench engines", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument(
        "--corpus", type=Path, help="JSONL of articles, packed or not; without it, articles are made up"
    )
    parser.add_argument("--engine", action="append", default=[], choices=[peer.name for peer in PEERS])
    parser.add_argument("--only", action="append", default=[], help="a class of requests; all without it")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=0, help="the core that all engines share")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where indexes stay")
    parser.add_argument("--plot", type=Path, help="a file for an SVG of the medians")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(args)
    asked.engine = asked.engine or [peer.name for peer in PEERS]
    return asked


def present(names: Sequence[str]) -> list[type[Peer]]:
    """Ours and the others of these names; one that cannot run here is left out aloud."""
    if Lucene.name in names and (reason := absent()):
        print(f"NOT MEASURED: {Lucene.name}, since there is {reason}", flush=True)
        names = [name for name in names if name != Lucene.name]
    return [peer for peer in PEERS if peer is Timtin or peer.name in names]


def _documents(asked: Any) -> Iterable[Any]:
    return corpus(asked.corpus, asked.articles, asked.cache)


def folder_of(peer: type[Peer], asked: Any) -> Path:
    kind = asked.corpus.name.partition(".")[0] if asked.corpus else "invented"
    return Path(asked.cache) / f"{peer.name}-{VERSION}-{kind}-{asked.articles}"


def built(peer: type[Peer], asked: Any) -> dict[str, float]:
    """Seconds of CPU, documents a second of it, MB on the disk and most in memory, with the reading of the corpus.

    From the run that built it, which had a process of its own.
    """
    folder = folder_of(peer, asked)
    told = folder.with_suffix(".json")
    if not told.exists():
        shutil.rmtree(folder, ignore_errors=True)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            told.write_text(json.dumps(pool.submit(_build, peer, asked).result()), encoding="utf-8")
    held: dict[str, float] = json.loads(told.read_text(encoding="utf-8"))
    return held


def _build(peer: type[Peer], asked: Any) -> dict[str, float]:
    os.sched_setaffinity(0, {asked.core})
    folder, spent, count = folder_of(peer, asked), 0.0, 0

    def timed() -> Iterable[Any]:
        """The documents, with the time that they take to come left out."""
        nonlocal spent, count
        start = time.thread_time()  # of this thread: an engine may index in another meanwhile
        for document in _documents(asked):
            spent += time.thread_time() - start
            count += 1
            yield document
            start = time.thread_time()

    start = time.process_time()
    elsewhere = peer().build(timed(), folder)
    cpu = time.process_time() - start - spent if elsewhere is None else elsewhere
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    most = max(getrusage(whose).ru_maxrss for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)) / 1e3
    return {"cpu": cpu, "articles": count / cpu, "mb": size, "peak": most}


def _print_builds(builds: dict[str, dict[str, float]]) -> None:
    ours = builds[Timtin.name]
    for name, held in builds.items():
        faster, larger = ours["articles"] / held["articles"], ours["mb"] / held["mb"]
        print(f"{name:12} {held['articles']:8.0f} articles a CPU second (ours {faster:.2f} x)", end="")
        print(f" {held['mb']:8.0f} MB (ours {larger:.2f} x), {held.get('peak', 0):6.0f} MB of memory")
    print(f"{'milliseconds of CPU, p50 / p95; wall p50; x: times ours, p50 / p95':40}")


def quantile(values: Iterable[float], share: float) -> float:
    held = sorted(values)
    return held[min(len(held) - 1, int(share * len(held)))]


def ratio(timings: dict[str, list[Timing]], name: str, share: float) -> float:
    """How many times as long as ours the engine takes; 0.0 where it has no such query."""
    if not timings[name]:
        return 0.0
    ours = quantile((held.cpu for held in timings[Timtin.name]), share)
    return quantile((held.cpu for held in timings[name]), share) / ours


def _counting(asked: Any, requests: Sequence[SearchRequest]) -> dict[str, float]:
    """Medians over broad requests, in times of a bincount of what their facets count."""
    os.sched_setaffinity(0, {asked.core})
    whole, added = zip(*shares(folder_of(Timtin, asked), requests, asked.rounds), strict=True)
    counting = {"search": quantile(whole, 0.5), "facets": quantile(added, 0.5)}
    print(f"broad faceted: {counting['search']:.2f} times a bincount of the same ordinals", end="")
    print(f", of which the facets take {counting['facets']:.2f}")
    return counting


def _medians(timings: dict[str, list[Timing]]) -> dict[str, float]:
    """Milliseconds."""
    return {name: 1000 * quantile((timing.cpu for timing in held), 0.5) for name, held in timings.items() if held}


def _line(kind: str, timings: dict[str, list[Timing]]) -> str:
    parts = [f"{kind:17}"]
    for name, held in timings.items():
        if held:
            cpu = [1000 * timing.cpu for timing in held]
            wall = 1000 * quantile((timing.wall for timing in held), 0.5)
            times = (
                "" if name == Timtin.name else f" x {ratio(timings, name, 0.5):.2f} / {ratio(timings, name, 0.95):.2f}"
            )
            parts.append(f"{name} {quantile(cpu, 0.5):.3f} / {quantile(cpu, 0.95):.3f} ({wall:.3f}){times}")
    return " | ".join(parts)


def _means(table: Table) -> str:
    """Geometric means over the classes, of those with facets and of those without."""
    parts = []
    engines = next(iter(table.values())).keys() - {Timtin.name}
    for name in sorted(engines):
        for label, wanted in (("plain", False), ("faceted", True)):
            for share in (0.5, 0.95):
                ratios = [
                    ratio(held, name, share) for kind, held in table.items() if kind.endswith("faceted") == wanted
                ]
                logs = [math.log(found) for found in ratios if found]
                parts.append(f"{name}_{label}_p{share * 100:.0f} {math.exp(sum(logs) / len(logs)):.2f}" if logs else "")
    return " ".join(filter(None, parts))


if __name__ == "__main__":
    main(sys.argv[1:])
