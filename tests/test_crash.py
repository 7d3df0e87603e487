"""A short run of `python -m tests.crash`; the long one is for releases."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.crash import power

ROOT = Path(__file__).parent.parent
SHORT = {"trials": 3, "commits": 15, "sizes": 2, "places": 1, "articles": 0, "step": 17}


def test_nothing_is_lost_by_kills_power_cuts_full_disks_and_damage():
    options = [f"--{name}={value}" for name, value in SHORT.items()]
    environment = {**os.environ, "TMPDIR": "/dev/shm"} if Path("/dev/shm").is_dir() else None  # saves at once
    command = [sys.executable, "-m", "tests.crash", *options]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"kills at every .* 0 articles lost, 0 doubled, 0 indexes unreadable, 0 stale locks", run.stdout)


def test_a_disk_that_does_not_save_what_it_is_told_to_is_found_out(tmp_path: Path):
    _, tally = power.simulated(tmp_path, 10, 5, syncs=False)
    assert tally.harm
