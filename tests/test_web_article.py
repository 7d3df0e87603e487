"""The article page over HTTP."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from indexer import HANOI, Article, Document, Published, Searcher, build, document
from tests.fixture_f import documents
from tests.memory import MemoryEngine
from tests.web import get, ids, site_of, tree
from webui import create_app


def test_an_article_needs_no_query():
    """UX 75"""
    assert get("/article/a01").status_code == 200
    assert get("/article/khong-co").status_code == 404


FLOOD = "Nước sông Bồi lên nhanh từ nửa đêm. Người dân ven sông dọn đồ lên gác, trẻ em nghỉ học. " * 6


BARE = {"title": "Lũ trên sông Bồi", "body": FLOOD}
LINKED = {**BARE, "url": "https://www.bao.example/lu-song-boi.html?utm_source=x"}
COPIED = {**BARE, "url": "https://tin.example/lu-song-boi"}
EDITED = {**LINKED, "url": "http://bao.example/lu-song-boi.html", "body": f"{FLOOD} Nước đã rút."}


def test_an_address_once_given_goes_on_answering(tmp_path: Path):
    """UX 75: nothing is merged, so nothing has to redirect: neither a second run nor another order, an edit, a copy in
    another outlet or a link that is only found later takes an address away"""
    engine, given = MemoryEngine(), set[str]()
    client = create_app(Searcher(engine)).test_client()
    for articles in ([BARE], [BARE, LINKED], [COPIED, LINKED], [EDITED], [EDITED, COPIED, LINKED, BARE]):
        dump = tmp_path / "dump.jsonl"
        dump.write_text("".join(f"{json.dumps(article)}\n" for article in articles), encoding="utf-8")
        build([dump], engine)
        given |= {document.id for document in engine.scan()}
        assert {client.get(f"/article/{id}").status_code for id in given} == {200}
    assert len(given) == engine.count() == 3
    first, *copies = (f"/article/{id}" for id in sorted(given))
    assert {link["href"] for link in tree(first, client).select("[aria-labelledby=panel-copies] a")} == {*copies}


def test_every_match_is_an_anchor_with_neighbours():
    """UX 76"""
    page = tree("/article/a01?q=thuế đối ứng")
    assert [mark["id"] for mark in page.select("mark")] == ["hit-1", "hit-2"]
    assert page.select_one("nav.hits b").text == "2 chỗ khớp"
    assert [link["href"] for link in page.select("nav.hits .hits-list a")] == ["#hit-1", "#hit-2"]
    ways = [[link["href"] for link in way.select("a")] for way in page.select(".hit-ways")]
    assert ways == [["#hit-2"], ["#hit-1"]]


def test_many_matches_are_listed_by_the_first_and_the_last():
    """UX 76, UX 87: all 20,000 words are there, every match is an anchor, and the first 500 lead on"""
    page = tree("/article/a22?q=bàn")
    assert [mark["id"] for mark in page.select("mark")] == [f"hit-{number}" for number in range(1, 10_001)]
    assert [link["href"] for link in page.select("nav.hits .hits-list a")][-2:] == ["#hit-12", "#hit-10000"]
    ways = page.select(".hit-ways")
    assert len(ways) == 500
    assert [link["href"] for link in ways[-1].select("a")] == ["#hit-499", "#hit-501"]


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
    for search in ("/search?q=lu&ministry=bo-nong-nghiep-va-moi-truong&date=2025&sort=oldest", "/search?page=2"):
        link = tree(search).select_one(".result h2 a")
        assert tree(link["href"]).select_one(".trail a")["href"] == search


def test_results_before_and_after_are_linked_when_a_search_led_here():
    """UX 83"""
    first, second, third = (f"/article/{id}?q=l%C5%A9&sort=oldest" for id in ("a15", "a16", "a17"))
    ways = {link["rel"][0]: link["href"] for link in tree(second).select(".trail a[rel]")}
    assert ways == {"prev": first, "next": third}
    assert not tree("/article/a16").select(".trail a[rel]")
    on_page_2 = tree("/article/a06?page=2").select(".trail a[rel=prev]")
    assert [link["href"].split("?")[1] for link in on_page_2] in ([], ["page=2"], [""])


def test_similar_articles_are_others_and_no_copies():
    """UX 81"""
    for id in ("a01", "a15", "a02"):
        listed = [link["href"] for link in tree(f"/article/{id}").select("[aria-labelledby=panel-similar] a")]
        assert len(listed) <= 6
        assert f"/article/{id}" not in listed
    assert "/article/a16" not in [
        link["href"] for link in tree("/article/a15").select("[aria-labelledby=panel-similar] a")
    ]
    assert "/article/a02" in [link["href"] for link in tree("/article/a01").select("[aria-labelledby=panel-similar] a")]


def test_copies_are_listed_with_outlet_and_time():
    """UX 82"""
    copies = tree("/article/a15").select("[aria-labelledby=panel-copies] li")
    assert [copy.a["href"] for copy in copies] == ["/article/a16"]
    assert "01/09/2025, 07:00, Thời báo Miền Trung" in " ".join(copies[0].text.split())


def test_former_texts_are_kept_and_the_newest_is_searched():
    """UX 82"""
    page = tree("/article/a17")
    assert page.select_one(".badge").text == "đã sửa 1 lần"
    former = page.select_one("[aria-labelledby=panel-versions] details")
    assert "đọc ngày 03/09/2025, 08:00" in former.summary.text
    assert "trực chỉ huy cả đêm nay" in former.text
    assert "a17" not in ids("/search?q=trực+chỉ+huy")
    assert not tree("/article/a15").select(".badge")


def test_the_date_tells_its_evidence_and_when_the_article_was_read():
    """UX 80"""
    facts = " ".join(tree("/article/a01").select_one(".facts").text.split())
    assert "theo thẻ meta của trang: “2025-04-09T07:00+07:00”" in facts
    assert "Nhập kho 03/09/2025, 08:00" in facts


def test_the_author_is_told_where_the_article_names_one():
    """UX 80, UX 84"""
    facts = [[part.text for part in tree(f"/article/{id}").select(".facts :is(dt, dd)")] for id in ("a01", "a02")]
    assert facts[0][facts[0].index("Tác giả") + 1] == "Hà Thư, Lê Vân"
    assert "Tác giả" not in facts[1]
    data = json.loads(tree("/article/a01").select_one('script[type="application/ld+json"]').text)
    assert data["author"] == [{"@type": "Person", "name": "Hà Thư"}, {"@type": "Person", "name": "Lê Vân"}]


def test_the_link_to_the_source_leads_to_the_best_sentence():
    """UX 80"""
    bodies = {document.id: document.article.body for document in documents()}
    for id, query in (("a01", "số liệu"), ("a15", "chỉ huy"), ("a25", "46%"), ("a17", "")):
        link = tree(f"/article/{id}?q={query}").select_one(".facts a[rel~=external]")
        address, fragment = link["href"].split("#:~:text=")
        assert address.startswith("https://bao.example/")
        assert unquote(fragment) in bodies[id].replace("\n", " ")


def test_captions_stand_below_the_text_and_lead_to_whom_they_name():
    article = Article("c1", "Chợ nổi", "Chợ họp từ sáng.", captions=("Ông Lê Cát Tường ở chợ.",))
    page = tree("/article/c1", site_of([document(article)]))
    assert [line.text for line in page.select("#captions li")] == ["Ông Lê Cát Tường ở chợ."]
    assert page.select_one("[aria-labelledby=panel-person] .ways a")["href"] == "#captions"
    assert not tree("/article/a01").select("#captions")


def test_an_article_in_english_says_so():
    """UX 101, UX 84"""
    article = Article("e1", "Hanoi and Seoul talk trade", "The ministers met in Hanoi.", language="en")
    client = site_of([document(article)])
    page, found = (tree(url, client) for url in ("/article/e1", "/search?q=Seoul"))
    parts = [page.select_one("article.story"), found.select_one(".result h2"), found.select_one(".snippet")]
    assert [part["lang"] for part in parts] == ["en"] * 3
    assert '"inLanguage": "en"' in page.select_one('script[type="application/ld+json"]').text
    assert page.html["lang"] == "vi"


def test_machines_read_what_the_article_is():
    """UX 84"""
    data = json.loads(tree("/article/a01").select_one('script[type="application/ld+json"]').text)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Thuế đối ứng: tổ công tác họp phiên đầu"
    assert data["datePublished"] == "2025-04-09T07:00:00+07:00"
    assert data["publisher"] == {"@type": "Organization", "name": "Nhật báo Sông Hồng"}
    assert data["isBasedOn"] == "https://bao.example/bai-1"
    assert data["inLanguage"] == "vi"
    assert {"@type": "Person", "name": "Hồ Diệu Lam"} in data["mentions"]
    assert {"@type": "GovernmentOrganization", "name": "Bộ Công Thương"} in data["mentions"]


def test_no_article_closes_the_script_that_describes_it():
    """UX 84"""
    page = tree("/article/a18")
    data = json.loads(page.select_one('script[type="application/ld+json"]').text)
    assert data["headline"].startswith("<script>alert(1)</script>")
    assert len(page.select('script[type="application/ld+json"]')) == 1


def test_other_sites_may_show_the_article_by_its_lead():
    """UX 86"""
    page = tree("/article/a01")
    meta = {str(tag.get("name") or tag.get("property")): tag["content"] for tag in page.select("meta[content]")}
    assert len(meta["description"]) <= 160
    assert meta["description"].startswith("Bộ Công Thương bàn về thuế đối ứng")
    assert meta["og:title"] == "Thuế đối ứng: tổ công tác họp phiên đầu"
    assert meta["og:type"] == "article"
    assert meta["article:published_time"] == "2025-04-09T07:00:00+07:00"
    assert not page.select("img, picture, video, iframe")


def test_a_removed_article_says_that_it_is_gone():
    """UX 75"""
    engine = MemoryEngine()
    engine.add(documents()[:2])
    engine.delete(["a01"])
    answer = create_app(Searcher(engine)).test_client().get("/article/a01")
    assert answer.status_code == 410
    assert "Bài đã được gỡ khỏi kho" in answer.text


@pytest.mark.parametrize(
    ("panel", "to_others", "to_page"),
    [
        ("number", "/search?q=%2220%2F2025%2FQ%C4%90-TTg%22", "/doc/20-2025-qd-ttg"),
        ("ministry", "/search?ministry=bo-tai-chinh", "/ministry/bo-tai-chinh"),
        ("person", "/search?person=mac-tuong-vinh", "/person/mac-tuong-vinh"),
    ],
)
def test_a_panel_leads_to_places_articles_and_pages(panel: str, to_others: str, to_page: str):
    """UX 79"""
    page = tree("/article/a25")
    ways = [(link.text, str(link["href"])) for link in page.select(f"[aria-labelledby=panel-{panel}] .ways a")]
    assert ways[1:3] == [("bài khác", to_others), ("trang", to_page)]
    for _, href in ways:
        assert page.select(href) if href.startswith("#") else get(href).status_code == 200, href


def test_a_day_that_is_named_leads_to_its_articles_where_there_are_any():
    """UX 79"""
    day = Published(datetime(2025, 4, 9, 8, tzinfo=HANOI), "meta", "2025-04-09")
    page = tree(
        "/article/x", site_of([document(Article("x", "Tin", "Họp ngày 9/4/2025, sau ngày 12/3/2010.", published=day))])
    )
    told = [[(link.text, link["href"]) for link in name.select(".ways a")] for name in page.select(".mentions li")]
    here = ("trong bài", "#doan-1")
    assert told == [[here, ("bài đăng khi ấy", "/search?date=2025-04-09")], [here]]


def test_article_pages_may_be_indexed():
    """UX 45"""
    page = tree("/article/a01?q=thuế")
    assert page.select_one("meta[name=robots]") is None
    assert page.select_one("link[rel=canonical]")["href"] == "/article/a01"


def test_a_stored_link_that_is_no_web_address_is_not_shown():
    article = Article("x", "Tin", "Nội dung.", url="javascript:alert(1)")
    page = site_of([Document(article)]).get("/article/x").text
    assert "javascript:" not in page
