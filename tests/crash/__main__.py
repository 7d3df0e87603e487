"""`python -m tests.crash --trials 200`: exit 0 only if nothing was lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.crash import cost, damage, disk, kills, power, readers


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--trials", type=int, default=200, help="kills in one process, kills with workers, power cuts")
    parser.add_argument("--commits", type=int, default=1000, help="beside which readers read")
    parser.add_argument("--sizes", type=int, default=50, help="of the room on a full disk")
    parser.add_argument("--places", type=int, default=10, help="in every file that are damaged")
    parser.add_argument("--articles", type=int, default=2000, help="of which the cost of saving is measured; 0: not")
    parser.add_argument("--step", type=int, default=1, help="of the calls of a writer that are tried, every so many")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(1 if _run(Path(folder), asked) else 0)


def _run(folder: Path, asked: argparse.Namespace) -> int:
    """Prints a line an experiment; returns how much harm was done."""
    harm = 0
    for workers in (False, True):
        tally = kills.at_any_time(folder / "kills", asked.trials, workers=workers)
        print(f"{asked.trials} kills {'with workers' if workers else 'in one process'}: {tally}", flush=True)
        harm += tally.harm
    count, tally = kills.at_every_call(folder / "calls", asked.step)
    print(f"{count} kills at every file system call: {tally}", flush=True)
    harm += tally.harm
    count, tally = power.simulated(folder / "power", asked.trials, asked.step)
    print(f"{count} power cuts, simulated: {tally}", flush=True)
    harm += tally.harm
    if power.may_mount(folder / "mount"):
        count, tally = power.real(folder / "ext4", max(1, asked.trials // 5))
        print(f"{count} power cuts of an ext4 disk: {tally}", flush=True)
        harm += tally.harm
        full = disk.mounted(folder / "full", asked.sizes)
        print(f"full disk: {full}", flush=True)
        harm += full.harm
    full = disk.injected(folder / "failing", asked.step)
    print(f"full disk at every call: {full}", flush=True)
    damaged = damage.everywhere(folder / "damage", asked.places)
    print(f"damage: {damaged}", flush=True)
    seen = readers.beside(folder / "readers", asked.commits)
    print(
        f"readers beside {asked.commits} commits: {seen.reads} reads, {seen.generations} generations, "
        f"{seen.errors} errors, {seen.torn} torn states, {seen.leaked} files leaked",
        flush=True,
    )
    if asked.articles:
        print(f"cost: {cost.of_saving(folder / 'cost', asked.articles)}", flush=True)
    return harm + full.harm + damaged.harm + seen.errors + seen.torn


main()
