"""requirements.lock pins, with hashes, all that pyproject.toml asks a deployment to have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
BLOCKS = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
PINS = [(*re.split("==|[ ;]", block)[:2], "--hash=sha256:" in block) for block in BLOCKS if "==" in block]


def wanted(extra: str | None = None) -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in project["optional-dependencies"][extra] if extra else project["dependencies"]:
        requirement = Requirement(line)
        if requirement.name == "timtin":
            for other in sorted(requirement.extras):
                yield from wanted(other)
        else:
            yield requirement


@pytest.mark.parametrize("requirement", [*wanted(), *wanted("deploy")], ids=str)
def test_a_requirement_is_pinned_to_a_version_that_it_allows(requirement: Requirement):
    versions = [version for name, version, _ in PINS if name == canonicalize_name(requirement.name)]
    assert versions
    assert all(requirement.specifier.contains(version) for version in versions)


def test_every_pin_has_a_hash():
    assert [name for name, _, hashed in PINS if not hashed] == []
    assert len(PINS) > 30


@pytest.mark.parametrize("name", ["docs/deploy.md", "docs/deploy/Dockerfile", "docs/deploy/compose.yaml"])
def test_a_deployment_installs_what_is_pinned_and_nothing_else(name: str):
    commands = re.findall(r"pip install (.*)", (ROOT / name).read_text(encoding="utf-8"))
    assert [
        line for line in commands if "--require-hashes" not in line and "--no-deps" not in line and ".[" not in line
    ] == []


def test_the_versions_that_security_stands_for_are_those_that_are_pinned():
    rows = re.findall(r"^\| ([\w-]+) \| ([0-9.]+) \|", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 10
    assert [(name, version) for name, version in rows if (canonicalize_name(name), version) not in pinned()] == []


def pinned() -> set[tuple[str, str]]:
    return {(name, version) for name, version, _ in PINS}
