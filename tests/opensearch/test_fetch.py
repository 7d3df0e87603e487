"""Where OpenSearch cannot be had, its tests fail aloud or are left out aloud: never by silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make test-opensearch` with an empty cache and only the programs of `folder` at hand."""
    held = {**os.environ, "PATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), **environment}
    command = [sys.executable, "-m", "tests.opensearch", "--co", "-q"]
    return subprocess.run(command, env=held, capture_output=True, text=True, check=False)


def program(folder: Path, name: str, does: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{does}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("programs", "told"),
    [
        ({}, "no java on PATH: OpenSearch needs Java 11 or newer"),
        ({"java": ""}, "no mvn on PATH: install maven"),
        ({"java": "", "mvn": "echo Unknown host; exit 1"}, "Maven Central gave no org.opensearch.distribution"),
    ],
)
def test_what_cannot_be_fetched_fails_with_the_reason(tmp_path: Path, programs: dict[str, str], told: str):
    for name, does in programs.items():
        program(tmp_path, name, does)
    done = run(tmp_path)
    assert done.returncode == 1
    assert f"error: OpenSearch cannot be tested: {told}" in done.stderr
    assert done.stderr.endswith("error: TIMTIN_SKIP_OPENSEARCH=1 goes on without it\n")


def test_who_wants_to_go_on_without_it_is_told(tmp_path: Path):
    done = run(tmp_path, TIMTIN_SKIP_OPENSEARCH="1")
    assert (done.returncode, done.stdout) == (0, "NOT TESTED: OpenSearch, since TIMTIN_SKIP_OPENSEARCH=1\n")
