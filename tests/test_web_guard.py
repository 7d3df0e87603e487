"""What the guard refuses, and that nothing a client sends makes the server stumble."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from indexer import ConfigError, Settings
from tests.fixture_f import searcher
from tests.web import app, get
from webui import create_app

PAGES = ("/", "/search", "/article/a01", "/help", "/robots.txt", "/static/style.css", "/nowhere", "/healthz")


def ask(method: str = "GET", url: str = "/search", **environ: str) -> TestResponse:
    return app().test_client().open(url, method=method, environ_overrides=environ, buffered=True)


def serving(settings: Settings, url: str, **headers: str) -> TestResponse:
    return create_app(searcher(), settings).test_client().get(url, headers=headers, buffered=True)


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "X" * 5000])
def test_only_reading_methods_are_answered(method: str, url: str):
    answer = ask(method, url)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("url", PAGES)
def test_head_has_the_headers_of_get_and_no_body(url: str):
    got, headed = ask("GET", url), ask("HEAD", url)
    assert headed.status_code == got.status_code
    assert headed.headers["Content-Type"] == got.headers["Content-Type"]
    assert headed.data == b""


def test_the_method_options_tells_which_others_are_allowed():
    assert set(ask("OPTIONS", "/search").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"CONTENT_LENGTH": "1"}, 413),
        ({"CONTENT_LENGTH": "9" * 17}, 413),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 413),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "one"}, 400),
        ({"CONTENT_LENGTH": "0"}, 200),
        ({"CONTENT_LENGTH": ""}, 200),
    ],
)
def test_bodies_of_requests_are_refused(environ: dict[str, str], status: int):
    assert ask(**environ).status_code == status


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:8000", "10.0.0.7", "[::1]:8000", "LOCALHOST."]
)
def test_a_private_address_is_always_a_known_host(host: str):
    assert get("/search", Host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "localhost:x", "a b", "", "[::1", "ä.example", "127.0.0.1@evil.example"],
)
def test_an_unknown_host_is_refused_and_not_repeated(host: str):
    assert_refused(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "8.8.8.8:80", "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]"])
def test_a_public_address_is_no_known_host_until_it_is_named(host: str):
    assert_refused(host)


def assert_refused(host: str) -> None:
    answer = get("/search", Host=host)
    assert answer.status_code == 400
    assert not re.search(r"evil|8\.8\.8\.8|8888\]", answer.text + str(answer.headers))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("tin.example", 200),
        ("TIN.example:443", 200),
        ("www.tin.example", 400),
        ("a.bao.example", 200),
        ("bao.example", 200),
        ("8.8.4.4:8000", 200),
        ("8.8.8.8:8000", 400),
    ],
)
def test_hosts_are_named_by_a_setting(host: str, status: int):
    assert serving(Settings(hosts="tin.example, .bao.example, 8.8.4.4"), "/search", Host=host).status_code == status


@pytest.mark.parametrize("hosts", ["http://tin.example", "tin.example:8000", "tin.example www.tin.example", "tìn.vn"])
def test_what_is_no_name_of_a_host_stops_the_start(hosts: str):
    with pytest.raises(ConfigError, match=r"TIMTIN_HOSTS: '.*' is no host: expected names such as tin.example.vn"):
        create_app(searcher(), Settings(hosts=hosts))


@pytest.mark.parametrize("cors", ["bao.example", "https://bao.example/", "https://a.example https://b.example"])
def test_what_is_no_origin_stops_the_start(cors: str):
    with pytest.raises(ConfigError, match=r"TIMTIN_CORS: '.*' is no origin: expected such as https://example.vn"):
        create_app(searcher(), Settings(cors=cors))


FORWARDED = {
    "X-Forwarded-Host": "tin.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/tin",
    "X-Forwarded-For": "203.0.113.7",
}


def test_what_a_proxy_says_counts_for_nothing_by_default():
    answer = serving(Settings(hosts="tin.example"), "/", **FORWARDED)
    assert 'action="/search"' in answer.text
    assert "tin.example" not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-Proto", "X-Forwarded-Ssl"])
def test_who_tells_a_scheme_to_a_server_that_believes_him_gets_plain_links(header: str):
    """uWSGI sets the scheme by such headers, whoever sends them."""
    told = app().test_client().get("/robots.txt", base_url="https://localhost", headers={header: "https"})
    assert "Sitemap: http://localhost/" in told.text


def test_what_has_no_method_is_refused():
    """uWSGI passes on lines that are hardly HTTP."""
    environ = {key: value for key, value in EnvironBuilder("/").get_environ().items() if key != "REQUEST_METHOD"}
    assert run_wsgi_app(app().wsgi_app, environ)[1].startswith("405")


def test_a_trusted_proxy_sets_host_scheme_and_prefix():
    """UX 119"""
    answer = serving(Settings(hosts="tin.example", proxies=1, hsts=3600), "/", **FORWARDED)
    assert 'action="/tin/search"' in answer.text
    assert answer.headers["Strict-Transport-Security"] == "max-age=3600"


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Prefix": "//evil.example"},
        {"X-Forwarded-Prefix": "/<script>"},
        {"X-Forwarded-Proto": "javascript"},
    ],
    ids=str,
)
def test_a_trusted_proxy_is_checked_all_the_same(header: dict[str, str]):
    answer = serving(Settings(proxies=1), "/", **header)
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/search?q=" + "a" * 10_240, 400),
        ("/search?q=" + "%E1%BA%BF" * 10_000, 400),
        ("/search?q=" + "a" * 200_000, 414),
        ("/search?" + "&".join(["person=a"] * 60), 200),
        ("/search?" + "&".join(f"person=a{n}" for n in range(20)), 200),
        ("/search?x_person=a&" + "&".join(f"ministry=a{n}" for n in range(20)), 400),
        ("/search?" + "&".join(["person=a"] * 61), 400),
        ("/search?" + "&".join(["q=a"] * 5_000), 400),
        ("/search?person=" + "a" * 3_000, 400),
        ("/" + "a" * 3_000, 414),
        ("/article/" + "../" * 1_000, 414),
        ("/article/" + "../" * 100 + "etc/passwd", 404),
        ("//evil.example/search", 404),
        ("//search", 200),
        ("/search/", 404),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_endless_or_crooked_address_is_refused(url: str, status: int):
    answer = ask(url="/", RAW_URI=url, PATH_INFO=url.partition("?")[0], QUERY_STRING=url.partition("?")[2])
    assert answer.status_code == status
    assert "Location" not in answer.headers


@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range", "Cookie"])
@pytest.mark.parametrize(
    "value",
    ["", ",", ";;;q=", "*/*;q=nan", "a/b;q=1e999," * 90, "a," * 30_000, '"', 'W/"' + "x" * 60_000, "bytes=9-1,-,0-"],
)
@pytest.mark.parametrize("url", ["/search", "/static/style.css"])
def test_crooked_headers_change_nothing(url: str, name: str, value: str):
    answer = get(url, **{name: value})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "header", [{"If-Match": '"x"'}, {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}], ids=str
)
@pytest.mark.parametrize("url", ["/", "/search", "/static/style.css"])
def test_conditions_of_a_change_mean_nothing_where_nothing_changes(url: str, header: dict[str, str]):
    assert get(url, **header).status_code == 200


@pytest.mark.parametrize("path", ["/\\evil.example", "/\t/evil.example", "//evil.example", "/\n//evil.example", '/">'])
def test_no_page_links_to_a_site_that_its_address_names(path: str):
    """Browsers read each of these paths, unquoted in a link, as the address of another site."""
    page = BeautifulSoup(ask(url="/", PATH_INFO=path, RAW_URI=path).text, "html.parser")
    links = [
        str(link["href"]) for link in page.select("a[href]") if "evil" in str(link["href"]) or "%22" in link["href"]
    ]
    assert links
    assert all(re.match(r"/[\w%.-]", link) for link in links)
    assert not re.search(r"[\\\s]", "".join(links))
