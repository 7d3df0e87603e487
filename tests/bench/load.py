"""`python -m tests.bench load --articles N`: the site under gunicorn, asked by many readers while articles are added.

Bounded, and on the loopback interface alone. First only readers ask, then one request in five is hostile. What is
told: requests a second, latency, errors, and the memory of the workers before and after each mix. The last line has
the ratio of the readers' p99 with and without hostile company, and what memory grew by in the second mix, when all
that is kept for a reason (answers, opened files) is there.
"""

from __future__ import annotations

import argparse
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote

import numpy as np

from indexer import Document, Engine, open_engine
from indexer.analysis import folds
from tests import servers
from tests.bench._corpus import CACHE, index
from tests.web_client import fetch

READERS = 8  # threads that ask
FINE = (200, 304, 400)
SAMPLE = 500  # documents that requests are made of
HOSTILE = (
    "*",
    "a*",
    "t* OR n* OR c* OR h*",
    " OR ".join(["và", "của", "là", "có", "các", "được", "cho", "trong", "một", "không", "với", "những", "người"]),
    '"của các"~50 "trong những"~50 "là một"~50',
    "(" * 200 + "a" + ")" * 200,
    "-a -của -và -các",
    "title:" * 60 + "x",
    "và của các là có được " * 22,
    "ă" * 512,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: whose it was, how long it took in seconds, and how it ended."""

    hostile: bool
    took: float
    status: int  # 0: no answer


@dataclass(frozen=True, slots=True)
class Mix:
    answers: list[Asked]
    took: float  # seconds


def main(args: Sequence[str]) -> None:
    asked = _arguments(args)
    with TemporaryDirectory(prefix="timtin-load-") as name:
        folder = Path(name) / "index"
        shutil.copytree(index(asked.corpus, asked.articles, asked.cache), folder)
        engine = open_engine(f"whoosh:{folder}")
        sample = list(islice(engine.scan(), SAMPLE))
        with servers.running("gunicorn", Path(name), prefix="", TIMTIN_ENGINE=f"whoosh:{folder}") as (base, server):
            asking = partial(_run, base, sample)
            asking(asked.requests // 10, 0.0)  # warm
            memory = [_memory(server.pid)]
            plain = _while_adding(engine, sample, lambda: asking(asked.requests, 0.0))
            memory.append(_memory(server.pid))
            mixed = _while_adding(engine, sample, lambda: asking(asked.requests, 0.2))
            memory.append(_memory(server.pid))
    for label, mix in (("plain", plain), ("20% hostile", mixed)):
        print(f"{label}: {_told(mix)}")
    print("largest worker: {:.0f} MB before, {:.0f} MB between, {:.0f} MB after".format(*memory))
    ratio = _percentile(_readers(mixed), 99) / _percentile(_readers(plain), 99)
    failed = Counter(answer.status for answer in plain.answers + mixed.answers if answer.status not in FINE)
    if failed:
        print("answers that failed: " + ", ".join(f"{count} of {status}" for status, count in failed.items()))
    print(f"errors {failed.total()} p99_ratio {ratio:.2f} growth_MB {memory[2] - memory[1]:.0f}")


def _arguments(args: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench load", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--requests", type=int, default=2_000, help="of each mix")
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps articles and index between runs")
    return parser.parse_args(args)


def _run(base: str, sample: Sequence[Document], requests: int, share: float) -> Mix:
    random = Random(requests)
    paths = [
        _hostile(random) if random.random() < share else (False, ordinary(random, sample)) for _ in range(requests)
    ]
    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        answers = list(readers.map(lambda path: _ask(base, *path), paths))
    return Mix(answers, time.perf_counter() - began)


def _ask(base: str, hostile: bool, path: str) -> Asked:
    began = time.perf_counter()
    try:
        status = fetch(base + path).status
    except OSError:
        status = 0
    return Asked(hostile, time.perf_counter() - began, status)


def ordinary(random: Random, sample: Sequence[Document]) -> str:
    """Mostly searches, as readers type them: a few words of a title, with their tones or without."""
    document = random.choice(sample)
    words = document.article.title.split()[: random.randint(1, 4)]
    typed = " ".join(words if random.random() < 0.5 else (fold for word in words for fold in folds(word)))
    kind = random.random()
    if kind < 0.15:
        return f"/article/{document.id}"
    if kind < 0.25:
        return f"/suggest?q={quote(typed)}"
    if kind < 0.35 and document.ministries:
        return f"/search?q={quote(words[0])}&ministry={'-'.join(folds(document.ministries[0]))}"
    return f"/search?q={quote(typed)}" + random.choice(["", "", "&sort=newest", "&page=2", "&format=json"])


def _hostile(random: Random) -> tuple[bool, str]:
    return True, f"/search?q={quote(random.choice(HOSTILE)[:512])}&page={random.choice([1, 1, 10**6])}"


def _while_adding(engine: Engine, sample: Sequence[Document], run: Callable[[], Mix]) -> Mix:
    """`run` beside a writer that commits an article a second."""
    done = threading.Event()

    def add() -> None:
        for document in _new(sample):
            engine.add([document])
            if done.wait(1.0):
                return

    writer = threading.Thread(target=add)
    writer.start()
    try:
        return run()
    finally:
        done.set()
        writer.join()


def _new(sample: Sequence[Document]) -> Iterator[Document]:
    for number in count():
        document = sample[number % len(sample)]
        yield replace(document, article=replace(document.article, id=f"new-{number}"))


def _memory(master: int) -> float:
    """Resident megabytes of the largest worker, without what it shares with files."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    return max(_anonymous(int(child)) for child in children)


def _anonymous(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def _readers(mix: Mix) -> list[float]:
    return [answer.took for answer in mix.answers if not answer.hostile]


def _percentile(times: Sequence[float], percent: int) -> float:
    return float(np.percentile(times, percent))


def _told(mix: Mix) -> str:
    times = _readers(mix)
    rate = len(mix.answers) / mix.took
    p50, p95, p99 = (1000 * _percentile(times, percent) for percent in (50, 95, 99))
    worst = max((answer.took for answer in mix.answers if answer.hostile), default=0.0)
    readers = f"{rate:.0f} requests/s, readers p50 {p50:.0f} p95 {p95:.0f} p99 {p99:.0f} ms"
    return f"{readers}, worst hostile {worst * 1000:.0f} ms"
