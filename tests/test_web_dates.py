"""The date facet: years, months, days, ranges, and articles without a day."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from indexer import HANOI, Article, Published, document
from tests.web import boxes, get, ids, site_of, total, tree


def test_each_level_lists_the_one_below_and_a_way_up():
    """UX 46"""
    assert boxes("/search", "date") == {"2023": 4, "2024": 8, "2025": 12, "_none": 2, "~2025": 1}
    assert boxes("/search?date=2025", "date")["2025-04"] == 2
    april = {"2025-04": 2, "2025-04-09": 1, "2025-04-11": 1}
    assert boxes("/search?date=2025-04", "date") == {**april, "_none": 2, "~2025": 1}
    ups = [tree(f"/search?date={date}").select_one("a.up") for date in ("2025", "2025-04", "2025-04-09")]
    assert [up["href"] for up in ups] == ["/search", "/search?date=2025", "/search?date=2025-04"]


@pytest.mark.parametrize("parent", ["2024", "2025", "2025-04"])
def test_the_parts_add_up_to_the_whole(parent: str):
    """UX 46"""
    values = boxes(f"/search?date={parent}", "date")
    parts = [count for slug, count in values.items() if slug.startswith(f"{parent}-")]
    assert sum(parts) == values[parent] == total(f"/search?date={parent}")


def test_an_evening_in_utc_is_the_next_day_in_hanoi():
    """UX 47"""
    assert ids("/search?date=2025-05-23") == ["a10"]
    assert ids("/search?date=2025-05-22") == []


def test_a_range_holds_both_its_ends():
    """UX 48"""
    assert ids("/search?from=9/4/2025&to=11/4/2025") == ["a02", "a01"]


def test_a_range_the_wrong_way_round_is_told_beside_its_fields():
    """UX 49"""
    page = tree("/search?from=2025-05-01&to=2025-04-01")
    field = page.select_one("input[name=from]")
    assert "Từ ngày" in page.find(id=field["aria-describedby"]).text
    assert "Từ ngày" in page.select_one(".notes").text  # on phones the field is out of sight
    assert total("/search?from=2025-05-01&to=2025-04-01") == 26
    assert page.select_one("#facet-date legend").text == "Ngày"
    assert not page.select("figure svg .on")
    assert page.select_one(".filters > details > summary").text == "Bộ lọc"


def test_the_histogram_is_made_of_links_with_names():
    """UX 50"""
    page = tree("/search?date=2025")
    drawing = page.select_one("figure svg")
    assert (drawing["role"], drawing["aria-label"]) == ("group", "Số bài theo tháng trong năm 2025")
    titles = [link.title.text for link in drawing.select("a")]
    assert titles[3] == "tháng 4/2025: 2 bài"
    rows = [row.text.strip() for row in page.select("details.numbers tbody tr")]
    assert rows[3] == "Tháng 4/20252 bài"


def test_empty_months_are_drawn():
    """UX 51"""
    page = tree("/search?date=2025&q=thuế")
    assert len(page.select("figure svg :is(a, g)")) == 12
    assert len(page.select("figure svg .zero")) == 6  # the archive has articles of these months, but of other things


@pytest.mark.parametrize(
    ("url", "labels"),
    [
        ("/search?date=2025", "1 2 3 4 5 6 7 8 9 10 11 12"),
        ("/search?date=2025-05", "1 6 11 16 21 26 31"),
        ("/search?from=2025-05-08&to=2025-05-12&date=2025-05", "1 8 12 16 21 26 31"),
        ("/search?date=2025-05-17", "1 6 11 17 21 26 31"),
    ],
)
def test_labels_of_bars_keep_clear_of_each_other(url: str, labels: str):
    """UX 50"""
    assert [label.text for label in tree(url).select(".axis span:not(.spare)")] == labels.split()


def test_of_many_years_every_second_has_a_label():
    """UX 50"""
    times = [Published(dt.datetime(year, 3, 1, tzinfo=HANOI), "meta", "") for year in range(2010, 2022)]
    page = tree("/search", site_of(document(Article(f"y{at.at.year}", "Lũ", "Lũ lên.", published=at)) for at in times))
    labels = [label.text for label in page.select(".axis span:not(.spare)")]
    assert labels == ["2010", "2012", "2014", "2016", "2018", "2020"]


def test_months_of_which_the_archive_holds_nothing_are_marked_and_say_so():
    """UX 51"""
    page = tree("/search?date=2025")
    voids = page.select("figure svg g:has(.void)")
    assert [void.title.text for void in voids] == [
        f"tháng {month}/2025: kho không có bài nào" for month in (8, 10, 11, 12)
    ]
    assert page.select_one("figcaption").text == "Khung nét đứt: kho không có bài nào."
    assert "kho không có bài nào" in page.select("details.numbers tbody tr")[7].text


def test_articles_without_a_day_are_never_in_a_range():
    """UX 54"""
    found = ids("/search?from=2000-01-01&to=2030-01-01") + ids("/search?from=2000-01-01&to=2030-01-01&page=3")
    assert not {"a11", "a12"} & set(found)


def test_what_has_no_day_opens_into_the_days_that_its_text_implies():
    """UX 54"""
    url, names = "/search?date=_none", []
    for _ in range(3):
        value = tree(url).select("details.likely li.value")[-1]
        names.append((value.select_one(".name").text, value.select_one(".count").text))
        url = value.a["href"] if value.a else url
    assert names == [("có thể năm 2025", "1"), ("có thể tháng 4/2025", "1"), ("có thể ngày 23/04/2025", "1")]
    assert ids("/search?date=~2025-04-23") == ["a12"]


def test_the_bars_inside_a_chosen_range_are_told_apart():
    """UX 55"""
    bars = tree("/search?from=2024-03-01&to=2025-01-01").select("figure svg a")
    assert [bar.get("class") for bar in bars] == [None, ["on"], ["on"]]


def test_quick_choices_are_absolute_days():
    """UX 53"""
    last = dt.datetime.now(HANOI).date()
    links = {link.text: link["href"] for link in tree("/search?q=lũ").select(".range-quick a")}
    assert links == {
        "7 ngày": f"/search?q=l%C5%A9&from={last - dt.timedelta(6)}&to={last}",
        "30 ngày": f"/search?q=l%C5%A9&from={last - dt.timedelta(29)}&to={last}",
        "tháng này": f"/search?q=l%C5%A9&from={last:%Y-%m}-01&to={last}",
        "năm nay": f"/search?q=l%C5%A9&from={last.year}-01-01&to={last}",
    }


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_days_are_those_of_hanoi_wherever_the_server_stands(zone: str, monkeypatch: pytest.MonkeyPatch):
    """UX 47"""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert ids("/search?date=2025-05-23") == ["a10"]
        assert boxes("/search?date=2025-05", "date")["2025-05-23"] == 1
        assert tree("/search?date=2025-05-23").select_one(".result time").text == "23/05/2025"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_histogram_follows_all_filters_but_its_own():
    """UX 55"""
    bars = [bar.title.text for bar in tree("/search?q=bộ&ministry=bo-xay-dung&date=2025-05").select("figure svg a")]
    assert "ngày 23/05/2025: 1 bài" in bars
    years = [bar.title.text for bar in tree("/search?ministry=bo-xay-dung&from=2025-01-01").select("figure svg a")]
    assert years == ["năm 2023: 1 bài", "năm 2024: 1 bài", "năm 2025: 1 bài"]


def test_a_wrong_day_names_the_fix():
    """UX 101"""
    said = "“31/02/2025” không phải là ngày hợp lệ. Hãy nhập theo dạng"
    assert f"Từ ngày: {said}" in get("/search?from=31/02/2025").text
    assert f"Đến ngày: {said}" in get("/search?to=31/02/2025").text
