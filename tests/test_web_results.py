"""The list of results over HTTP: snippets, marks, near-duplicates."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.fixture_f import documents
from tests.web import get, ids, json, site_of, total, tree


@pytest.mark.parametrize("query", ["thuế", "lũ sông", '"hộ kinh doanh"'])
def test_a_snippet_holds_a_match_and_ends_at_words(query: str):
    """UX 58"""
    bodies = {document.id: document.article.body.replace("\n", " ") for document in documents()}
    results = tree(f"/search?q={query}").select("ol.results .result")
    assert results
    for hit, result in zip(json(f"/search?q={query}")["hits"], results, strict=True):
        snippet = hit["snippet"]
        assert len(snippet) <= 320
        words = snippet.strip("…")
        at = bodies[hit["id"]].index(words)
        around = bodies[hit["id"]][at - 1 : at] + bodies[hit["id"]][at + len(words) : at + len(words) + 1]
        assert not re.search(r"\w", around), (words[:20], words[-20:], around)
        if tree(f"/article/{hit['id']}?q={query}").select(".story-text mark"):
            assert result.select(".snippet mark"), hit["id"]


def test_a_phrase_is_shown_whole():
    """UX 58"""
    marks = [mark.text for mark in tree('/search?q="hộ kinh doanh"').select(".snippet mark")]
    assert marks == ["hộ kinh doanh"]


def test_excluded_words_are_never_marked_and_toneless_ones_as_they_stand():
    """UX 59"""
    page = tree("/search?q=lũ -rút")
    assert "rút" not in {mark.text for mark in page.select("mark")}
    assert [mark.text for mark in tree("/search?q=đối ứng").select(".snippet mark")][-1] == "doi ung"


def test_near_duplicates_fold_into_their_earliest():
    """UX 63"""
    plain, folded = "/search?q=lũ&sort=oldest", "/search?q=lũ&sort=oldest&group=1"
    assert ids(plain) == ["a15", "a16", "a17"]
    assert ids(folded) == ["a15", "a17"]
    assert total(folded) == total(plain) == 3
    assert json(folded)["facets"] == json(plain)["facets"]
    head = " ".join(tree(folded).select_one(".results-head p").text.split())
    assert head == "3 bài, 2 tin. Thôi gộp bài trùng"
    assert tree(plain).select_one(".results-head p a")["href"] == "/search?q=l%C5%A9&sort=oldest&group=1"
    assert "Kết quả 1–2 trong 2" in tree(folded).select_one(".pager").text


def test_the_fold_opens_all_members_the_earliest_first():
    """UX 64"""
    fold = tree("/search?q=lũ&group=1").select_one(".fold a")
    assert fold.text == "+1 báo khác đăng"
    assert ids(str(fold["href"])) == ["a15", "a16"]
    assert "gần như trùng nhau" in tree(str(fold["href"])).select_one(".understood").text


def test_folding_is_off_by_default():
    """UX 63"""
    assert not tree("/search?q=lũ").select(".fold")


@pytest.mark.parametrize(
    "query", ["q=thuế&ministry=bo-y-te&date=2023", "q=zzz", "person=khong-co-ai", "q=lũ&copies=a01"]
)
def test_every_way_out_keeps_its_promise(query: str):
    """UX 65"""
    exits = tree(f"/search?{query}").select(".exits li")
    assert exits
    for way in exits:
        assert way.span.text == f"{total(str(way.a['href']))} bài"


def test_the_last_page_of_many_is_reached_like_the_first():
    """UX 61: results end nowhere but at their end"""
    article = documents()[13].article
    client = site_of(
        [replace(documents()[13], article=replace(article, id=f"n{number:04}")) for number in range(2_000)]
    )
    last = client.get("/search?page=200&format=json").json
    assert [hit["id"] for hit in last["hits"]] == [f"n{number}" for number in range(1990, 2000)]
    assert client.get("/search?page=201&format=json").json["page"] == 200
    published = {
        parameter["name"]: parameter for parameter in json("/openapi.json")["paths"]["/search"]["get"]["parameters"]
    }
    assert published["page"]["description"].endswith("above 1000000, stands the last")
    assert client.get("/search?page=1000000&format=json").json["page"] == 200


def test_a_page_with_all_facets_opened_is_light():
    """UX 116: hundreds of names, a long query and filters"""
    persons = tuple(f"Trần Nguyễn Hoàng Minh {number:03}" for number in range(300))
    held = []
    for number in range(30):
        one = documents()[number % 20]
        article = replace(one.article, id=f"n{number}", title="Thuế đối ứng và hàng dệt may " * 3)
        held.append(replace(one, article=article, persons=persons[number * 10 : number * 10 + 10]))
    page = site_of(held).get(
        "/search?q=thuế đối ứng hàng dệt may&x_person=ho-dieu-lam&x_ministry=bo-y-te&more=person&more=ministry"
    )
    assert page.text.count('class="value') > 80
    assert len(page.data) <= 120_000


def test_titles_of_tabs_tell_how_many():
    """UX 13"""
    assert tree("/search?lang=en&q=thuế").title.text == "thuế – 4 results – tìm tin"
    assert get("/search?q=thuế").status_code == 200
