"""What every answer carries, whatever its status: safety, a name, what caches may keep and what it hangs on."""

from functools import cache

import pytest
from werkzeug.test import TestResponse

from indexer import EngineUnavailable, Searcher, SearchRequest, SearchResult, Settings
from tests.fixture_f import searcher
from tests.memory import MemoryEngine
from tests.web import app
from webui import create_app
from webui.middleware.headers import SECURITY

LIVE = {  # addresses -> what caches must tell apart by
    "/": {"Accept-Language"},
    "/search": {"Accept", "Accept-Language"},
    "/search?format=json": {"Accept-Language"},
    "/search?format=html&lang=en": set(),
    "/article/a01": {"Accept-Language"},
    "/ministry/bo-tai-chinh": {"Accept-Language"},
    "/coverage": {"Accept-Language"},
    "/feed.atom": {"Accept-Language"},
    "/sitemap.xml": {"Accept-Language"},
}
PLAIN = {
    "/help": {"Accept-Language"},
    "/suggest?q=b": set(),
    "/export.csv": {"Accept-Language"},
    "/export.xlsx?lang=en": {"Accept-Language"},
    "/robots.txt": set(),
    "/opensearch.xml?lang=en": set(),
    "/openapi.json": set(),
    "/healthz": set(),
    "/readyz": set(),
    "/static/style.css": set(),
}
REFUSED = {  # method and address -> status
    "GET /search?page=x": 400,
    "GET /search?page=x&format=json": 400,
    "GET /search?date=2025-02-30": 400,
    "GET /nowhere": 404,
    "GET /static/nothing.css": 404,
    "GET /export.pdf": 404,
    "POST /search": 405,
    "TRACE /static/style.css": 405,
    "GET /" + "a" * 3_000: 414,
}


class Broken(MemoryEngine):
    def search(self, request: SearchRequest) -> SearchResult:
        raise ZeroDivisionError("a secret of the machine")


class Away(MemoryEngine):
    def search(self, request: SearchRequest) -> SearchResult:
        raise EngineUnavailable("a secret of the machine")


@cache
def sought(case: str) -> TestResponse:
    if case == "500":
        return create_app(Searcher(Broken())).test_client().get("/search")
    if case == "503":
        return create_app(Searcher(Away())).test_client().get("/search?format=json")
    if case == "429":
        limited = create_app(searcher(), Settings(rate_limit="1/hour")).test_client()
        limited.get("/search")
        return limited.get("/search")
    method, _, url = case.rpartition(" ")
    return app().test_client().open(url, method=method or "GET", buffered=True)


@pytest.mark.parametrize("case", [*LIVE, *PLAIN, *REFUSED, "429", "500", "503"], ids=lambda case: case[:30])
def test_every_answer_is_safe_named_and_says_what_caches_may_keep(case: str):
    answer = sought(case)
    assert SECURITY.items() <= dict(answer.headers).items()
    assert answer.headers["X-Request-Id"]
    assert answer.headers["Cache-Control"] == ("no-store" if answer.status_code >= 400 else "no-cache")
    assert not {"Set-Cookie", "Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers.keys())
    assert "secret" not in answer.text if answer.mimetype.startswith("text/") else True


@pytest.mark.parametrize("case", [*REFUSED, "429", "500", "503"], ids=lambda case: case[:30])
def test_a_refusal_tells_its_status_and_no_more(case: str):
    answer = sought(case)
    assert answer.status_code == REFUSED.get(case, int(case) if case.isdigit() else 0)
    assert answer.headers.get("Retry-After", "0").isdigit()
    assert ("Retry-After" in answer.headers) == (answer.status_code in (429, 503))
    assert ("Allow" in answer.headers) == (answer.status_code == 405)
    assert b"secret" not in answer.data
    assert b"Traceback" not in answer.data


@pytest.mark.parametrize(("url", "headers"), [*LIVE.items(), *PLAIN.items()])
def test_an_answer_varies_by_what_it_hangs_on_alone(url: str, headers: set[str]):
    assert set(sought(url).vary) == headers


@pytest.mark.parametrize("url", LIVE)
def test_not_modified_has_the_headers_of_the_whole_page(url: str):
    """RFC 9110, 15.4.5"""
    whole = sought(url)
    known = app().test_client().get(url, headers={"If-None-Match": whole.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert known.vary == whole.vary
    for name in ("ETag", "Cache-Control", "X-Timtin-Generation", *SECURITY):
        assert known.headers[name] == whole.headers[name]


@pytest.mark.parametrize("url", [*LIVE, *PLAIN])
def test_options_tell_the_methods_and_nothing_of_the_page(url: str):
    answer = app().test_client().options(url, headers={"If-None-Match": "*", "Origin": "https://evil.example"})
    assert (answer.status_code, answer.data) == (200, b"")
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS"}
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("url", [*LIVE, *PLAIN])
def test_head_has_the_headers_of_the_page(url: str):
    told = [
        {
            name: value
            for name, value in dict(answer.headers).items()
            if name not in ("X-Request-Id", "Server-Timing", "Date", "Content-Length")
        }
        for answer in (sought(url), sought(f"HEAD {url}"))
    ]
    assert told[0] == told[1]
    assert sought(f"HEAD {url}").data == b""
