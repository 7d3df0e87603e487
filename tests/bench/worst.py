"""`python -m tests.bench worst --articles N`: what the dearest question that is accepted costs, beside a plain one.

Questions of every shape that makes work, of the archive's own commonest words, and the other pages; each is asked
three times of an application without kept answers, and the cheapest counts. What is told is CPU time: the dearest
ones, and the ratio of the dearest to the plain ones' median.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote_plus

from flask.testing import FlaskClient

from indexer import Engine, Searcher, open_engine
from indexer.analysis import written
from indexer.entities.register import register
from tests.bench._corpus import CACHE, index
from tests.bench.load import SAMPLE, ordinary
from webui import create_app

LONGEST = 512  # characters of a question
ROUNDS = 3
SHOWN = 60
LETTERS = "abcdefghiklmnopqrstuvxy"
STATES = (
    *("sort=oldest", "sort=newest", "group=1", "page=1000000", "page=100", "exact=1", "format=json", "lineage=1"),
    *("more=person", "az=person", "find_person=a", "az=person&more=person", "date=2020-01"),
    *("x_person=_none&x_ministry=_none", "from=1900-01-01&to=2100-01-01", "person=_none&person_op=all"),
)


def main(args: Sequence[str]) -> None:
    asked = _arguments(args)
    engine = open_engine(asked.engine or f"whoosh:{index(asked.corpus, asked.articles, asked.cache)}")
    client = create_app(Searcher(engine)).test_client()
    random = Random(0)
    sample = list(islice(engine.scan(), SAMPLE))
    plain = [_cost(client, ordinary(random, sample)) for _ in range(asked.plain)]
    costs = sorted(((_cost(client, path), path) for path in paths(engine)), reverse=True)
    usual = median(plain)
    print(f"plain: median {1000 * usual:.1f} ms, largest {1000 * max(plain):.1f} ms of CPU, {len(plain)} requests")
    for cost, path in costs[:SHOWN]:
        print(f"{1000 * cost:7.1f} ms  x {cost / usual:4.1f}  {path[:100]}")
    print(f"worst {1000 * costs[0][0]:.0f} ms ratio {costs[0][0] / usual:.1f} of {len(costs)} requests")


def _arguments(args: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench worst", description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--plain", type=int, default=200, help="plain requests")
    parser.add_argument("--engine", help="an index that stands, in place of one of the corpus")
    parser.add_argument("--corpus", type=Path, help="JSONL of articles; without it, articles are made up")
    parser.add_argument("--cache", type=Path, default=CACHE, help="keeps articles and index between runs")
    return parser.parse_args(args)


def _cost(client: FlaskClient, path: str) -> float:
    """Seconds of CPU."""
    return min(_once(client, path) for _ in range(ROUNDS))


def _once(client: FlaskClient, path: str) -> float:
    began = time.thread_time()
    client.get(path, buffered=True).close()
    return time.thread_time() - began


def paths(engine: Engine) -> Iterator[str]:
    words = _commonest(engine, "syl")
    bare = _commonest(engine, "fold")
    for question in (shape for make in SHAPES for shape in make(words, bare)):
        yield f"/search?q={quote_plus(question[:LONGEST])}"
    broad = quote_plus(" ".join(bare[:2]))
    for rest in STATES:
        yield f"/search?{rest}"
        yield f"/search?q={broad}&{rest}"
    for name, _ in zip(engine.terms("person"), range(3), strict=False):
        yield f"/search?q={broad}&find_person={quote_plus(name[0])}"
    yield from ("/", "/coverage", "/quality", "/sitemap.xml", "/sitemap-1.xml", "/feed.atom", f"/feed.atom?q={broad}")
    yield from (f"/suggest?q={quote_plus(text)}" for text in ("a", "ng", *bare[:3], "zzzzzz", " ".join(bare[:100])))


def _commonest(engine: Engine, stream: str, count: int = 200) -> list[str]:
    """As readers type them."""
    held = sorted(engine.terms(stream), key=lambda term: -term[1])
    return list(dict.fromkeys(word for name, _ in held[: 2 * count] if (word := written(name)).isalpha()))[:count]


def _alone(words: list[str], bare: list[str]) -> Iterator[str]:
    yield from ("*", "**", "a*", "th*", "ng*", "*a", "-a", "NOT a", *words[:5], *bare[:5])
    yield from (f"{letter}*" for letter in LETTERS)


def _many(words: list[str], bare: list[str]) -> Iterator[str]:
    """As many words as a question holds, joined in every way."""
    for held in (words, bare, list(LETTERS), [f"{word}*" for word in bare], [f"{letter}*" for letter in LETTERS]):
        for joint in (" ", " OR ", " -", " AND ", " title:", " person:", "/"):
            for size in (4, 12, 31, 200):
                yield joint.join(islice(cycle(held), size))


def _phrases(words: list[str], bare: list[str]) -> Iterator[str]:
    for held in (words, bare):
        for size in (2, 3, 8, 100):
            for slop in ("", "~1", "~5", "~50"):
                phrase = " ".join(held[:size])
                yield f'"{phrase}"{slop}'
                yield f'-"{phrase}"{slop}'
        for slop in ("", "~50"):
            pairs = [f'"{first} {second}"{slop}' for first in held[:5] for second in held[:5]]
            yield from (joint.join(pairs[:size]) for joint in (" ", " OR ", " -") for size in (8, 25))
            yield f'"{held[0]} {held[0]} {held[0]} {held[0]}"{slop}'


def _nested(words: list[str], bare: list[str]) -> Iterator[str]:
    yield from ("(" * 500 + "a", "(" * 250 + "a" + ")" * 250, "(" * 19 + "a OR b" + ") c" * 19)
    yield from ("(a OR b) " * 60, "-(" * 20 + "a" + ")" * 20, "title:" * 80 + "a", "NOT " * 120 + "a")
    pairs = [f"({first} OR {second})" for first in words[:7] for second in bare[:7]]
    yield from (" ".join(pairs[:size]) for size in (16, 49))


def _rare(words: list[str], bare: list[str]) -> Iterator[str]:
    """What finds little, so that near hits and a suggestion follow."""
    junk = ("qwzx", "zzzz", "xyzzyx", "nguyeenx", "thueesx", "a1b2c3")
    for size in (1, 2, 7, 40):
        yield from (f"{word} {' '.join(bare[:size])}" for word in junk)
        yield from (f"{word} {' '.join(words[:size])}" for word in junk)
    yield from (" ".join(junk), " ".join(junk * 12), "a" * 512, "ă" * 512, "1 " * 256, "qwzx*", '"qwzx a"~50')


def _named(words: list[str], bare: list[str]) -> Iterator[str]:
    """Abbreviations, each with a name of several syllables; and fields."""
    names = [body.abbreviations[0] for body in register().bodies if body.abbreviations]
    for joint in (" ", " OR ", " -", " ministry:"):
        for size in (8, 31, 200):
            yield joint.join(names[:size])
    yield from (f'{field}:"{" ".join(names)[:480]}"' for field in ("person", "ministry", "title"))


SHAPES: tuple[Callable[[list[str], list[str]], Iterator[str]], ...] = (_alone, _many, _phrases, _nested, _rare, _named)
