"""Files -> index: what is added, updated, left alone, and what is told about the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer import Report, SearchRequest, build
from tests.memory import MemoryEngine

RAIN = "Mưa lớn ở miền Trung\nNguồn: Bài mẫu\n\nBộ Nông nghiệp và Môi trường họp về mưa lớn và lũ trên các sông.\n"
TAX = "Thuế mới từ tháng Bảy\nNguồn: Bài mẫu\n\nBộ Tài chính công bố biểu thuế mới cho hàng nhập khẩu.\n"


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rain.txt").write_text(RAIN, encoding="utf-8")
    (tmp_path / "tax.txt").write_text(TAX, encoding="utf-8")
    return tmp_path


def states(report: Report) -> dict[str, int]:
    return {state: count for state, count in report.counts().items() if count}


def test_new_articles_are_added(folder: Path, engine: MemoryEngine):
    assert states(build([folder], engine)) == {"added": 2}
    assert engine.count() == 2


def test_a_second_run_changes_nothing_and_commits_nothing(folder: Path, engine: MemoryEngine):
    build([folder], engine)
    generation = engine.generation()
    assert states(build([folder], engine)) == {"unchanged": 2}
    assert engine.generation() == generation


def test_the_same_text_in_two_files_is_one_article(folder: Path, engine: MemoryEngine):
    (folder / "again.txt").write_text(RAIN, encoding="utf-8")
    assert states(build([folder], engine)) == {"added": 2, "duplicate": 1}


def test_a_rebuild_drops_what_is_no_longer_there(folder: Path, engine: MemoryEngine):
    build([folder], engine)
    (folder / "rain.txt").unlink()
    assert states(build([folder], engine, rebuild=True)) == {"added": 1}
    assert engine.count() == 1


def test_documents_carry_their_facet_values(folder: Path, engine: MemoryEngine):
    build([folder], engine)
    values = {bucket.value for bucket in engine.search(SearchRequest()).facet("ministry").buckets}
    assert values == {"Bộ Nông nghiệp và Môi trường", "Bộ Tài chính"}


def test_progress_counts_files(folder: Path, engine: MemoryEngine):
    seen: list[tuple[int, int]] = []
    build([folder], engine, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, ""),
        ("broken.jsonl", b'{"title": "A", "body"\n', "JSON"),
        ("bodyless.jsonl", '{"title": "Không có thân bài"}\n'.encode(), "body"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", ".jpg"),
    ],
)
def test_a_bad_file_is_named_with_its_reason_and_the_rest_goes_on(
    folder: Path, engine: MemoryEngine, name: str, content: bytes, reason: str
):
    (folder / name).write_bytes(content)
    report = build([folder], engine)
    skipped = [outcome for outcome in report.outcomes if outcome.state == "skipped"]
    assert len(skipped) == 1
    assert name in skipped[0].name
    assert reason in skipped[0].reason != ""
    assert engine.count() == 2


def test_an_unreadable_file_is_told(folder: Path, engine: MemoryEngine):
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    assert states(build([folder], engine)) == {"added": 2, "skipped": 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_told(folder: Path, engine: MemoryEngine):
    (folder / "rain.txt").chmod(0)
    assert states(build([folder], engine)) == {"added": 1, "skipped": 1}


def test_a_missing_folder_is_told(engine: MemoryEngine, tmp_path: Path):
    assert states(build([tmp_path / "nowhere"], engine)) == {"skipped": 1}
