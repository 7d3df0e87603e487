"""The index folder: whole generations, one writer, nothing read that was not verified."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.pointer import Generation
from indexer.engine.whoosh.snapshot import Snapshot
from indexer.engine.whoosh.storage import Storage
from indexer.engine.whoosh.toc import _segments
from indexer.errors import DiskFull, EngineError, IndexDamaged, IndexExposed, IndexLocked, IndexMissing
from tests.test_engines import news

ROOT = Path(__file__).parent.parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "var" / "index"


def commit(generations: Generations, fresh: bool = False, **files: str) -> Generation:
    with generations.writing(fresh=fresh) as draft:
        for name, text in files.items():
            draft.write(name, text.encode())
    return generations.current()


def held(generations: Generations) -> dict[str, str]:
    return generations.open(lambda found: {name: found.read(name).decode() for name in sorted(found.files)})


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


# ------------------------------------------------------------------ publishing


def test_a_generation_holds_what_was_written_and_what_it_began_with(root: Path):
    generations = Generations(root)
    commit(generations, a="one", b="two")
    commit(generations, b="three")
    assert held(generations) == {"a": "one", "b": "three"}


def test_a_file_that_did_not_change_is_the_same_file(root: Path):
    generations = Generations(root)
    first = commit(generations, a="one")
    second = commit(generations, b="two")
    assert (first.folder / "a").samefile(second.folder / "a")


def test_a_fresh_generation_begins_empty(root: Path):
    generations = Generations(root)
    commit(generations, a="one")
    commit(generations, fresh=True, b="two")
    assert held(generations) == {"b": "two"}


def test_the_current_generation_and_the_one_before_are_kept(root: Path):
    generations = Generations(root)
    made = [commit(generations, a=text) for text in ("one", "two", "three")]
    assert folders(root) == [made[1].folder.name, made[2].folder.name]


def test_numbers_only_grow_even_when_the_clock_goes_back(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("time.time_ns", lambda: 5_000_000_000)
    first = commit(Generations(root), a="one")
    monkeypatch.setattr("time.time_ns", lambda: 4_000_000_000)
    assert (first.number, commit(Generations(root), a="two").number) == (5000, 5001)


def test_a_commit_that_fails_changes_nothing_and_leaves_nothing(root: Path):
    generations = Generations(root)
    before = commit(generations, a="one")
    with pytest.raises(RuntimeError), generations.writing() as draft:
        draft.write("a", b"two")
        raise RuntimeError
    assert held(generations) == {"a": "one"}
    assert folders(root) == [before.folder.name]


def test_what_a_killed_run_left_goes_with_the_next_one(root: Path):
    generations = Generations(root)
    commit(generations, a="one")
    (root / "generation-1").mkdir()
    (root / "generation-1" / "a").write_text("half")
    (root / "current.new").write_text("half")
    commit(generations, a="two")
    assert len(folders(root)) == 2
    assert not (root / "current.new").exists()


# ------------------------------------------------------------------ reading


def test_a_reader_goes_on_where_a_generation_vanishes_under_it(root: Path):
    generations = Generations(root)
    commit(generations, a="one")
    opened = []

    def slow(generation: Generation) -> str:
        opened.append(generation.number)
        while len(opened) == 1 and generation.folder.exists():
            commit(Generations(root), a="two")
        return generation.read("a").decode()

    assert Generations(root).open(slow) == "two"
    assert len(opened) == 2


def test_a_folder_put_in_place_of_another_is_seen(tmp_path: Path):
    first, second = WhooshEngine(tmp_path / "a"), WhooshEngine(tmp_path / "b")
    first.rebuild([news("x", "Một|")])
    second.rebuild([news("y", "Hai|"), news("z", "Ba|")])
    assert first.count() == 1
    (tmp_path / "a").rename(tmp_path / "old")
    (tmp_path / "b").rename(tmp_path / "a")
    assert first.count() == 2


def test_no_pointer_is_no_index(root: Path):
    with pytest.raises(IndexMissing, match="run timtin build"):
        Generations(root).current()


def test_a_lost_pointer_is_not_taken_for_no_index(root: Path):
    generations = Generations(root)
    commit(generations, a="one")
    commit(generations, a="two")
    (root / "current.json").unlink()
    with pytest.raises(IndexDamaged, match=r"current\.json"):
        commit(generations, a="three")


# ------------------------------------------------------------------ damage


@pytest.fixture
def engine(root: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(root)
    engine.rebuild([news("a", "Thuế đối ứng|Hai bộ bàn thuế.")])
    engine.add([news("b", "Mưa lớn|Sông dâng.")])
    engine.delete(["b"])
    yield engine
    engine.close()


def files(root: Path) -> list[Path]:
    return [path for path in sorted(root.rglob("*")) if path.is_file() and path.stat().st_size]


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def told(root: Path) -> str:
    try:
        return "\n".join(Generations(root).faults())
    except IndexDamaged as error:
        return str(error)


@pytest.mark.usefixtures("engine")
def test_a_flipped_bit_anywhere_is_found_and_named(root: Path):
    for path in files(root):
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 20)):
            flip(path, at)
            assert str(path) in told(root), f"{path.name} byte {at}"
            path.write_bytes(whole)
    assert Generations(root).faults() == []


def test_a_damaged_index_is_refused_with_the_file_and_the_remedy(engine: WhooshEngine, root: Path):
    current = Generations(root).current()
    for name in current.files:
        whole = (current.folder / name).read_bytes()
        flip(current.folder / name, len(whole) // 2)
        with pytest.raises(IndexDamaged, match=f"{name} is damaged.*run timtin build --rebuild"):
            WhooshEngine(root).count()
        (current.folder / name).write_bytes(whole)
    assert WhooshEngine(root).count() == engine.count() == 1


def test_an_unexpected_error_is_told_as_damage_where_a_file_has_changed_since(
    engine: WhooshEngine, root: Path, monkeypatch: pytest.MonkeyPatch
):
    assert engine.count() == 1
    monkeypatch.setattr(Snapshot, "get", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        engine.get("a")
    engine.add([news("c", "Mới|")])
    removed = Generations(root).current().folder / "removed.json"
    assert engine.count() == 2
    flip(removed, 0)
    with pytest.raises(IndexDamaged, match=r"removed\.json is damaged"):
        engine.get("a")


def test_a_missing_file_is_damage(engine: WhooshEngine, root: Path):
    current = Generations(root).current()
    (current.folder / "removed.json").unlink()
    with pytest.raises(IndexDamaged, match=r"removed\.json is damaged \(it is missing\)"):
        WhooshEngine(root).count()


@pytest.mark.usefixtures("engine")
def test_the_loss_of_the_pointer_before_is_told(root: Path):
    (root / "previous.json").unlink()
    assert "previous.json is damaged (it is missing)" in told(root)


@pytest.mark.usefixtures("engine")
def test_nothing_new_is_made_of_damaged_files(root: Path):
    current = Generations(root).current()
    for name in current.files:
        whole = (current.folder / name).read_bytes()
        flip(current.folder / name, len(whole) // 2)
        with pytest.raises(IndexDamaged, match=f"{name} is damaged"):
            WhooshEngine(root).add([news("c", "Mới|")])
        (current.folder / name).write_bytes(whole)
    WhooshEngine(root).add([news("c", "Mới|")])


def test_a_damaged_index_can_be_rebuilt(engine: WhooshEngine, root: Path):
    flip(root / "current.json", 40)
    with pytest.raises(IndexDamaged):
        engine.add([news("c", "Mới|")])
    engine.rebuild([news("c", "Mới|")])
    assert Generations(root).faults() == []
    assert engine.count() == 1


def test_a_contents_file_runs_no_code():
    class Evil:
        def __reduce__(self) -> object:
            return os.system, ("touch owned",)

    header = bytes(3) + bytes(8) + bytes(3) + bytes(1) + bytes(8)
    with pytest.raises(pickle.UnpicklingError, match="system has no place"):
        _segments(header + pickle.dumps([Evil()]))


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757])
@pytest.mark.usefixtures("engine")
def test_a_folder_that_others_may_write_to_is_refused(root: Path, mode: int):
    root.chmod(mode)
    with pytest.raises(IndexExposed, match=f"mode {mode:o}.*chmod go-w"):
        WhooshEngine(root).count()


def test_nobody_else_may_write_to_a_file_whatever_the_umask(root: Path):
    before = os.umask(0)
    try:
        commit(Generations(root), a="one")
        commit(Generations(root), a="two")
    finally:
        os.umask(before)
    open_to_others = [path.name for path in root.rglob("*") if path.stat().st_mode & 0o022]
    assert open_to_others == []


def test_an_index_that_cannot_be_read_is_told(tmp_path: Path):
    (tmp_path / "index").write_text("a file")
    with pytest.raises(EngineError, match=r"could not read .*Not a directory"):
        WhooshEngine(tmp_path / "index").count()


# ------------------------------------------------------------------ one writer

HOLD = """
import os, sys, time
from pathlib import Path
from indexer.engine.whoosh.generations import Generations
with Generations(Path(sys.argv[1])).writing():
    if sys.argv[2] == "fork" and not os.fork():
        time.sleep(60)
    print("held", flush=True)
    time.sleep(60)
