"""Worker processes: what dies or hangs costs its piece, and nothing outlives its parent."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.errors import WorkersFailed
from indexer.extract import Piece, Skipped

BODY = "Mực nước trên sông đã dâng thêm 40 cm trong một đêm, buộc 63 hộ ở ba thôn ven sông phải chuyển lên gò cao."


class Deadly(Piece):
    """Ends the process that unpacks it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def text(number: int) -> Piece:
    return Piece(f"{number}.txt", raw=f"Tin số {number}\n\n{BODY}".encode(), last=True)


def test_a_piece_that_ends_its_worker_is_skipped_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline, "TASK_PIECES", 2)
    monkeypatch.setattr(pipeline, "FEW", 1)
    results = pipeline.results([text(0), text(1), text(2), Deadly("x.txt", raw=b"x"), text(4)], workers=2)
    found = [item for result in results for item in result.found]
    names = [item.name if isinstance(item, Skipped) else item.document.article.origin.name for item in found]
    assert names == ["0.txt", "1.txt", "2.txt", "x.txt", "4.txt"]
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["ends the process that reads it"]


def started(folder: Path) -> tuple[subprocess.Popen[str], list[str]]:
    """A build of many articles whose workers are at work, and the ids of its processes."""
    dump = folder / "dump.jsonl"
    lines = (json.dumps({"title": f"Tin {number}", "body": f"{number}. " + BODY * 5}) for number in range(4_000))
    dump.write_text("\n".join(lines), encoding="utf-8")
    environment = {**os.environ, "TIMTIN_ENGINE": f"whoosh:{folder / 'index'}"}
    command = [sys.executable, "-m", "indexer", "build", "--rebuild", "--workers", "2", str(dump)]
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs ignore it, and so would the build
    run = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    wait_for(lambda: len(children.read_text().split()) >= 3)  # two workers and a tracker
    time.sleep(0.5)
    return run, children.read_text().split()


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [(signal.SIGINT, 130, "interrupted: the index is as it was"), (signal.SIGKILL, -9, "")],
)
def test_a_stopped_build_leaves_no_process(tmp_path: Path, sent: signal.Signals, status: int, told: str):
    run, pids = started(tmp_path)
    if sent is signal.SIGINT:
        os.killpg(run.pid, sent)  # as a terminal does
    else:
        run.send_signal(sent)
    printed = run.communicate(timeout=60)[1]
    assert run.returncode == status
    assert told in printed
    assert "Traceback" not in printed  # of workers that had just begun
    wait_for(lambda: not any(map(is_running, pids)))
    assert not any(map(is_running, pids))


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def dies() -> None:
    os._exit(1)


def test_workers_that_cannot_start_end_the_build_and_not_every_piece(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline, "FEW", 1)
    monkeypatch.setattr(pipeline, "_initialise", dies)
    with pytest.raises(WorkersFailed, match="--workers 1"):
        list(pipeline.results([text(0), text(1)], workers=2))


def test_what_was_analysed_comes_whole_out_of_another_process():
    (made,) = pipeline.make([text(0)]).found
    assert pickle.loads(pickle.dumps(made)) == made
