"""Readers in several processes beside a writer: each sees whole generations, and never an error."""

from __future__ import annotations

import gc
import os
import signal
import traceback
from dataclasses import dataclass
from pathlib import Path

from indexer.engine.whoosh import WhooshEngine
from indexer.model import Article, Document
from indexer.query import parse
from indexer.request import SearchRequest

_ARTICLES = 3  # that every commit changes together
_STEADY = 20  # reads after which a process's open files are counted


@dataclass(slots=True)
class Seen:
    reads: int = 0
    generations: int = 0
    errors: int = 0
    torn: int = 0  # states that were never committed
    leaked: int = 0  # files left open


def beside(folder: Path, commits: int, readers: int = 2) -> Seen:
    """What `readers` processes see of that many commits, each with its own index folder open all the time."""
    index = folder / "index"
    writer = WhooshEngine(index)
    writer.rebuild(_state(0))
    pipes = [_started(index) for _ in range(readers)]
    for number in range(1, commits + 1):
        writer.add(_state(number))
    total = Seen()
    for child, pipe in pipes:
        os.kill(child, signal.SIGTERM)
        with os.fdopen(pipe) as lines:
            reads, generations, errors, torn, leaked = map(int, lines.read().split())
        os.waitpid(child, 0)
        total.reads += reads
        total.generations += generations
        total.errors += errors
        total.torn += torn
        total.leaked += leaked
    return total


def _state(number: int) -> list[Document]:
    return [Document(Article(f"a{at}", f"Bản {number}", f"Nội dung {number}.")) for at in range(_ARTICLES)]


def _started(index: Path) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        seen = _read_until_told(index)
        os.write(writing, f"{seen.reads} {seen.generations} {seen.errors} {seen.torn} {seen.leaked}".encode())
    finally:
        os._exit(0)


def _read_until_told(index: Path) -> Seen:
    """One engine that stays open, as in a web server, and a new one now and then, as on the command line."""
    seen, last, told, files = Seen(), -1, [], 0
    signal.signal(signal.SIGTERM, lambda *_: told.append(True))
    steady = WhooshEngine(index)
    while not told:
        engine = WhooshEngine(index) if seen.reads % 5 == 0 else steady
        try:
            numbers = {document.article.title for document in engine.scan()}
            found = engine.search(SearchRequest(parse("bản"))).total
            generation = engine.generation()
            seen.torn += len(numbers) != 1 or found != _ARTICLES
            seen.generations += generation > last
            last = max(last, generation)
        except Exception:
            traceback.print_exc()
            seen.errors += 1
        if engine is not steady:
            engine.close()
        seen.reads += 1
        if seen.reads == _STEADY:
            files = _open_files()
    seen.leaked = max(0, _open_files() - files) if files else 0
    return seen


def _open_files() -> int:
    gc.collect()
    held = Path("/proc/self/fd")
    return sum(1 for _ in held.iterdir()) if held.exists() else 0
