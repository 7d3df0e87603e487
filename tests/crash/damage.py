"""Damage to every file of an index: what `timtin check` tells, and what a process answers that opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.errors import EngineError
from indexer.query import parse
from indexer.request import SearchRequest
from tests.crash.archive import commit

_COMMITS = 6
_SCRATCH = 64  # bytes


@dataclass(slots=True)
class Damage:
    tried: int = 0
    told: int = 0  # by `timtin check`
    refused: int = 0  # by a process that opens the index, with an EngineError
    right: int = 0  # answered as before: the damage was not in what is read
    wrong: int = 0
    raw: int = 0  # another exception than ours

    def __str__(self) -> str:
        return (
            f"{self.tried} damages, {self.told} told by check, {self.refused} refused when opened, "
            f"{self.right} answered right, {self.wrong} wrong answers, {self.raw} raw exceptions"
        )

    @property
    def harm(self) -> int:
        return self.tried - self.told + self.wrong + self.raw


def everywhere(folder: Path, places: int) -> Damage:
    """Each kind of damage at `places` places of every file that is not empty."""
    whole, result, random = folder / "whole", Damage(), Random(places)
    engine = WhooshEngine(whole)
    for number in range(1, _COMMITS + 1):
        commit(engine, number)
    right = _answers(engine)
    for path in sorted(path for path in whole.rglob("*") if path.is_file() and path.stat().st_size):
        for damage in _damages(path.read_bytes(), places, random):
            index = folder / "index"
            copytree(whole, index)
            damage(index / path.relative_to(whole))
            _look(result, index, right)
            rmtree(index)
    return result


def _damages(content: bytes, places: int, random: Random) -> Iterator[Callable[[Path], None]]:
    for _ in range(places):
        at = random.randrange(len(content))
        flipped = bytes([content[at] ^ (1 << random.randrange(8))])
        yield lambda path, at=at, flipped=flipped: _write(path, content[:at] + flipped + content[at + 1 :])
        scratch = random.randbytes(_SCRATCH)
        yield lambda path, at=at, scratch=scratch: _write(path, content[:at] + scratch + content[at + _SCRATCH :])
        yield lambda path, at=at: _write(path, content[:at])
    yield lambda path: _write(path, b"")
    yield lambda path: _write(path, content + b"\0")
    yield lambda path: path.unlink()


def _write(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def _look(result: Damage, index: Path, right: object) -> None:
    result.tried += 1
    try:
        result.told += bool(Generations(index).faults())
    except EngineError:
        result.told += 1
    engine = WhooshEngine(index)
    try:
        answers = _answers(engine)
        result.right += answers == right
        result.wrong += answers != right
    except EngineError:
        result.refused += 1
    except Exception:
        result.raw += 1
    finally:
        engine.close()


def _answers(engine: WhooshEngine) -> object:
    texts = ("mưa", "tin bài", '"bài 2"', "-sửa", "th*")
    found = [engine.search(SearchRequest(parse(text))) for text in texts]
    return list(engine.scan()), found, list(engine.terms("syl"))
