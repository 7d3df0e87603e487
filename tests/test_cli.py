"""The command line, as an operator types it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import load_settings, open_engine
from indexer.cli import main
from indexer.engine.whoosh.generations import Generations

SEEDS = Path(__file__).parent.parent / "seeds"
LINE = json.dumps({"title": "Cầu mới thông xe", "body": "Cây cầu thứ hai qua sông thông xe sáng nay, xe tải được qua."})
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
    assert result.stderr.startswith("read 2 of 2 files, 2 articles, ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("stats > /dev/full", (1, ["error: output: No space left on device"])),
        (f"build --report /dev/full {GIVEN[0]}", (1, ["error: output: No space left on device"])),
        ("stats | head -0", (0, [])),
        ("stats >&-", (0, [])),
        (f"build {GIVEN[0]} 2>&-", (0, [])),
    ],
)
def test_what_cannot_be_written_is_told_in_a_line(built: Path, command: str, told: tuple[int, list[str]]):
    typed = ["sh", "-c", f"'{sys.executable}' -m indexer {command}"]
    ended = subprocess.run(typed, capture_output=True, text=True, check=False)
    lines = [line for line in ended.stderr.splitlines() if not line.startswith("read ")]
    assert (ended.returncode, lines) == told


def test_a_build_without_an_article_says_so(index: Path, tmp_path: Path):
    result = run("build", str(tmp_path))
    assert result.stdout == "0 added, 0 updated, 0 unchanged, 0 duplicate, 0 skipped\n"
    assert result.stderr.splitlines()[-1] == "no article was found: check the paths"


def test_ctrl_c_ends_in_silence(monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.cli.open_searcher", interrupted)
    result = run("search", "mưa")
    assert (result.exit_code, result.output) == (130, "")


def test_a_second_build_adds_nothing(built: Path):
    assert run("build", *GIVEN).stdout.startswith("0 added, 0 updated, 2 unchanged")


def test_build_names_what_it_skipped_and_fails(index: Path, tmp_path: Path):
    (tmp_path / "empty.txt").touch()
    result = run("build", *GIVEN, str(tmp_path / "empty.txt"))
    assert result.exit_code == 1
    assert "empty.txt: empty file" in result.stderr
    assert result.stdout.startswith("2 added")


def test_what_may_not_be_read_does_not_stop_the_run(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("os.access", lambda *_: False)  # root may read all
    assert run("build", "--report", str(tmp_path / "report.jsonl"), *GIVEN).stdout.startswith("2 added")


@pytest.mark.parametrize(
    ("lines", "strict", "code"),
    [("{broken", [], 1), (LINE, [], 0), (LINE + "\n{broken", [], 0), (LINE + "\n{broken", ["--strict"], 1)],
)
def test_build_fails_where_a_file_gave_no_article(
    index: Path, tmp_path: Path, lines: str, strict: list[str], code: int
):
    """UX 125: a dump of which lines were skipped gave some, unless all must be read"""
    (tmp_path / "dump.jsonl").write_text(lines, encoding="utf-8")
    assert run("build", *strict, str(tmp_path / "dump.jsonl")).exit_code == code


def test_a_report_that_cannot_be_written_is_told_before_anything_is_indexed(index: Path, tmp_path: Path):
    result = run("build", "--report", str(tmp_path / "none" / "report.jsonl"), *GIVEN)
    assert (result.exit_code, index.exists()) == (2, False)


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


def test_delete_leaves_no_article_under_the_name_of_a_deleted_one(index: Path, tmp_path: Path):
    body = "Hồ Nậm Tà đã xả nước qua hai cửa từ sáng sớm, người dân hạ lưu được báo trước ba giờ đồng hồ. " * 4
    copies = [{"title": f"Bản {day}", "body": body, "published": f"2025-06-0{day}"} for day in (1, 2)]
    (tmp_path / "copies.jsonl").write_text("".join(json.dumps(copy) + "\n" for copy in copies), "utf-8")
    run("build", str(tmp_path / "copies.jsonl"))
    hits = json.loads(run("search", "--json", "hồ").stdout)["hits"]
    run("delete", next(hit["id"] for hit in hits if hit["title"] == "Bản 1"))
    engine = open_engine(f"whoosh:{index}")
    assert [(document.article.title, document.group) for document in engine.scan()] == [("Bản 2", "")]


def test_delete_names_an_unknown_id_and_fails(built: Path):
    result = run("delete", "zz", "\udcff")
    assert (result.exit_code, result.stderr) == (1, "error: no article 'zz'\nerror: no article '\\udcff'\n")


def test_analyze_prints_a_token_a_line():
    assert run("analyze", "Thuế mới").stdout == "0-4\tThuế\tthue\tthuê'\n5-8\tmới\tmoi\tmơi'\n"


def test_stats_say_what_the_index_holds(built: Path):
    stats = json.loads(run("stats", "--json").stdout)
    assert (stats["articles"], stats["without a date"]) == (2, 2)


def test_an_unknown_engine_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TIMTIN_ENGINE", "lucene:x")
    assert "engine 'lucene' is unknown" in run("stats").stderr


def test_a_wrong_setting_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TIMTIN_PORT", "eighty")
    assert "TIMTIN_PORT" in run("stats").stderr


def test_check_says_that_all_is_whole(built: Path):
    assert "2 articles: all as committed" in run("check").stdout


def test_check_names_what_is_damaged(built: Path):
    *_, damaged = sorted(built.glob("generation-*/*.arrays"))
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {damaged} is damaged")


def test_a_backup_is_an_index_and_comes_back(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copy = tmp_path / "copy"
    assert run("backup", str(copy)).exit_code == 0
    id = json.loads(run("search", "--json").stdout)["hits"][0]["id"]
    before = json.loads(run("stats", "--json").stdout)
    run("delete", id)
    assert run("restore", str(copy)).exit_code == 0
    after = json.loads(run("stats", "--json").stdout)
    assert after["articles"] == before["articles"]
    assert after["generation"] > before["generation"]
    monkeypatch.setenv("TIMTIN_ENGINE", f"whoosh:{copy}")
    assert "2 articles: all as committed" in run("check").stdout


def test_a_backup_overwrites_nothing_that_is_no_backup(built: Path, tmp_path: Path):
    (tmp_path / "mine").write_text("x")
    assert "holds other files" in run("backup", str(tmp_path)).stderr


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("below", ["", "backup"])
def test_an_index_is_no_backup_of_itself(built: Path, command: str, below: str):
    assert f"{built / below} is the index {built} itself, or in it" in run(command, str(built / below)).stderr


def test_what_is_no_backup_is_not_restored(built: Path, tmp_path: Path):
    told = f"error: no backup at {tmp_path / 'none'}: expected a folder that timtin backup made\n"
    assert run("restore", str(tmp_path / "none")).stderr == told


def test_an_address_that_cannot_be_listened_on_is_told(built: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        typed = [sys.executable, "-m", "indexer", "serve", "--port", port]
        told = subprocess.run(typed, capture_output=True, text=True, check=False).stderr
    choose = "choose others by --host, --port\n"
    assert told == f"error: cannot listen on '127.0.0.1', port {port} (Address already in use): {choose}"
    unknown = run("serve", "--host", "no such").stderr
    assert unknown == f"error: cannot listen on 'no such', port 8000 (no such host): {choose}"


def test_serve_says_at_its_start_that_there_is_no_index(index: Path):
    told = run("serve", "--host", "no such").stderr
    assert told.startswith(f"warning: no index at {index}: run timtin build PATHS\n")


def test_a_damaged_backup_is_not_restored(built: Path, tmp_path: Path):
    run("backup", str(tmp_path / "copy"))
    damaged = next((tmp_path / "copy").glob("generation-*/*.arrays"))
    damaged.chmod(0o644)
    damaged.write_bytes(bytes(damaged.stat().st_size))
    result = run("restore", str(tmp_path / "copy"))
    assert result.exit_code == 1
    assert f"{damaged} is damaged" in result.stderr
    assert run("check").exit_code == 0


@pytest.mark.parametrize("words", [("check",), ("backup", "copy"), ("restore", "copy")])
def test_an_index_that_is_no_folder_is_looked_after_elsewhere(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]):
    monkeypatch.setenv("TIMTIN_ENGINE", "opensearch://127.0.0.1:9/articles")
    assert "this command needs whoosh:FOLDER" in run(*words).stderr


def test_commands_wait_for_a_cluster_as_long_as_the_settings_say(monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("TIMTIN_ENGINE", f"opensearch://127.0.0.1:{silent.getsockname()[1]}/articles")
        monkeypatch.setenv("TIMTIN_TIMEOUT", "0.1")
        for words in (("stats",), ("new-names",), ("copy", load_settings().engine, "whoosh:none")):
            assert "gave no answer within 0.1 seconds" in run(*words).stderr
