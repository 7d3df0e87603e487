"""Backups and restores meet full disks and kills; who only reads needs no right to write."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from indexer.engine.whoosh import WhooshEngine, pointer
from indexer.engine.whoosh.copies import copy, restore
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.pointer import Stored
from indexer.errors import DiskFull, EngineError
from indexer.model import Article, Document
from indexer.request import SearchRequest
from tests.crash.archive import Unsaved
from tests.crash.kills import killed_at
from tests.crash.watched import Watched

NOBODY = 65_534
STEP = 9  # of the calls to the file system at which a restore is killed, every so many


def made(folder: Path, *titles: str) -> Path:
    engine = WhooshEngine(folder)
    engine.rebuild(Document(Article(f"a{at}", title, "Thân bài.")) for at, title in enumerate(titles))
    engine.close()
    return folder


def titles(folder: Path) -> list[str]:
    assert Generations(folder).faults() == []
    return [document.article.title for document in WhooshEngine(folder).scan()]


class Full(Watched, Unsaved):
    """The n-th call that makes something meets a full disk."""

    def __init__(self, calls: int) -> None:
        super().__init__(self._count)
        self._left = calls

    def _count(self) -> None:
        self._left -= 1
        if not self._left:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("act", [copy, restore])
def test_a_full_disk_in_a_copy_is_told_changes_nothing_and_is_got_over(act: Callable[..., object], tmp_path: Path):
    source, before = made(tmp_path / "source", "Mới"), made(tmp_path / "before", "Cũ", "Cũ hơn")
    for calls in count(1):
        target = copytree(before, tmp_path / f"target-{calls}")
        try:
            act(Generations(source), Generations(target, storage=Full(calls)))
        except DiskFull:
            assert titles(target) == ["Cũ", "Cũ hơn"]
            act(Generations(source), Generations(target, storage=Unsaved()))
            assert titles(target) == ["Mới"]
        else:
            break
    assert calls > 6
    assert titles(source) == ["Mới"]


def test_a_first_backup_that_meets_a_full_disk_leaves_no_index(tmp_path: Path):
    source, target = made(tmp_path / "source", "Mới"), tmp_path / "target"
    with pytest.raises(DiskFull):
        copy(Generations(source), Generations(target, storage=Full(4)))
    assert not list(target.glob("generation-*"))
    copy(Generations(source), Generations(target))
    assert titles(target) == ["Mới"]


def test_a_check_needs_no_room(tmp_path: Path):
    assert Generations(made(tmp_path / "index", "Mới"), storage=Full(1)).faults() == []


def test_a_restore_that_is_killed_anywhere_leaves_one_state_or_the_other_and_can_be_run_again(tmp_path: Path):
    source, before = made(tmp_path / "source", "Mới"), made(tmp_path / "before", "Cũ")
    for calls in count(1, STEP):
        target = copytree(before, tmp_path / f"target-{calls}")
        killed = killed_at(
            calls, lambda target=target: restore(Generations(source), Generations(target, storage=Unsaved()))
        )
        assert titles(target) in ([["Cũ"], ["Mới"]] if killed else [["Mới"]])
        restore(Generations(source), Generations(target, wait=2, storage=Unsaved()))
        assert titles(target) == ["Mới"]
        assert len(list(target.glob("generation-*"))) <= 2
        if not killed:
            break
    assert calls > 3 * STEP


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """As somebody who may read all in `folder` and write nothing there."""
    places = [folder, *folder.rglob("*")]
    for path in places:
        path.chmod(0o555 if path.is_dir() else 0o444)
    own = os.geteuid()
    try:
        if not own:
            os.seteuid(NOBODY)
        yield
    finally:
        os.seteuid(own)
        for path in places:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def open_place() -> Iterator[Path]:
    """Unlike those of pytest, of a folder that others may enter."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o777)
    yield place
    rmtree(place)


def test_who_may_only_read_an_index_can_search_check_and_back_it_up(open_place: Path):
    index = made(open_place / "index", "Một", "Hai")
    with without_rights(index):
        engine = WhooshEngine(index)
        assert engine.search(SearchRequest()).total == 2
        assert titles(index) == ["Một", "Hai"]
        copy(Generations(index), Generations(open_place / "backup"))
        assert titles(open_place / "backup") == ["Một", "Hai"]


def test_who_may_only_read_an_index_is_told_that_he_cannot_write(open_place: Path):
    index = made(open_place / "index", "Một")
    with without_rights(index):
        engine = WhooshEngine(index)
        for act in (lambda: engine.delete(["a0"]), lambda: engine.rebuild([])):
            with pytest.raises(EngineError, match=r"could not write to .*Permission denied"):
                act()
        assert titles(index) == ["Một"]
    assert engine.delete(["a0"]) == 1


def test_a_file_that_may_not_be_read_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(path: Path) -> Stored:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    index = made(tmp_path / "index", "Một")
    monkeypatch.setattr(pointer, "stored", refused)
    first, *_ = Generations(index).faults()
    assert first.startswith(f"could not read {index}/generation-")
    assert first.endswith(" (Permission denied): run it as who may read the index")
