"""README, ARCHITECTURE and CHANGELOG are true: their links lead somewhere, their commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer import Settings
from indexer.cli import main

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "seeds/README.md"])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path):
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_paths_in_code_marks_exist(page: Path):
    for path in re.findall(r"`((?:indexer|webui|seeds|tests|docs)/[\w./-]*)`", page.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path


def test_the_steps_put_all_that_the_services_name_in_its_place():
    steps = (ROOT / "docs/deploy.md").read_text(encoding="utf-8").partition("## Steps")[2].partition("\n## ")[0]
    assert all(f"docs/deploy/{unit.name}" in steps for unit in ROOT.glob("docs/deploy/timtin*"))
    pages = (ROOT / "docs/deploy/timtin.service").read_text(encoding="utf-8")
    assert all(path in steps for path in re.findall(r"/srv/timtin/[a-z.]+", pages))


def test_the_map_has_at_most_150_lines():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_every_module_is_on_the_map():
    """By its folder, or by its own name where it stands directly in a package."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for path in [*ROOT.glob("indexer/*"), *ROOT.glob("webui/*")]:
        if not path.name.startswith("__"):
            assert path.name in text, path.name


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command: str):
    assert f"timtin {command}" in README


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?<!# )timtin ([a-z-]+)", README)) - {"is", "needs"}))
def test_every_command_of_the_readme_exists(command: str):
    assert command in main.commands


@pytest.mark.parametrize("target", re.findall(r"^make ([a-z-]+)", README, re.MULTILINE))
def test_every_make_target_of_the_readme_exists(target: str):
    assert f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(setting: str):
    assert f"TIMTIN_{setting.upper()}" in README


def test_the_command_of_ci_is_that_of_the_readme():
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "\nmake test" in README


def test_every_dependency_has_its_reason_on_the_map():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = project.split("\ndependencies = [")[1].split("]")[0]
    for dependency in re.findall(r'"([\w-]+)', declared):
        assert dependency.lower() in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower(), dependency
