"""Files -> index: what is added, updated, left alone, and what is told about the rest."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer import BuildInterrupted, Document, NothingFound, Progress, Report, SearchRequest, build, groups, pipeline
from indexer.extract import jsonl
from indexer.report import Outcome
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


def test_what_became_of_the_files_is_kept_with_the_archive(folder: Path, engine: MemoryEngine):
    (folder / "empty.txt").touch()
    (folder / "nothing.txt").touch()
    build([folder], engine)
    assert dict(engine.terms("outcome")) == {"added": 2, "skipped: empty file": 2}
    (folder / "nothing.txt").unlink()
    build([folder], engine)
    assert dict(engine.terms("outcome")) == {"unchanged": 2, "skipped: empty file": 1}


def test_of_many_reasons_the_commonest_are_told_apart():
    skipped = [Outcome(f"{n}", "skipped", reason=f"unknown kind of file '.{n}'") for n in range(60)]
    report = Report((Outcome("a", "skipped", reason="broken JSON: at column 3"), *skipped, skipped[0]))
    totals = report.totals()
    assert len(totals) == 51
    assert totals["skipped: unknown kind of file '.0'"] == 2
    assert totals["skipped: other reasons"] == 11
    assert report.counts()["skipped"] == sum(totals.values()) == 62


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
    seen: list[Progress] = []
    build([folder], engine, progress=seen.append)
    size = len((RAIN + TAX).encode())
    assert seen[-1] == Progress(files=2, of_files=2, bytes=size, of_bytes=size, articles=2)


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


# ------------------------------------------------------------------ again, edited, alike

LONG = (
    "Ủy ban nhân dân xã Nậm Tà cho biết mực nước trên sông đã dâng thêm 40 cm trong đêm, buộc 63 hộ ở ba thôn ven sông "
    "phải chuyển lên điểm trường cũ. Đến trưa, hai chuyến hàng gồm gạo, mì và nước uống đã tới nơi bằng thuyền máy, "
    "còn đường ô tô vẫn bị chia cắt ở ngầm tràn số 2 và chưa thể thông xe trong ngày."
)


def dump(folder: Path, *articles: dict[str, str]) -> Path:
    path = folder / "dump.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return path


def ids(engine: MemoryEngine) -> dict[str, Document]:
    return {document.article.title: document for document in engine.scan()}


def test_an_edit_under_the_same_link_is_an_update_and_keeps_the_former_text(tmp_path: Path, engine: MemoryEngine):
    link = "https://bao.example/lu-nam-ta.html"
    build([dump(tmp_path, {"title": "Lũ ở Nậm Tà", "body": LONG, "url": link})], engine)
    report = build(
        [dump(tmp_path, {"title": "Lũ lên ở Nậm Tà", "body": f"{LONG} Chợ đã mở lại.", "url": link})], engine
    )
    assert states(report) == {"updated": 1}
    (document,) = engine.scan()
    assert document.article.body.endswith("Chợ đã mở lại.")
    assert [(version.title, version.body) for version in document.versions] == [("Lũ ở Nậm Tà", LONG)]
    assert document.versions[0].ingested is not None


@pytest.mark.parametrize("rebuild", [False, True])
def test_one_run_over_two_texts_of_a_link_is_as_two_runs(tmp_path: Path, engine: MemoryEngine, rebuild: bool):
    link = "https://bao.example/lu-nam-ta.html"
    first, second = ({"title": "Lũ", "body": text, "url": link} for text in (LONG, f"{LONG} Chợ đã mở lại."))
    assert states(build([dump(tmp_path, first, second)], engine, rebuild=rebuild)) == {"added": 1, "updated": 1}
    (document,) = engine.scan()
    assert [version.body for version in document.versions] == [LONG]


def test_two_articles_under_one_link_are_both_kept(tmp_path: Path, engine: MemoryEngine):
    """Portals give the link of their front page, or of a form without its number, to every page."""
    link = "https://cong.example/Pages/chi-tiet.aspx"
    articles = [{"title": "Lũ ở Nậm Tà", "body": LONG, "url": link}, {"title": "Thuế", "body": TAX, "url": link}]
    report = build([dump(tmp_path, *articles)], engine)
    assert states(report) == {"added": 2}
    assert report.outcomes[1].notes == (f"{link} is the link of another article too",)
    assert states(build([dump(tmp_path, *articles)], engine)) == {"unchanged": 2}


def test_near_duplicates_are_grouped_and_the_earliest_is_named(tmp_path: Path, engine: MemoryEngine):
    articles = [
        {"title": "Bản chép", "body": f"{LONG} Theo một báo khác.", "published": "2025-06-03"},
        {"title": "Bản đầu", "body": LONG, "published": "2025-06-02"},
        {"title": "Bài khác", "body": TAX * 8, "published": "2025-06-01"},
    ]
    report = build([dump(tmp_path, *articles)], engine)
    found = ids(engine)
    first = found["Bản đầu"].id
    assert [found[title].group for title in ("Bản chép", "Bản đầu", "Bài khác")] == [first, first, ""]
    assert report.near == {found["Bản chép"].id: first}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_groups_do_not_depend_on_the_order_of_runs(tmp_path: Path, engine: MemoryEngine, order: tuple[int, ...]):
    articles = [
        {"title": f"Bản {day}", "body": f"{LONG} Tin ngày {day}.", "published": f"2025-06-0{day}"} for day in (1, 2, 3)
    ]
    for at in order:
        build([dump(tmp_path, articles[at])], engine)
    found = ids(engine)
    assert {document.group for document in found.values()} == {found["Bản 1"].id}


def test_a_group_may_be_larger_than_what_is_looked_at_for_one(
    tmp_path: Path, engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(groups, "CANDIDATES", 2)
    build([dump(tmp_path, {"title": "Bài khác", "body": TAX * 8})], engine)
    build([dump(tmp_path, *({"title": f"Bản {at}", "body": f"{LONG} Tin số {at}."} for at in range(6)))], engine)
    assert [bool(document.group) for document in ids(engine).values()].count(True) == 6


def test_an_edit_that_makes_an_article_another_one_takes_it_out_of_its_group(tmp_path: Path, engine: MemoryEngine):
    one, other = ({"title": title, "body": LONG, "url": f"https://a.example/{title}"} for title in ("x", "y"))
    build([dump(tmp_path, one, other)], engine)
    assert {document.group for document in engine.scan()} == {ids(engine)["x"].group} != {""}
    build([dump(tmp_path, {**other, "body": TAX * 8})], engine)
    assert [document.group for document in engine.scan()] == ["", ""]


def test_links_of_links_are_one_group_named_by_its_earliest():
    one, two, three, four, five = ((False, float(day), f"a{day}") for day in range(1, 6))
    assert groups.named([(four, two), (five, one), (two, three)]) == {
        **{"a2": "a2", "a3": "a2", "a4": "a2"},
        **{"a1": "a1", "a5": "a1"},
    }


def test_a_group_whose_earliest_is_deleted_is_named_by_the_next_earliest(tmp_path: Path, engine: MemoryEngine):
    articles = [
        {"title": f"Bản {day}", "body": f"{LONG} Tin ngày {day}.", "published": f"2025-06-0{day}"} for day in (1, 2, 3)
    ]
    build([dump(tmp_path, *articles)], engine)
    found = ids(engine)
    assert groups.delete(engine, [found["Bản 1"].id]) == 1
    assert {document.group for document in engine.scan()} == {found["Bản 2"].id}
    assert groups.delete(engine, [found["Bản 2"].id, "unknown"]) == 1
    assert [document.group for document in engine.scan()] == [""]


# ------------------------------------------------------------------ several processes, interruption


def many(folder: Path, count: int) -> Path:
    return dump(folder, *({"title": f"Tin {n}", "body": f"Ngày thứ {n}. {LONG}"} for n in range(count)))


def test_the_result_does_not_depend_on_the_number_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline, "TASK", 2_000)  # bytes; smaller than the file, so that processes are started
    monkeypatch.setattr(jsonl, "RUN", 2_000)
    source = many(tmp_path, 40)
    one, two = MemoryEngine(), MemoryEngine()
    reports = [build([source], one, workers=1), build([source], two, workers=2)]
    assert [outcome.name for outcome in reports[0].outcomes] == [outcome.name for outcome in reports[1].outcomes]
    assert states(reports[1]) == {"added": 40}
    assert [(d.id, d.persons, d.group) for d in one.scan()] == [(d.id, d.persons, d.group) for d in two.scan()]


def test_an_interrupted_rebuild_leaves_the_index_as_it_was(folder: Path, engine: MemoryEngine):
    build([folder], engine)

    def interrupt(_now: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(BuildInterrupted, match="the index is as it was"):
        build([folder], engine, rebuild=True, progress=interrupt)
    assert engine.count() == 2


def test_a_rebuild_that_finds_nothing_leaves_the_index_as_it_was(folder: Path, engine: MemoryEngine, tmp_path: Path):
    build([folder], engine)
    with pytest.raises(NothingFound):
        build([tmp_path / "nowhere"], engine, rebuild=True)
    assert engine.count() == 2


def test_the_report_has_a_row_for_everything(folder: Path, engine: MemoryEngine):
    (folder / "empty.txt").touch()
    rows = list(build([folder], engine).rows())
    assert [(row["state"], row["reason"]) for row in rows] == [("skipped", "empty file"), ("added", ""), ("added", "")]
    assert rows[1]["name"] == str(folder / "rain.txt")
