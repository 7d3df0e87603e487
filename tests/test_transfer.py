"""Documents go from one engine to another, whole and once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import Document, Engine, EngineError, open_engine
from indexer.cli import main
from indexer.engine import Analysed
from indexer.transfer import Transferred, transfer
from tests.engines import LAYOUT, OPENSEARCH, fill, opened
from tests.memory import MemoryEngine
from tests.test_engines import ARCHIVE, news


@pytest.fixture(params=["whoosh", OPENSEARCH])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    for engine in opened(request.param, request, tmp_path):
        if request.param == "opensearch":
            fill(engine, [])
        yield engine


def holding(*documents: Document) -> MemoryEngine:
    engine = MemoryEngine()
    engine.add(documents)
    return engine


def counts(done: Transferred) -> tuple[int, int, int]:
    return done.sent, done.removed, done.unchanged


def test_the_target_holds_the_same_documents(target: Engine):
    assert counts(transfer(holding(*ARCHIVE), target)) == (5, 0, 0)
    assert list(target.scan()) == ARCHIVE


def test_a_second_run_sends_only_what_differs(target: Engine):
    transfer(holding(*ARCHIVE, news("b1", "Cũ|")), target)
    changed = news("a1", "Tin khác|Mưa lớn.")
    assert counts(transfer(holding(changed, *ARCHIVE[1:]), target)) == (1, 1, 4)
    assert list(target.scan()) == [changed, *ARCHIVE[1:]]


def test_a_run_that_was_ended_is_gone_on_with(target: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.transfer.BATCH", 2)

    class Ended(MemoryEngine):
        def scan(self) -> Iterator[Document]:
            yield from ARCHIVE[:3]
            raise EngineError("gone")

    ended = Ended()
    ended.add(ARCHIVE)
    with pytest.raises(EngineError, match="gone"):
        transfer(ended, target)
    assert target.count() == 2
    assert counts(transfer(holding(*ARCHIVE), target)) == (3, 0, 2)


def test_what_was_transferred_comes_back_the_same(target: Engine):
    transfer(holding(*ARCHIVE), target)
    back = MemoryEngine()
    assert transfer(target, back).digest == transfer(holding(*ARCHIVE), MemoryEngine()).digest
    assert list(back.scan()) == ARCHIVE


def test_a_copy_that_differs_is_told():
    class Forgetful(MemoryEngine):
        def add(self, documents: Iterable[Document | Analysed], outcomes: Mapping[str, int] | None = None) -> None:
            super().add(list(documents)[1:], outcomes)

    with pytest.raises(EngineError, match=r"it has 4 documents .* expected 5"):
        transfer(holding(*ARCHIVE), Forgetful())


@pytest.mark.parametrize("kind", ["whoosh", OPENSEARCH])
def test_the_command_copies_there_and_back(kind: str, request: pytest.FixtureRequest, tmp_path: Path):
    source, back = f"whoosh:{tmp_path / 'one'}", f"whoosh:{tmp_path / 'two'}"
    other = request.getfixturevalue("cluster").url("copied", LAYOUT) if kind == "opensearch" else f"{back}-other"
    open_engine(source).add(ARCHIVE)
    told = [CliRunner().invoke(main, ["copy", *pair]).stdout for pair in ((source, other), (other, back))]
    assert told[0].startswith("5 sent, 0 removed, 0 unchanged; 5 articles in both, SHA-256 ")
    assert told[1] == told[0]
    assert list(open_engine(back).scan()) == ARCHIVE


def test_a_copy_onto_itself_is_refused(tmp_path: Path):
    same = f"whoosh:{tmp_path / 'one'}"
    assert CliRunner().invoke(main, ["copy", same, same]).exit_code == 1
