"""Hostile files: each gives its text or a reason, the run goes on, memory stays within the stated bound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from indexer import open_engine
from indexer.extract.piece import FAULT
from tests.cases.hostile.make import make

MEMORY = 600_000_000  # bytes of data that a build in one process may take; docs/extraction.md states it
PATIENCE = 120  # seconds
RUN = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY}, {MEMORY}))
from indexer.cli import main
main(["build", "--workers", "1", "--report", sys.argv[2], sys.argv[1]])
"""


Row = dict[str, str]


@dataclass(frozen=True)
class Outcome:
    wanted: dict[str, str]  # file -> what it should give
    rows: dict[str, list[Row]]  # file -> what the report says of it
    bodies: dict[str, str]  # id -> stored text
    printed: str


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "files").mkdir()
    wanted = make(folder / "files")
    index = f"whoosh:{folder / 'index'}"
    command = [sys.executable, "-c", RUN, str(folder / "files"), str(folder / "report.jsonl")]
    environment = {**os.environ, "TIMTIN_ENGINE": index}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 1 and (folder / "report.jsonl").exists(), run.stderr  # the run came to its end
    rows: dict[str, list[Row]] = {}
    for line in (folder / "report.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        name = row["name"].removeprefix(f"{folder / 'files'}/").split("#")[0].split("!")[0]
        rows.setdefault(name, []).append(row)
    engine = open_engine(index)
    bodies = {document.id: document.article.body for document in engine.scan()}
    engine.close()
    return Outcome(wanted, rows, bodies, run.stderr)


def test_every_hostile_file_gives_its_text_or_a_reason(outcome: Outcome):
    assert {
        name: said(outcome, name) for name, words in outcome.wanted.items() if not is_met(outcome, name, words)
    } == {}


def is_met(outcome: Outcome, name: str, words: str) -> bool:
    """One reason that holds the words after "!", or such a text; a fault of ours is neither."""
    found = said(outcome, name)
    reasons = [row["reason"] for row in found if row["state"] == "skipped"]
    texts = [outcome.bodies[row["id"]] for row in found if row["state"] != "skipped"]
    if any(reason.startswith(FAULT) for reason in reasons):
        return False
    if words.startswith("!"):
        return not texts and any(words[1:] in reason for reason in reasons)
    return any(words in text for text in texts)


def said(outcome: Outcome, name: str) -> list[Row]:
    return outcome.rows.get(told(name), [])


def told(name: str) -> str:
    """As the report writes it."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)


def test_nothing_of_a_name_reaches_the_terminal(outcome: Outcome):
    assert "\x1b" not in outcome.printed
