"""The article page over HTTP."""

from __future__ import annotations

from tests.web import get, tree


def test_an_article_needs_no_query():
    """UX 75"""
    assert get("/article/a01").status_code == 200
    assert get("/article/khong-co").status_code == 404


def test_every_match_is_an_anchor_with_neighbours():
    """UX 76"""
    page = tree("/article/a01?q=thuế đối ứng")
    assert [mark["id"] for mark in page.select("mark")] == ["hit-1", "hit-2"]
    assert page.select_one("nav.hits b").text == "2 chỗ khớp"
    assert [link["href"] for link in page.select("nav.hits .hits-list a")] == ["#hit-1", "#hit-2"]
    ways = [[link["href"] for link in way.select("a")] for way in page.select(".hit-ways")]
    assert ways == [["#hit-2"], ["#hit-1"]]


def test_many_matches_are_listed_by_the_first_and_the_last():
    """UX 87: all 20,000 words are there, with all marks"""
    page = tree("/article/a22?q=bàn")
    assert len(page.select("mark")) == 10_000
    assert len(page.select("nav.hits .hits-list a")) == 13


def test_the_body_is_an_article_in_vietnamese_under_one_heading():
    """UX 78"""
    page = tree("/article/a01?q=thuế")
    assert len(page.select("h1")) == 1
    assert [heading.name for heading in page.select("h1, h2, h3")][1:] == ["h2"] * (len(page.select("h2")))
    assert page.select_one("article[lang=vi] .story-text p")


def test_the_panel_tells_where_and_how_often():
    """UX 79"""
    page = tree("/article/a12")
    named = page.select_one("section[aria-labelledby=panel-date] li")
    assert "Ngày 23/04/2025" in named.text
    assert "2 lần" in named.text
    assert page.select_one(named.select_one(".ways a")["href"]).name == "p"


def test_provenance_says_what_is_known_and_what_is_not():
    """UX 80"""
    known, unknown = tree("/article/a01").select_one(".facts"), tree("/article/a12").select_one(".facts")
    assert "09/04/2025, 07:00, theo thẻ meta của trang" in known.text
    assert known.a["rel"] == ["noopener", "noreferrer", "external"]
    assert "không rõ; nội dung bài cho thấy có thể là 23/04/2025" in unknown.text


def test_the_way_back_leads_to_the_same_page_of_the_search():
    """UX 83"""
    search = "/search?q=lu&ministry=bo-nong-nghiep-va-moi-truong&date=2025&sort=oldest"
    link = tree(search).select_one(".result h2 a")
    assert tree(link["href"]).select_one(".trail a")["href"] == search


def test_article_pages_may_be_indexed():
    """UX 45"""
    page = tree("/article/a01?q=thuế")
    assert page.select_one("meta[name=robots]") is None
    assert page.select_one("link[rel=canonical]")["href"] == "/article/a01"
