"""The search page over HTTP: requests, results, pages, order."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest

from indexer import Article, Document, Searcher
from tests.fixture_f import documents
from tests.memory import MemoryEngine
from tests.web import get, ids, json, site_of, total, tree
from webui import create_app

SMALL = "/search?q=thuế"


def test_home_has_one_search_form():
    """UX 1"""
    page = get("/")
    assert page.status_code == 200
    assert page.content_type == "text/html; charset=utf-8"
    forms = tree("/").select("form[method=get][role=search]")
    assert len(forms) == 1
    field = forms[0].select("input[type=search][name=q]")[0]
    assert tree("/").select(f"label[for={field['id']}]")


def test_browsing_needs_no_query():
    """UX 2"""
    days = [hit["published"] for hit in json("/search")["hits"]]
    assert total("/search") == 26
    assert days == sorted(days, reverse=True)
    assert len(tree("/search").select(".rail fieldset")) == 3


@pytest.mark.parametrize("url", ["/", "/search", "/article/a01", "/help"])
def test_everything_is_read_by_get_without_cookies(url: str):
    """UX 3"""
    assert "Set-Cookie" not in get(url).headers
    assert {form["method"] for form in tree(url).select("form")} == {"get"}


def test_the_address_is_normalised():
    """UX 7"""
    page = tree("/search?sort=&page=1&ministry=bo-y-te&q=s%E1%BB%95++kh%C3%A1m&x=1")
    canonical = page.select_one("link[rel=canonical]")
    assert canonical["href"] == "/search?q=s%E1%BB%95+kh%C3%A1m&ministry=bo-y-te"


MALFORMED = [
    "page=abc",
    "page=-1",
    "page=99999999999999999999",
    "from=31/02/2025",
    "date=2025-13",
    "date=",
    "q=%00",
    "q=%ED%A0%80",
    "q=%22(",
    "person=%00",
    "person_op=all&person=khong-co-ai",
    "format=xml",
    "sort=x",
    "more=x",
]


@pytest.mark.parametrize("query", [*MALFORMED, "q=" + "x" * 10_240])
def test_malformed_values_are_answered_in_words(query: str):
    """UX 9"""
    page = get(f"/search?{query}")
    assert page.status_code in (200, 400)
    assert page.status_code == 200 or "Không tìm được với yêu cầu này" in page.text


def test_a_long_query_is_told_the_limit():
    """UX 10"""
    page = get("/search?q=" + "a" * 513)
    assert page.status_code == 400
    assert "513 ký tự, tối đa 512" in page.text


@pytest.mark.parametrize("query", ["q=thuế", "ministry=bo-cong-thuong&sort=oldest", "date=2025&page=2", "date=_none"])
def test_json_says_what_the_page_says(query: str):
    """UX 11"""
    page, answer = tree(f"/search?{query}"), json(f"/search?{query}")
    links = [link["href"] for link in page.select(".result h2 a")]
    assert [link.split("?")[0] for link in links] == [hit["url"] for hit in answer["hits"]]
    assert page.select_one("h1").text.endswith(f": {answer['total']} bài")
    for name, facet in answer["facets"].items():
        counts = [int(count.text) for count in page.select(f"input[name={name}] ~ .count")]
        none = [facet["none"]] if facet["none"] else []
        assert sorted(counts) == sorted([value["count"] for value in facet["values"] + facet.get("likely", [])] + none)


def test_format_json_is_the_same_as_the_accept_header():
    assert get("/search?q=thue&format=json").json == json("/search?q=thue")


def test_the_title_tells_searches_apart():
    """UX 13"""
    assert tree("/search?q=thuế").title.text == "thuế – 4 kết quả – tìm tin"
    assert tree("/search").title.text == "Mọi bài – 26 kết quả – tìm tin"


def test_a_search_without_words_is_called_by_its_filters():
    """UX 13, UX 68: tabs, headings and feeds of three ministries are not all "Mọi bài"."""
    page = tree("/search?ministry=bo-y-te&x_person=ho-dieu-lam&from=2024-01-01")
    name = "Bài nhắc Bộ Y tế, không nhắc Hồ Diệu Lam, từ 01/01/2024"
    assert page.title.text.startswith(f"{name} – ")
    assert page.h1.text.startswith(f"{name}: ")
    assert page.select_one("link[type='application/atom+xml']")["title"] == name


@pytest.mark.parametrize("form", [unicodedata.normalize("NFD", "thuế đối ứng"), "THUẾ ĐỐI ỨNG", "Thuế  đối ứng"])
def test_one_query_in_four_writings_finds_the_same(form: str):
    """UX 15"""
    assert ids(f"/search?q={quote(form)}") == ids("/search?q=thuế đối ứng") == ["a02", "a01", "a06"]


def test_a_result_is_an_article_in_an_ordered_list():
    """UX 56"""
    page = tree("/search?page=2")
    results = page.select("ol.results[start='11'] > li > article")
    first = results[0]
    assert len(results) == 10
    assert first.h2.a
    assert first.time["datetime"].endswith("+07:00")
    assert len(first.time.text.split("/")) == 3
    assert all(len(result.select(".entities a")) <= 5 for result in results)
    told = {hit["id"]: hit["source"] for hit in json("/search?page=2")["hits"]}
    for result in results:
        outlet, snippet = result.select_one(".register span:last-child"), result.select_one(".snippet")
        assert outlet.text == told[str(result.a["href"]).split("?")[0].removeprefix("/article/")]
        assert len(snippet.text) > 20


def test_the_chosen_name_stands_first_under_a_result_that_names_many():
    """UX 56"""
    six = ("Lò Văn Mẫn", "Vi Thị Sen", "Hà Công Thử", "Ma Văn Viết", "Sầm Bá Tường", "Đèo Thị Én")
    client = site_of([Document(Article("a", "Họp bản", "Sáu người dự."), persons=six, ministries=("Bộ Y tế",))])
    page = tree("/search?person=deo-thi-en", client)
    assert [link.select("span")[-1].text for link in page.select(".entities a")] == [
        "Đèo Thị Én",
        *six[:3],
        "Bộ Y tế",
    ]


def test_matches_are_marked_in_title_and_snippet():
    """UX 57"""
    result = tree("/search?q=thuế đối ứng").select(".result")[1]
    assert [mark.text for mark in result.h2.select("mark")] == ["Thuế đối ứng"]
    assert [mark.text for mark in result.select_one(".snippet").select("mark")] == ["thuế đối ứng"]


def test_no_tag_of_an_article_survives():
    """UX 57"""
    for url in ("/search?q=thư lạ", "/article/a18", "/"):
        assert "alert(1)" not in [script.text for script in tree(url).select("script")]
        assert not tree(url).select("img")
    assert "<script>alert(1)</script>" in tree("/article/a18").h1.text


@pytest.mark.parametrize("order", ["", "&sort=newest", "&sort=oldest", "&q=bộ"])
def test_pages_neither_overlap_nor_leave_out(order: str):
    """UX 60"""
    every = [id for page in range(1, 4) for id in ids(f"/search?page={page}{order}")]
    assert len(every) == len(set(every)) == total(f"/search?{order}")


def test_the_orders_of_results_are_told_by_name():
    """UX 60"""
    line = tree("/search?q=thuế&sort=newest").select_one(".results-head .line")
    assert [part.text for part in line.select("a, [aria-current]")] == ["liên quan", "mới nhất", "cũ nhất"]
    assert line.select_one("[aria-current]").text == "mới nhất"


def test_articles_without_a_day_come_last_both_ways():
    """UX 54"""
    for order in ("newest", "oldest"):
        assert ids(f"/search?sort={order}&page=3")[-2:] == ["a11", "a12"]


def test_the_pager_has_all_its_ways():
    """UX 62"""
    pager = tree("/search?page=2").select_one("nav.pager")
    assert pager.select_one("[aria-current=page]").text == "Trang 2"
    assert [link["href"] for link in pager.select("a")] == ["/search", "/search", "/search?page=3", "/search?page=3"]
    assert "Kết quả 11–20 trong 26" in pager.text


def test_of_a_single_result_no_pages_are_told():
    """UX 62"""
    assert total("/search?q=hiệp hội") == 1
    assert not tree("/search?q=hiệp hội").select("nav.pager")


def test_past_the_end_is_the_last_page():
    """UX 62"""
    assert ids("/search?page=99") == ids("/search?page=3")
    assert "Chỉ có 3 trang" in get("/search?page=99").text


def test_nothing_found_has_ways_out():
    """UX 65"""
    exits = tree("/search?q=thuế&ministry=bo-y-te").select(".exits li")
    assert exits
    for way in exits:
        assert way.span.text == f"{total(way.a['href'])} bài"


def test_a_way_out_says_what_is_dropped():
    """UX 65"""
    page = tree("/search?q=thuế&x_person=ho-dieu-lam&x_person=mac-tuong-vinh&to=2025-04-09")
    assert "Bỏ “không nhắc Hồ Diệu Lam”" in [way.text for way in page.select(".exits a")]
    assert "Bỏ “đến 09/04/2025”" in [way["aria-label"] for way in page.select(".understood a")]


def test_links_of_the_page_ask_robots_to_stay():
    """UX 45"""
    page = tree("/search?ministry=bo-y-te")
    assert page.select_one("meta[name=robots]")["content"] == "noindex,follow"
    assert all("nofollow" in link.get("rel", []) for link in page.select(".rail a, .pager a, .results-head a"))
    assert "Disallow: /search" in get("/robots.txt").text


def test_a_page_asks_for_the_generation_no_oftener_for_each_name():
    class Counting(MemoryEngine):
        asked = 0

        def generation(self) -> int:
            self.asked += 1
            return super().generation()

    engine = Counting()
    engine.add(documents())
    client = create_app(Searcher(engine)).test_client()
    client.get("/search")
    engine.asked = 0
    assert len(tree("/search?more=person", client).select("fieldset li.value input")) > 20
    assert engine.asked < 10
