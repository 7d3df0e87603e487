"""Error pages, headers, static files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import EngineUnavailable, IndexMissing, Searcher, SearchTimeout
from tests.memory import MemoryEngine
from tests.test_engines import news
from tests.web import app, get, tree
from webui import create_app

LOADED = "script[src], img, link[rel=stylesheet], link[rel=icon], link[rel=preload]"


def failing(error: Exception) -> FlaskClient:
    """A client of an application whose engine raises `error` from every search."""

    class Engine(MemoryEngine):
        def search(self, request: object) -> NoReturn:
            raise error

    return create_app(Searcher(Engine())).test_client()


@pytest.mark.parametrize("error", [EngineUnavailable("no answer"), IndexMissing("var/index: no index")])
def test_a_failure_is_never_told_as_nothing_found(error: Exception):
    page = failing(error).get("/search?q=lũ")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "60"
    assert "Hệ thống tìm kiếm đang tạm ngừng" in page.text
    assert "Không có bài nào" not in page.text
    again = BeautifulSoup(page.text, "html.parser").select_one(".exits a")
    assert (again.text, again["href"]) == ("Thử lại", "?q=l%C5%A9")


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "ris", "atom"])
def test_a_failure_is_told_before_a_file_begins(form: str):
    class Engine(MemoryEngine):
        def scan(self, request: object = None) -> Iterator[NoReturn]:
            yield from map(self.fail, "a")

        def fail(self, _: object) -> NoReturn:
            raise EngineUnavailable("no answer")

    answer = create_app(Searcher(Engine())).test_client().get(f"/export.{form}")
    assert answer.status_code == 503
    assert "Content-Disposition" not in answer.headers


def test_a_search_that_takes_too_long_says_so_and_shows_no_part_of_its_counts():
    """UX 42"""
    page = failing(SearchTimeout("given up after 2 seconds")).get("/search?q=l*")
    assert page.status_code == 503
    assert "Tìm quá lâu nên đã dừng" in page.text
    assert "thu hẹp khoảng ngày" in page.text
    assert " bài</b>" not in page.text


def test_a_value_that_cannot_be_read_can_be_dropped():
    """UX 101"""
    way = tree("/search?q=lũ&from=31%2F02%2F2025&ministry=bo-y-te").select_one(".exits a")
    assert (way.text, way["href"]) == ("Bỏ “31/02/2025”", "?q=l%C5%A9&ministry=bo-y-te")


def test_a_programming_error_shows_no_trace():
    """UX 128"""
    page = failing(ZeroDivisionError("secret")).get("/search?q=lũ")
    assert page.status_code == 500
    assert "Hệ thống gặp lỗi" in page.text
    assert "secret" not in page.text


@pytest.mark.parametrize(("url", "status"), [("/nowhere", 404), ("/article/zz", 404), ("/search?page=x", 400)])
def test_an_error_page_helps_on(url: str, status: int):
    """UX 128"""
    page = get(url)
    assert page.status_code == status
    assert page.headers["X-Request-Id"] in page.text
    assert tree(url).select("form[role=search] input[name=q]")
    assert tree(url).html["lang"] == "vi"


def test_an_article_that_was_deleted_is_gone_and_says_so():
    """UX 75"""
    engine = MemoryEngine()
    engine.add([news("a", "Mưa lớn|")])
    engine.delete(["a"])
    page = create_app(Searcher(engine)).test_client().get("/article/a")
    assert page.status_code == 410
    assert "Bài đã được gỡ khỏi kho" in page.text


def test_nothing_is_written_through_the_web():
    answer = app().test_client().post("/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Trang này chỉ để đọc" in answer.text


def test_programs_get_their_errors_as_json():
    """UX 109"""
    answer = get("/search?page=x&format=json")
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"] == "“x” không phải là số trang. Hãy nhập một số từ 1 trở lên."


@pytest.mark.parametrize("url", ["/", "/search?q=thuế", "/article/a01", "/nowhere", "/static/style.css"])
def test_headers_keep_the_reader_safe(url: str):
    """UX 117"""
    headers = get(url).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Permissions-Policy"]


@pytest.mark.parametrize("url", ["/", "/search?q=thuế", "/article/a01?q=thuế", "/nowhere", "/help"])
def test_nothing_in_a_page_is_inline_or_from_elsewhere(url: str):
    """UX 117"""
    page = tree(url)
    assert not page.select("[style], style, script:not([src], [type='application/ld+json'])")
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    sources = [tag.get("src") or tag.get("href") for tag in page.select(LOADED)]
    assert all(re.match(r"/static/", str(source)) for source in sources)


def test_static_files_may_be_kept_for_ever():
    """UX 118"""
    links = [link["href"] for link in tree("/").select("link[rel=stylesheet], link[rel=preload]")]
    assert re.fullmatch(r"/static/[0-9a-f]{12}/style\.css", links[-1])
    for link in links:
        assert get(link).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("url", ["/static/style.css", "/static/0123456789ab/style.css"])
def test_a_static_file_of_no_or_another_version_is_asked_for_again(url: str):
    """UX 118"""
    assert get(url).status_code == 200
    assert get(url).headers["Cache-Control"] == "no-cache"


def test_fonts_are_asked_for_before_the_style_sheet_so_that_text_stays_where_it_is():
    """UX 116"""
    asked = [str(link["href"]) for link in tree("/").select("link[rel=preload][as=font]")]
    sheet = str(tree("/").select_one("link[rel=stylesheet]")["href"])
    assert sorted(asked) == sorted(urljoin(sheet, url) for url in re.findall(r'url\("(fonts/[^"]+)"', get(sheet).text))


@pytest.mark.parametrize("url", ["/", "/search", "/search?q=zzz", "/article/a01", "/help", "/nowhere"])
def test_every_field_has_a_label_and_the_page_one_heading(url: str):
    """UX 101"""
    page = tree(url)
    assert page.html["lang"] == "vi"
    assert len(page.select("h1")) == 1
    for field in page.select("input:not([type=hidden])"):
        assert field.find_parent("label") or page.select(f"label[for={field['id']}]")
