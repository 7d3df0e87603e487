"""The command line, as an operator types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from indexer.engine.whoosh.generations import Generations

SEEDS = Path(__file__).parent.parent / "seeds"
GIVEN = sorted(map(str, SEEDS.glob("*.txt")))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIMTIN_ENGINE", f"whoosh:{tmp_path / 'index'}")
    return tmp_path / "index"


@pytest.fixture
def built(index: Path) -> Path:
    assert run("build", *GIVEN).exit_code == 0
    return index


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_build_says_what_became_of_the_files(index: Path):
    result = run("build", *GIVEN)
    assert result.stdout == "2 added, 0 updated, 0 unchanged, 0 duplicate, 0 skipped\n"
    assert result.stderr == "read 2 of 2 files\n"


def test_a_second_build_adds_nothing(built: Path):
    assert run("build", *GIVEN).stdout.startswith("0 added, 0 updated, 2 unchanged")


def test_build_names_what_it_skipped_and_fails(index: Path, tmp_path: Path):
    (tmp_path / "empty.txt").touch()
    result = run("build", *GIVEN, str(tmp_path / "empty.txt"))
    assert result.exit_code == 1
    assert "empty.txt: empty file" in result.stderr
    assert result.stdout.startswith("2 added")


def test_build_reports_to_programs(index: Path):
    assert json.loads(run("build", "--json", *GIVEN).stdout)["counts"]["added"] == 2


def test_search_finds_the_given_articles(built: Path):
    assert json.loads(run("search", "--json", "dam phan thuong mai").stdout)["total"] == 2


def test_search_prints_titles_and_facets(built: Path):
    printed = run("search", "Nguyễn Hồng Diên").stdout
    assert printed.startswith("2 articles\n")
    assert "Bộ Công Thương (2)" in printed


def test_search_without_an_index_says_what_to_run(index: Path):
    result = run("search", "thuế")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: no index at {index}: run timtin build PATHS\n"


def test_an_index_of_another_analyzer_says_what_to_run(built: Path):
    with Generations(built).writing() as draft:
        draft.analyzer = 0
    assert "was built by analyzer 0" in run("search", "thuế").stderr
    assert run("build", "--rebuild", *GIVEN).exit_code == 0
    assert run("search", "thuế").exit_code == 0


def test_delete_removes_an_article(built: Path):
    id = json.loads(run("search", "--json").stdout)["hits"][0]["id"]
    assert run("delete", id).stdout == "1 deleted\n"
    assert run("search").stdout.startswith("1 articles")


def test_delete_names_an_unknown_id_and_fails(built: Path):
    result = run("delete", "zz")
    assert (result.exit_code, result.stderr) == (1, "error: no article 'zz'\n")


def test_analyze_prints_a_token_a_line():
    assert run("analyze", "Thuế mới").stdout == "0-4\tThuế\tthue\tthuê'\n5-8\tmới\tmoi\tmơi'\n"


def test_stats_say_what_the_index_holds(built: Path):
    stats = json.loads(run("stats", "--json").stdout)
    assert (stats["articles"], stats["without a date"]) == (2, 2)


def test_an_unknown_engine_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TIMTIN_ENGINE", "lucene:x")
    assert "engine 'lucene:x' is unknown" in run("stats").stderr


def test_a_wrong_setting_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TIMTIN_PORT", "eighty")
    assert "TIMTIN_PORT" in run("stats").stderr
