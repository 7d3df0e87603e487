"""The facets on the page: boxes, counts, what is chosen and what is excluded."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from tests.fixture_f import documents, searcher
from tests.web import boxes, ids, json, site_of, total, tree
from webui.pages.alphabet import alphabetical
from webui.pages.facets import Value
from webui.pages.search import search_page
from webui.state import SearchState

FACETS = ("person", "ministry")
QUERIES = ("", "q=thuế", "q=bộ")
NARROWINGS = ("", "date=2025", "x_person=ta-quan-hung", "person=luong-vinh-khoa", "ministry=bo-xay-dung&person=_none",
              "from=2024-06-01&to=2025-05-31", "person=ta-quan-hung&person=kieu-thuy-mien&person_op=all")  # fmt: skip


def test_every_value_is_a_labelled_box():
    """UX 29"""
    page = tree("/search")
    assert [legend.text for legend in page.select(".rail fieldset > legend")] == ["Ngày", "Nhân vật", "Bộ, ngành"]
    for box in page.select("fieldset li.value input"):
        label = box.find_parent("label")
        assert box["type"] == "checkbox"
        assert label.select_one(".name").text
        assert label.select_one(".count").text.isdigit()


@pytest.mark.parametrize(("query", "narrowing"), [*itertools.product(QUERIES, NARROWINGS)])
def test_a_count_is_the_total_that_its_value_gives(query: str, narrowing: str):
    """UX 30"""
    base = f"/search?{query}&{narrowing}"
    for facet in FACETS:
        kept = [part for part in narrowing.split("&") if (facet == "person" and "person_op=all" in narrowing)
                or not part.startswith(f"{facet}=")]  # fmt: skip
        counts = boxes(base, facet)
        assert counts or "person_op=all" in narrowing
        for slug, count in counts.items():
            assert count == total(f"/search?{query}&{'&'.join(kept)}&{facet}={slug}"), slug


@pytest.mark.parametrize(
    "narrowing", ["", "date=2025", "date=2025-04", "date=_none", "date=~2025", "ministry=bo-xay-dung"]
)
def test_a_count_of_dates_is_the_total_that_its_value_gives(narrowing: str):
    """UX 30"""
    kept = "" if narrowing.startswith("date") else narrowing
    counts = boxes(f"/search?{narrowing}", "date")
    assert counts
    for slug, count in counts.items():
        assert count == total(f"/search?{kept}&date={slug}"), slug


def test_choosing_a_ministry_leaves_the_other_ministries_as_they_are():
    """UX 31"""
    before, after = (
        boxes("/search?more=ministry", "ministry"),
        boxes("/search?more=ministry&ministry=bo-y-te", "ministry"),
    )
    assert after == before
    persons = boxes("/search?more=person", "person")
    fewer = boxes("/search?more=person&ministry=bo-y-te", "person")
    assert all(count <= persons[slug] for slug, count in fewer.items())


def test_any_is_the_union_and_all_the_intersection():
    """UX 32"""
    one, other = set(ids("/search?person=ta-quan-hung")), set(ids("/search?person=kieu-thuy-mien"))
    both = "/search?person=ta-quan-hung&person=kieu-thuy-mien"
    assert set(ids(both)) == one | other == {"a03", "a04", "a14", "a21"}
    assert set(ids(f"{both}&person_op=all")) == one & other == {"a14"}


def test_an_article_counts_once_under_each_of_its_persons():
    """UX 33"""
    three = ("Hồ Diệu Lam", "Lương Vĩnh Khoa", "Tạ Quân Hưng")
    client = site_of([replace(documents()[0], persons=three), replace(documents()[1], persons=three[2:])])
    answer = client.get("/search?format=json").json
    counts = {value["label"]: value["count"] for value in answer["facets"]["person"]["values"]}
    assert {name: counts[name] for name in three} == {"Hồ Diệu Lam": 1, "Lương Vĩnh Khoa": 1, "Tạ Quân Hưng": 2}
    assert answer["total"] == 2
    assert boxes("/search?q=hội+sách", "person") == {"kieu-thuy-mien": 1, "ta-quan-hung": 1}
    assert total("/search?q=hội+sách") == 1


def test_a_chosen_value_stays_on_top_even_at_zero():
    """UX 34"""
    values = boxes("/search?q=lũ&person=ta-quan-hung", "person")
    assert next(iter(values.items())) == ("ta-quan-hung", 0)
    assert next(iter(boxes("/search?person=dinh-van-thuan", "person"))) == "dinh-van-thuan"
    assert next(iter(boxes("/search?person=khong-co-ai", "person"))) == "khong-co-ai"


def test_ten_values_are_listed_then_a_link_to_the_others():
    """UX 35"""
    facet = tree("/search?q=bộ").select("fieldset")[1]
    assert len(facet.select("li.value:not(.value-none)")) == 10
    assert facet.select_one("a.more").text == "Xem thêm (1)"
    assert len(boxes(facet.select_one("a.more")["href"], "person")) == 11 + 1


def test_the_opened_list_tells_how_many_there_are_and_closes():
    """UX 35"""
    facet = tree("/search?q=bộ&more=person").select(".rail fieldset")[1]
    assert "Có tất cả 11 tên." in facet.text
    assert facet.select_one("a.more").text == "Thu gọn"
    assert facet.select_one("a.more")["href"] == "/search?q=b%E1%BB%99"


def test_the_search_of_a_facet_looks_at_all_values_whatever_the_tones():
    """UX 37"""
    assert boxes("/search?find_person=VU dong", "person") == {"vu-dong-son": 4, "_none": 1}
    assert boxes("/search?find_person=thuy+mien&q=bộ", "person") == {"kieu-thuy-mien": 2, "_none": 1}
    assert "person-vu-dong-son" in str(tree("/search?q=bộ&find_person=đông").select(".rail"))
    page = tree("/search?find_person=son")
    assert page.select_one("input[name=find_person]")["value"] == "son"


def test_names_may_stand_in_the_order_of_the_vietnamese_alphabet():
    """UX 40"""
    assert list(boxes("/search?az=person&more=person", "person")) == [
        "dang-nguyen-thao", "dinh-van-thuan", "ho-dieu-lam", "kieu-thuy-mien", "luong-vinh-khoa", "ly-hai-yen",
        "mac-tuong-vinh", "phan-duc-loc", "ta-quan-hung", "trinh-cong-bach", "vu-dong-son", "_none",
    ]  # fmt: skip
    names = ["Đỗ An", "Dương Ân", "Ân Ba", "Ấn Ba", "An Ba", "Ăn Ba", "Tạ Cơ", "Tà Cơ", "Ta Cơ"]
    assert sorted(names, key=alphabetical) == [
        "An Ba", "Ăn Ba", "Ân Ba", "Ấn Ba", "Dương Ân", "Đỗ An", "Ta Cơ", "Tà Cơ", "Tạ Cơ",
    ]  # fmt: skip
    links = tree("/search?az=person").select('.facet[data-facet="person"] .facet-tools .line a')
    assert [link["aria-label"] for link in links] == ["Nhân vật: xếp theo số bài"]


def test_no_value_appears_twice_with_other_capitals():
    """UX 41"""
    for facet in FACETS:
        page = tree(f"/search?more={facet}")
        labels = [name.text.casefold() for name in page.select(f'[data-facet="{facet}"] .value label .name')]
        assert len(labels) == len(set(labels))
    assert boxes("/search?q=20/2025", "ministry") == {"bo-tai-chinh": 1}  # "BTC" and "Bộ TC" are one value


def test_counts_are_exact_up_to_the_whole_archive():
    """UX 42"""
    article = documents()[0]
    client = site_of([replace(article, article=replace(article.article, id=f"n{number}")) for number in range(1_500)])
    answer = client.get("/search?format=json").json
    assert answer["total"] == 1_500
    assert [value["count"] for value in answer["facets"]["ministry"]["values"]] == [1_500]
    assert "+" not in client.get("/search").text.split('data-facet="ministry"')[1].split("</fieldset>")[0]


SLUGS = st.sets(st.sampled_from(["ta-quan-hung", "kieu-thuy-mien", "ho-dieu-lam", "_none"]), max_size=2)
BODIES = st.sets(st.sampled_from(["bo-tai-chinh", "bo-cong-thuong", "bo-xay-dung", "_none"]), max_size=2)


@settings(max_examples=20, deadline=None)
@given(
    q=st.sampled_from(["", "bộ", "thue", "ông"]),
    person=SLUGS,
    ministry=BODIES,
    op=st.sampled_from(["any", "all"]),
    date=st.sampled_from(["", "2024", "2025", "2025-04", "_none"]),
    excluded=st.sampled_from(["", "luong-vinh-khoa"]),
)
def test_under_any_filters_every_count_is_the_total_behind_its_link(
    q: str, person: set[str], ministry: set[str], op: str, date: str, excluded: str
):
    """UX 30"""
    chosen = SearchState(
        q=q, person=tuple(sorted(person)), ministry=tuple(sorted(ministry)), person_op=op, ministry_op=op, date=date,
        x_person=(excluded,) if excluded else (),
    )  # fmt: skip
    facets = search_page(searcher(), chosen, 10).facets
    for name, facet in (("person", facets.person), ("ministry", facets.ministry)):
        alone = chosen if op == "all" else chosen.changed(**{name: ()})
        for value, count in [*counts(facet.values), ("_none", facet.none)]:
            assert count == alone.adding(name, value).total(searcher()), (name, value)
    for value, count in [*counts(facets.date.values), ("_none", facets.date.none), *counts(facets.date.likely)]:
        assert count == chosen.on(value).total(searcher()), value


def counts(values: Iterable[Value]) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in values]


def test_what_has_no_value_is_the_last_of_each_facet():
    """UX 38"""
    assert list(boxes("/search", "person").items())[-1] == ("_none", 1)
    assert list(boxes("/search", "ministry").items())[-1] == ("_none", 1)
    assert ids("/search?person=_none") == ["a13"]
    assert ids("/search?ministry=_none") == ["a14"]
    assert ids("/search?date=_none") == ["a11", "a12"]


def test_each_value_can_be_excluded_and_says_so():
    """UX 39"""
    link = tree("/search").select_one('a[aria-label="Loại trừ Bộ Công Thương"]')
    page = tree(link["href"])
    assert total(link["href"]) == 26 - 3
    assert "không nhắc Bộ Công Thương" in page.select_one(".understood").text
    assert "không Bộ Công Thương" in page.select_one(".value-out").text
    assert page.select_one("form input[type=hidden][name=x_ministry]")["value"] == "bo-cong-thuong"


def test_the_heading_tells_how_many_are_chosen():
    """UX 44"""
    page = tree("/search?ministry=bo-y-te&ministry=bo-noi-vu&x_ministry=bo-cong-an")
    assert page.select("fieldset > legend")[2].text == "Bộ, ngành, đã chọn 2, loại 1"


def test_the_form_carries_the_whole_search():
    state = "q=bộ&sort=oldest&x_person=ta-quan-hung&ministry=bo-xay-dung&date=2025&from=2025-01-02"
    form = tree(f"/search?{state}").select_one("form[aria-label='Chọn bộ lọc']")
    sent = form.select("input[type=hidden], input[checked]")
    url = "/search?" + "&".join(f"{field['name']}={field['value']}" for field in sent) + "&from=02/01/2025"
    assert form.select_one("input[name=from]")["value"] == "02/01/2025"
    assert json(url) == json(f"/search?{state}")


def test_a_slug_that_two_names_share_chooses_both(monkeypatch: pytest.MonkeyPatch):
    shared = searcher()
    monkeypatch.setattr(shared, "values", lambda facet, slug: frozenset({"Lê Ẩn", "Lê An"}))
    monkeypatch.setattr(shared, "slug", lambda facet, value: {"Lê Ẩn": "lê-ẩn", "Lê An": "lê-an"}[value])
    assert SearchState(person=("le-an",)).settled(shared).person == ("lê-an", "lê-ẩn")


def test_a_facet_without_values_says_so_and_offers_no_order():
    page = tree("/search?q=khongcogi")
    assert not page.select(".facet-tools")
    said = [page.select_one(f"#facet-{name}").get_text(" ", strip=True) for name in ("person", "ministry")]
    assert said == ["Nhân vật không có ai", "Bộ, ngành không có bộ, ngành nào"]
