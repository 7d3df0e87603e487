"""A history of commits that can be told at any point: what the index must hold after each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.storage import Storage
from indexer.errors import EngineError, IndexLocked
from indexer.model import Article, Document

_MOMENT = 2.0  # seconds in which a worker that was made just before the kill comes to close what it shares
_ADDED = 5  # articles a commit
_DELETES, _REBUILDS = 4, 9  # every so many commits


def expected(number: int) -> dict[str, str]:
    """Id -> title after the commits 1 to `number`."""
    held: dict[str, str] = {}
    for each in range(1, number + 1):
        held = _after(held, each)
    return held


def commit(engine: WhooshEngine, number: int) -> None:
    """Commit `number`, after the ones before it."""
    after = expected(number)
    if number % _REBUILDS == 0:
        engine.rebuild(map(_document, after.items()))
    elif number % _DELETES == 0:
        engine.delete(set(expected(number - 1)) - set(after))
    else:
        before = expected(number - 1)
        engine.add(_document((id, title)) for id, title in after.items() if before.get(id) != title)


def _after(held: dict[str, str], number: int) -> dict[str, str]:
    if number % _REBUILDS == 0:
        return {id: title for id, title in held.items() if len(id) % 2 == number % 2 or id < "a2"}
    if number % _DELETES == 0:
        return dict(list(held.items())[2:])
    added = {f"a{number}-{at}": f"Tin {number} bài {at}" for at in range(_ADDED)}
    changed = {id: f"{title} sửa {number}" for id, title in list(held.items())[:1]}
    return {**held, **changed, **added}


def _document(item: tuple[str, str]) -> Document:
    id, title = item
    return Document(Article(id, title, f"Thân bài của {title}.\nBộ Y tế họp về mưa lớn."))


class Unsaved(Storage):
    """Quick, where nothing is going to be cut off."""

    def sync(self, *paths: Path) -> None:
        pass


@dataclass(slots=True)
class Tally:
    """What became of the articles of all trials."""

    acknowledged: int = 0  # commits
    lost: int = 0  # articles of acknowledged commits
    doubled: int = 0
    unreadable: int = 0  # indexes
    locked: int = 0  # locks that a dead writer left
    stuck: int = 0  # indexes that the next run could not bring to the state of the commit that was broken off

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} commits acknowledged, {self.lost} articles lost, {self.doubled} doubled, "
            f"{self.unreadable} indexes unreadable, {self.locked} stale locks, {self.stuck} next runs failed"
        )

    @property
    def harm(self) -> int:
        return self.lost + self.doubled + self.unreadable + self.locked + self.stuck

    def judge(self, folder: Path, acknowledged: int, begun: int) -> None:
        """Look at the index after a crash, and at what the next run makes of it.

        Args:
            acknowledged: the last commit that came to its end.
            begun: the one that may have been broken off, or the same.
        """
        self.acknowledged += acknowledged
        if not self._holds(folder, acknowledged, begun):
            return
        engine = WhooshEngine(folder)
        engine.generations = Generations(folder, wait=_MOMENT, storage=Unsaved())
        try:
            for number in range(max(begun, 1), begun + 2):  # what was broken off again, and one more
                commit(engine, number)
            self.stuck += _held(engine)[0] != expected(begun + 1)
        except IndexLocked:
            self.locked += 1
        except EngineError:
            self.stuck += 1
        finally:
            engine.close()

    def _holds(self, folder: Path, acknowledged: int, begun: int) -> bool:
        engine = WhooshEngine(folder)
        try:
            held, stored = _held(engine)
            faults = engine.generations.faults()
        except EngineError:
            self.unreadable += acknowledged > 0
            return acknowledged == 0
        finally:
            engine.close()
        self.unreadable += bool(faults)
        self.doubled += stored - len(held)
        if held not in [expected(number) for number in range(acknowledged, begun + 1)]:
            self.lost += max(1, sum(held.get(id) != title for id, title in expected(acknowledged).items()))
        return True


def _held(engine: WhooshEngine) -> tuple[dict[str, str], int]:
    documents = list(engine.scan())
    return {document.id: document.article.title for document in documents}, len(documents)
