"""The rules of the port, on every engine."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from indexer import (
    HANOI,
    NONE,
    Article,
    Document,
    Engine,
    Filters,
    Origin,
    Period,
    Published,
    Query,
    Removed,
    SearchRequest,
    SearchResult,
    Sort,
    Version,
)
from indexer.analysis import streams_of
from indexer.clauses import Or, Term
from indexer.engine import analysed
from indexer.engine.opensearch import OpenSearchEngine
from indexer.query import parse
from tests.engines import ENGINES, fill, opened

AN, BINH, CHI = "Nguyễn Văn An", "Trần Thị Bình", "Lê Quỳnh Chi"
HEALTH, TRADE = "Bộ Y tế", "Bộ Công Thương"


@pytest.fixture(params=ENGINES)
def some(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    yield from opened(request.param, request, tmp_path)


@pytest.fixture
def empty(some: Engine) -> Engine:
    if isinstance(some, OpenSearchEngine):
        fill(some, [])
    return some


@pytest.fixture
def engine(some: Engine) -> Engine:
    fill(some, ARCHIVE)
    return some


def news(
    id: str,
    text: str,
    day: str = "",
    persons: tuple[str, ...] = (),
    ministries: tuple[str, ...] = (),
    likely: str = "",
) -> Document:
    title, _, body = text.partition("|")
    at = datetime.fromisoformat(day).replace(tzinfo=HANOI) if day else None
    published = Published(at, "field", day) if at else None
    article = Article(id, title.strip(), body.strip(), published=published)
    return Document(article, persons, ministries, date.fromisoformat(likely) if likely else None)


ARCHIVE = [
    news("a1", "Tiêm vắc xin|Bộ Y tế họp về vắc xin.", "2024-05-31", (AN,), (HEALTH,)),
    news("a2", "Thuế đối ứng|Hai bộ bàn thuế.", "2024-06-01T09:30", (BINH,), (HEALTH, TRADE)),
    news("a3", "Thuê nhà|Giá thuê tăng.", "2025-06-01", (AN, BINH, CHI), (TRADE,)),
    news("a4", "Không ngày|Tin về thuế và vắc xin.", likely="2025-04-23"),
    news("a5", "Ban tin|ban tin dien ve thue doi ung gui di", "2024-06-01T09:30"),
]


def ask(engine: Engine, text: str = "", sort: str = "relevance", **filters: object) -> SearchResult:
    return engine.search(SearchRequest(parse(text), Filters(**filters), sort))  # type: ignore[arg-type]


def ids(result: SearchResult) -> list[str]:
    return [hit.document.id for hit in result.hits]


def buckets(result: SearchResult, facet: str) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in result.facet(facet).buckets}


# ------------------------------------------------------------------ storing


def test_what_was_added_comes_back_whole(engine: Engine):
    assert engine.get("a2") == ARCHIVE[1]


def test_provenance_and_former_texts_come_back_whole(empty: Engine):
    read = datetime(2025, 6, 1, 8, 30, tzinfo=HANOI)
    origin = Origin(
        "a.zip!b.txt", "text", "vni", 0.97, 0, "text", 0.2, "ab12", ("link dropped: javascript:1",), read, "1"
    )
    article = Article("a", "Thuế", "Thuế mới.", summary="Thuế.", author="An", section="Tài chính", origin=origin)
    document = Document(article, group="a", versions=(Version("Thuế", "Thuế cũ.", read), Version("T", "B", None)))
    empty.add([document])
    assert empty.get("a") == document


def test_candidates_for_near_duplicates_are_found_by_their_bands(empty: Engine):
    body = " ".join(f"tiếng {number}" for number in range(300))
    empty.add([news("x", f"Một|{body}"), news("y", f"Hai|{body} thêm"), news("z", "Ba|Bài khác")])
    candidates = Or(tuple(Term("sketch", band) for band in next(streams_of([("", body)]))["sketch"][0]))
    assert sorted(ids(empty.search(SearchRequest(Query(must=candidates), facet_size=0)))) == ["x", "y"]


def test_an_unknown_id_gives_nothing(engine: Engine):
    assert engine.get("zz") is None


def test_adding_an_id_again_replaces_the_document(engine: Engine):
    engine.add([news("a1", "Tin khác|Mưa lớn.")])
    assert engine.count() == 5
    assert ids(ask(engine, "họp")) == []
    assert ids(ask(engine, "mưa")) == ["a1"]


def test_of_two_documents_with_one_id_the_last_stays(empty: Engine):
    empty.add([news("x", "Một|"), news("x", "Hai|")])
    assert ids(ask(empty)) == ["x"]
    assert empty.get("x") == news("x", "Hai|")


def test_rebuild_leaves_nothing_of_before(engine: Engine):
    engine.rebuild([news("b1", "Mới|")])
    assert [document.id for document in engine.scan()] == ["b1"]


def test_rebuild_that_breaks_off_changes_nothing(engine: Engine):
    def broken() -> Iterator[Document]:
        yield news("b1", "Mới|")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert engine.count() == 5


def test_delete_says_how_many_were_there(engine: Engine):
    assert engine.delete(["a1", "zz"]) == 1
    assert engine.count() == 4


def test_a_deleted_document_is_told_from_one_that_never_was(engine: Engine):
    engine.delete(["a1", "zz"])
    assert engine.get("a1") == Removed("a1")
    assert engine.get("zz") is None


def test_a_deleted_document_that_is_added_again_is_back(engine: Engine):
    engine.delete(["a1"])
    engine.add([ARCHIVE[0]])
    assert engine.get("a1") == ARCHIVE[0]
    engine.delete(["a2"])
    assert engine.get("a1") == ARCHIVE[0]


def test_rebuild_keeps_what_was_deleted_apart_from_what_it_leaves_out(engine: Engine):
    engine.delete(["a1", "a2"])
    engine.rebuild(ARCHIVE[:1])
    assert engine.get("a1") == ARCHIVE[0]
    assert engine.get("a2") == Removed("a2")
    assert engine.get("a3") is None


def test_what_became_of_a_run_is_told_until_another_run_or_a_rebuild(engine: Engine):
    engine.add([news("x", "Thuế")], {"added": 1, "skipped: empty file": 2})
    engine.add([news("y", "Gạo")])
    assert list(engine.terms("outcome")) == [("added", 1), ("skipped: empty file", 2)]
    before = engine.generation()
    engine.add((), {"updated": 3})
    assert list(engine.terms("outcome")) == [("updated", 3)]
    assert engine.generation() > before
    engine.rebuild(ARCHIVE[:1])
    assert list(engine.terms("outcome")) == []


def test_a_generation_tells_when_it_was_committed(engine: Engine):
    before = time.time_ns() // 1_000_000
    engine.add([news("x", "Thuế")])
    assert before <= engine.generation() <= time.time_ns() // 1_000_000 + 1_000  # commits of one millisecond count on


def test_a_commit_gives_a_new_generation(engine: Engine):
    before = engine.generation()
    engine.add([news("b1", "Mới|")])
    assert engine.generation() > before


def test_scan_gives_all_in_order_of_id(empty: Engine):
    empty.add([news("c", "|"), news("a", "|"), news("b", "|")])
    assert [document.id for document in empty.scan()] == ["a", "b", "c"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_scan_of_a_request_gives_all_its_hits_in_its_order(engine: Engine, sort: Sort):
    engine.add([news(f"b{number}", f"Thuế {number}|") for number in range(30)])
    wanted = SearchRequest(parse("thuế"), sort=sort, size=100)
    every = ids(engine.search(wanted))
    assert len(every) > 30
    assert [document.id for document in engine.scan(replace(wanted, size=1))] == every
    assert [document.id for document in engine.scan(replace(wanted, start=7))] == every[7:]


def test_scan_stays_with_the_generation_in_which_it_began(engine: Engine):
    found = engine.scan(SearchRequest())
    held = [next(found).id]
    engine.delete(["a1", "a2", "a5"])
    assert [*held, *(document.id for document in found)] == ["a3", "a2", "a5", "a1", "a4"]


def test_terms_are_those_of_living_documents_with_their_counts(engine: Engine):
    engine.delete(["a3"])
    assert list(engine.terms("person")) == [(AN, 1), (BINH, 1)]
    assert [term for term in engine.terms("syl") if term[0].startswith("thuê")] == [("thuê'", 2)]


def test_outlets_are_listed_with_their_articles(empty: Engine):
    held = [("a", "Báo Mai"), ("b", "Báo Mai"), ("c", "Báo Lan"), ("d", "")]
    empty.add(Document(Article(id, "Tin", "", source=outlet)) for id, outlet in held)
    assert list(empty.terms("source")) == [("Báo Lan", 1), ("Báo Mai", 2)]


def test_what_was_analysed_elsewhere_is_stored_as_the_document_itself(empty: Engine):
    empty.rebuild([pickle.loads(pickle.dumps(analysed(ARCHIVE[0])))])
    empty.add([analysed(ARCHIVE[1]), ARCHIVE[2]])
    assert list(empty.scan()) == ARCHIVE[:3]
    assert ids(ask(empty, "thuế đối ứng")) == ["a2"]


# ------------------------------------------------------------------ matching


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thuế", {"a2", "a4", "a5"}),
        ("thuê", {"a3", "a5"}),
        ("thue", {"a2", "a3", "a4", "a5"}),
        ("thuế vắc", {"a4"}),
        ("thuế OR họp", {"a1", "a2", "a4", "a5"}),
        ("thuế -vắc", {"a2", "a5"}),
        ("-vắc", {"a2", "a3", "a5"}),
        ('"đối ứng"', {"a2", "a5"}),
        ('"ứng đối"', set()),
        ('"thuế xin"~2', {"a4"}),
        ('"thuế xin"~1', set()),
        ('"ứng hai"', set()),
        ("title:thuế", {"a2"}),
        ("dien*", {"a5"}),
        ("không-có-từ-này", set()),
        ('person:"nguyen van an"', {"a1", "a3"}),
        ("person:bình thuế", {"a2"}),
        ('ministry:"công thương"', {"a2", "a3"}),
        ("date:2024-06", {"a2", "a5"}),
        ("-date:2024", {"a3", "a4"}),
    ],
)
def test_a_query_finds(engine: Engine, text: str, found: set[str]):
    assert set(ids(ask(engine, text))) == found


def test_no_query_finds_all(engine: Engine):
    assert ask(engine).total == 5


# ------------------------------------------------------------------ order


def test_relevance_puts_typed_tones_first(engine: Engine):
    assert ids(ask(engine, "thuế đối ứng")) == ["a2", "a5"]


def test_without_a_query_the_newest_come_first_and_undated_last(engine: Engine):
    assert ids(ask(engine)) == ["a3", "a2", "a5", "a1", "a4"]


def test_oldest_first_has_undated_last_too(engine: Engine):
    assert ids(ask(engine, sort="oldest")) == ["a1", "a2", "a5", "a3", "a4"]


def test_pages_do_not_overlap(engine: Engine):
    pages = [engine.search(SearchRequest(start=start, size=2)) for start in (0, 2, 4, 6)]
    assert [ids(page) for page in pages] == [["a3", "a2"], ["a5", "a1"], ["a4"], []]
    assert {page.total for page in pages} == {5}


COPIES = [
    replace(news("b2", "Thuế thép|", "2024-06-02"), group="b1"),
    replace(news("b1", "Thuế thép|", "2024-06-01"), group="b1"),
    replace(news("b3", "Thuế thép tăng|", "2024-06-03"), group="b1"),
    news("c1", "Thuế gạo|", "2024-05-01"),
    replace(news("c2", "Thuế muối|"), group="c0"),
]


@pytest.mark.parametrize(
    ("sort", "since", "shown"),
    [
        ("newest", None, ["b1", "c1", "c2"]),
        ("oldest", None, ["c1", "b1", "c2"]),
        ("newest", date(2024, 6, 2), ["b2"]),  # the earliest of those found
    ],
)
def test_near_duplicates_are_shown_once_by_their_earliest(
    empty: Engine, sort: Sort, since: date | None, shown: list[str]
):
    empty.rebuild(COPIES)
    result = empty.search(SearchRequest(parse("thuế"), Filters(since=since), sort, grouped=True))
    assert ids(result) == shown
    assert result.groups == len(shown)


@pytest.mark.parametrize(("group", "found"), [("b1", ["b3", "b2", "b1"]), ("c0", ["c2"]), ("c1", ["c1"]), ("x", [])])
def test_the_near_duplicates_of_a_group_can_be_asked_for(empty: Engine, group: str, found: list[str]):
    empty.rebuild(COPIES)
    result = empty.search(SearchRequest(filters=Filters(group=group)))
    assert ids(result) == found
    assert sum(buckets(result, "date").values()) + result.facet("date").none == len(found)


def test_a_group_folds_to_its_earliest_and_counts_every_article(empty: Engine):
    told = ("Trần Thị Bình",)
    first = replace(news("b1", "Thuế thép|", "2024-06-01"), persons=told)  # need not tell the group that it names
    later = [replace(news(id, "Thuế thép|", "2024-06-02"), group="b1", persons=told) for id in ("a2", "b3")]
    empty.rebuild([first, *later, replace(COPIES[3], persons=told), COPIES[4]])
    result = empty.search(SearchRequest(filters=Filters(group="b1"), grouped=True))
    assert ids(result) == ["b1"]
    assert (result.total, result.groups) == (3, 1)
    assert buckets(result, "person") == {"Trần Thị Bình": 3}
    assert buckets(result, "date") == {"2024": 3}
    other = empty.search(SearchRequest(filters=Filters(group="b1", until=date(2024, 6, 1)), grouped=True))
    assert (ids(other), other.total, buckets(other, "date")) == (["b1"], 1, {"2024": 3})


def test_grouping_changes_no_count_and_pages_by_groups(empty: Engine):
    empty.rebuild(COPIES)
    pages = [empty.search(SearchRequest(sort="newest", start=at, size=2, grouped=True)) for at in (0, 2, 4)]
    assert [ids(page) for page in pages] == [["b1", "c1"], ["c2"], []]
    assert {(page.total, page.groups) for page in pages} == {(5, 3)}
    assert buckets(pages[0], "date") == {"2024": 4}


def test_groups_are_told_where_every_article_is_shown(empty: Engine):
    empty.rebuild(COPIES)
    assert (ask(empty).total, ask(empty).groups, len(ask(empty).hits)) == (5, 3, 5)


# ------------------------------------------------------------------ filters


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"person": frozenset({AN})}, {"a1", "a3"}),
        ({"person": frozenset({AN, BINH})}, {"a1", "a2", "a3"}),
        ({"person": frozenset({AN, BINH}), "person_op": "all"}, {"a3"}),
        ({"person": frozenset({NONE})}, {"a4", "a5"}),
        ({"person": frozenset({NONE, CHI})}, {"a3", "a4", "a5"}),
        ({"person": frozenset({NONE, CHI}), "person_op": "all"}, set()),
        ({"x_person": frozenset({AN})}, {"a2", "a4", "a5"}),
        ({"x_person": frozenset({NONE})}, {"a1", "a2", "a3"}),
        ({"ministry": frozenset({HEALTH}), "person": frozenset({BINH})}, {"a2"}),
        ({"ministry": frozenset({"Bộ không có"})}, set()),
        ({"date": Period(2024)}, {"a1", "a2", "a5"}),
        ({"date": Period(2024, 5)}, {"a1"}),
        ({"date": Period(2024, 6, 1)}, {"a2", "a5"}),
        ({"since": date(2024, 6, 1)}, {"a2", "a3", "a5"}),
        ({"until": date(2024, 5, 31)}, {"a1"}),
        ({"since": date(2024, 5, 31), "until": date(2024, 6, 1)}, {"a1", "a2", "a5"}),
        ({"undated": True}, {"a4"}),
        ({"undated": True, "likely": Period(2025, 4)}, {"a4"}),
        ({"undated": True, "likely": Period(2024)}, set()),
    ],
)
def test_a_filter_lets_through_the_articles_beside_it(engine: Engine, filters: dict[str, object], found: set[str]):
    assert set(ids(ask(engine, **filters))) == found


# ------------------------------------------------------------------ facets


def test_an_article_counts_under_each_of_its_persons(engine: Engine):
    assert buckets(ask(engine), "person") == {AN: 2, BINH: 2, CHI: 1}


def test_articles_without_a_value_are_counted(engine: Engine):
    assert ask(engine).facet("person").none == 2


def test_a_choice_leaves_the_counts_of_its_own_facet(engine: Engine):
    result = ask(engine, person=frozenset({AN}))
    assert buckets(result, "person") == {AN: 2, BINH: 2, CHI: 1}
    assert buckets(result, "ministry") == {HEALTH: 1, TRADE: 1}


def test_in_mode_all_a_count_is_the_total_after_adding_the_value(engine: Engine):
    result = ask(engine, person=frozenset({AN}), person_op="all")
    assert buckets(result, "person") == {AN: 2, BINH: 1, CHI: 1}
    assert result.facet("person").none == 0


def test_a_chosen_value_stays_even_at_zero(engine: Engine):
    chosen = {"person": frozenset({CHI}), "until": date(2024, 12, 31)}
    assert buckets(ask(engine, **chosen), "person") == {AN: 1, BINH: 1, CHI: 0}


def test_a_chosen_value_is_listed_beside_the_commonest(engine: Engine):
    request = SearchRequest(filters=Filters(person=frozenset({CHI})), facet_size=1)
    result = engine.search(request)
    assert buckets(result, "person") == {BINH: 2, CHI: 1} or buckets(result, "person") == {AN: 2, CHI: 1}
    assert result.facet("person").distinct == 3


def test_equal_counts_stand_in_order_of_name(engine: Engine):
    assert [bucket.value for bucket in ask(engine).facet("person").buckets] == [AN, BINH, CHI]


def test_an_excluded_value_counts_nothing(engine: Engine):
    assert buckets(ask(engine, x_person=frozenset({AN})), "person") == {BINH: 1}


def test_facets_of_size_nothing_are_not_counted(engine: Engine):
    result = engine.search(SearchRequest(facet_size=0))
    assert result.facets == ()
    assert result.total == 5


@pytest.mark.parametrize(
    ("chosen", "counts"),
    [
        (None, {"2024": 3, "2025": 1}),
        (Period(2024), {"2024-05": 1, "2024-06": 2}),
        (Period(2024, 6), {"2024-06-01": 2}),
        (Period(2024, 6, 1), {"2024-06-01": 2}),
        (Period(2024, 6, 2), {"2024-06-01": 2, "2024-06-02": 0}),
        (Period(1999), {}),
    ],
)
def test_the_date_facet_opens_one_level_at_a_time(engine: Engine, chosen: Period | None, counts: dict[str, int]):
    assert buckets(ask(engine, date=chosen), "date") == counts


def test_the_date_facet_ignores_its_own_filters(engine: Engine):
    result = ask(engine, since=date(2025, 1, 1))
    assert buckets(result, "date") == {"2024": 3, "2025": 1}
    assert result.facet("date").none == 1


def test_days_that_the_text_implies_are_counted_apart(engine: Engine):
    result = ask(engine, undated=True, likely=Period(2025))
    assert buckets(result, "likely") == {"2025-04": 1}
    assert "2025-04" not in buckets(result, "date")