"""


def holder(root: Path, how: str = "alone") -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root), how], stdout=subprocess.PIPE, text=True, cwd=ROOT, process_group=0
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_writes(root: Path):
    with holder(root) as first:
        with pytest.raises(IndexLocked, match=rf"process {first.pid} on .* since .*-c"):
            commit(Generations(root, wait=0), a="two")
        first.kill()


def test_a_second_writer_waits_for_the_first(root: Path):
    with holder(root) as first:
        first.terminate()
        assert commit(Generations(root, wait=10), a="two")


def test_a_killed_writer_leaves_no_lock_even_where_its_workers_live_on(root: Path):
    with holder(root, "fork") as first:
        try:
            first.kill()
            first.wait()
            commit(Generations(root, wait=2), a="two")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(first.pid, 9)
    assert held(Generations(root)) == {"a": "two"}


# ------------------------------------------------------------------ a full disk


class Full(Storage):
    """A disk that has no room for a file of more than some bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def free(self, folder: Path) -> int:
        return self.room


def test_where_there_is_no_room_nothing_is_begun(root: Path):
    commit(Generations(root), a="one")
    full = Generations(root, storage=Full(1 << 20))
    with pytest.raises(DiskFull, match=r"1 MiB free, about 3 are needed.*make room"), full.writing(room=2 << 20):
        pytest.fail("begun")
    assert held(Generations(root)) == {"a": "one"}


