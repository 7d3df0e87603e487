"""SearchState: a URL and a state say the same."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given, strategies as st
from werkzeug.datastructures import MultiDict

from indexer import NONE, Filters, Period, QueryError
from tests.fixture_f import searcher
from webui.state import SearchState

SLUGS = st.lists(st.sampled_from(["bo-y-te", "bo-tai-chinh", "nguyễn-văn-ẩn", NONE]), unique=True).map(
    lambda slugs: tuple(sorted(slugs))
)
DAYS = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))
STATES = st.builds(
    SearchState,
    q=st.sampled_from(["", "thuế đối ứng", '"a b" -c', "50% & 1+1"]),
    person=SLUGS,
    x_ministry=SLUGS,
    ministry_op=st.sampled_from(["any", "all"]),
    date=st.sampled_from(["", "2025", "2025-04", "2025-04-02", NONE, "~2025-04"]),
    since=DAYS,
    until=DAYS,
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    more=st.sampled_from([(), ("person",), ("ministry", "person")]),
    page=st.integers(1, 999),
)


def read(url: str) -> SearchState:
    return SearchState.from_args(MultiDict(parse_qsl(urlsplit(url).query, keep_blank_values=True)))


@given(STATES)
def test_a_url_says_all_of_a_search(state: SearchState):
    assert read(f"/search?{urlencode(state.pairs())}") == state


def test_order_repeats_blanks_and_unknown_parameters_change_nothing():
    """UX 7"""
    plain = read("/search?q=thuế+phí&ministry=bo-y-te&ministry=bo-tai-chinh")
    assert (
        read("/search?ministry=bo-tai-chinh&utm=x&ministry=bo-y-te&ministry=bo-y-te&q=thuế++phí+&page=&from=") == plain
    )


@pytest.mark.parametrize("typed", ["02/04/2025", "2/4/2025", "2025-04-02", "ngày 2 tháng 4 năm 2025"])
def test_a_day_may_be_typed_as_people_write_it(typed: str):
    """UX 48"""
    assert read(f"/search?from={typed}").since == dt.date(2025, 4, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        "page=abc",
        "page=-1",
        "page=0",
        "from=31/02/2025",
        "to=mai",
        "date=2025-13",
        "date=~x",
        "sort=best",
        "person_op=or",
    ],
)
def test_a_wrong_value_of_a_parameter_is_told(wrong: str):
    """UX 9"""
    with pytest.raises(QueryError, match="không phải là"):
        read(f"/search?{wrong}")


@pytest.mark.parametrize(
    ("asked", "date", "since", "until"),
    [
        ("date=2025&date=2025-04", "2025-04", None, None),
        ("date=2025-03&date=2025-05", "", dt.date(2025, 3, 1), dt.date(2025, 5, 31)),
        ("date=2023&date=2025-05&from=2024-01-01", "", dt.date(2024, 1, 1), dt.date(2025, 5, 31)),
        ("date=_none&date=~2025", "~2025", None, None),
        ("date=~2025-03&date=~2025-04", "~2025", None, None),
        ("date=~2024&date=~2025", NONE, None, None),
    ],
)
def test_several_dates_become_one(asked: str, date: str, since: dt.date | None, until: dt.date | None):
    state = read(f"/search?{asked}")
    assert (state.date, state.since, state.until) == (date, since, until)


def test_a_range_that_ends_before_it_starts_is_left_aside_and_told():
    """UX 49"""
    state = read("/search?from=2025-05-01&to=2025-04-01")
    assert "Từ ngày" in state.problem
    assert state.request(searcher()).filters == Filters()


def test_a_neighbour_starts_at_the_first_page():
    assert SearchState(page=4).adding("person", "ta-quan-hung") == SearchState(person=("ta-quan-hung",))


def test_excluding_a_chosen_value_drops_it():
    chosen = SearchState(ministry=("bo-y-te",))
    assert chosen.adding("x_ministry", "bo-y-te") == SearchState(x_ministry=("bo-y-te",))


def test_a_request_has_names_for_slugs():
    state = SearchState(person=("ta-quan-hung", NONE), x_ministry=("bo-y-te",), date="~2025-04")
    assert state.request(searcher()).filters == Filters(
        person=frozenset({"Tạ Quân Hưng", NONE}),
        x_ministry=frozenset({"Bộ Y tế"}),
        undated=True,
        likely=Period(2025, 4),
    )