def test_articles_are_stored_where_there_is_no_room_to_merge_them(root: Path):
    engine = WhooshEngine(root)
    engine.rebuild([news(f"a{number}", f"Một|{'thuế ' * 99}") for number in range(600)])
    engine.generations.storage = Full((1 << 20) + 60_000)
    engine.add([news(f"b{number}", "Hai|Thuế đối ứng.") for number in range(400)])
    assert engine.count() == 1000
    assert len(list(engine.generations.current().folder.glob("*.arrays"))) == 2
    engine.generations.storage = Storage()
    engine.add([news("c", "Ba|Thuế.")])
    assert len(list(engine.generations.current().folder.glob("*.arrays"))) == 1


def test_a_rebuild_needs_room_beside_what_it_replaces(root: Path):
    commit(Generations(root), a="x" * (5 << 20))
    full = Generations(root, storage=Full(3 << 20))
    with pytest.raises(DiskFull, match=r"3 MiB free, about 6 are needed"), full.writing(fresh=True):
        pytest.fail("begun")
    with full.writing():
        pass


def test_another_failure_of_the_disk_is_told_with_its_reason(root: Path):
    told = pytest.raises(EngineError, match=r"could not write to .*Is a directory")
    with told, Generations(root).writing() as draft:
        (draft.folder / "a").mkdir()
        draft.write("a", b"one")


# ------------------------------------------------------------------ the pointer


def test_the_pointer_says_all_of_a_generation(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("time.time_ns", lambda: 5_000_000_000)
    commit(Generations(root), a="one")
    pointer = json.loads((root / "current.json").read_text())
    assert pointer["generation"] == 5000
    assert pointer["files"]["a"][:2] == [3, "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"]


def test_a_pointer_names_no_file_outside_its_folder(root: Path):
    with pytest.raises(IndexDamaged, match="names a file outside"):
        commit(Generations(root), **{"-x": "one"})
