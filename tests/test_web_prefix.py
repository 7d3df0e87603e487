"""Mounted below a path: nothing that the site names leaves it, and all of it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.fixture_f import searcher
from webui import create_app

HOST = "http://localhost"
PREFIX = "/tin"
PAGES = (
    *("/", "/search?q=thue&ministry=bo-tai-chinh&x_person=ta-quan-hung&lang=en", "/search?date=2025&more=person"),
    *("/search?q=khongcogi", "/search?q=lũ&group=1", "/article/a01?q=thuế", "/article/a15", "/person/ho-dieu-lam"),
    *("/ministry/bo-tai-chinh", "/doc/20-2025-qd-ttg", "/coverage", "/quality", "/help"),
)
PROGRAMS = (
    *("/search?format=json", "/suggest?q=bo", "/suggest?q=bo&format=opensearch", "/feed.atom", "/export.csv"),
    *("/export.jsonl", "/export.atom", "/opensearch.xml", "/sitemap.xml", "/robots.txt"),
)
BARE = r'"(/[^"\s]*)"'  # in JSON


def test_every_link_form_and_file_is_below_the_prefix_and_there():
    """UX 119: links, forms, scripts, style sheets, images, what scripts ask, and what programs read"""
    client = create_app(searcher()).test_client()

    def get(path: str) -> TestResponse:
        return client.get(path, base_url=HOST + PREFIX, buffered=True)

    named = {address for path in PAGES for address in in_page(get(path).text)}
    named |= {address for path in PROGRAMS for address in in_file(get(path))}
    assert len(named) > 250
    assert {address for address in named if not f"{address}/".startswith(f"{PREFIX}/")} == set()
    one_of_each = {kind(address): address for address in sorted(named)}.values()
    answers = {address: get(address.removeprefix(PREFIX) or "/").status_code for address in one_of_each}
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_the_address_of_the_prefix_is_home_itself():
    answer = create_app(searcher()).test_client().get("", base_url=HOST + PREFIX, environ_overrides={"PATH_INFO": ""})
    assert (answer.status_code, "<h1" in answer.text) == (200, True)


def kind(address: str) -> tuple[str, ...]:
    """Where it leads and with which parameters; what they say does not matter to the prefix."""
    path, _, query = address.partition("?")
    place = "/".join(path.split("/")[:3]) if path.count("/") == 3 and "static" not in path else path
    return place, *sorted({pair.partition("=")[0] for pair in query.split("&")})


def in_page(text: str) -> Iterator[str]:
    """Paths of ours that a page names, with their queries."""
    for tag in BeautifulSoup(text, "html.parser").find_all(True):
        for name in ("href", "src", "action", "formaction", "poster", "srcset", "data-suggest", "data", "cite"):
            yield from _own(str(tag.get(name, "")))
    yield from _whole(text)


def in_file(answer: TestResponse) -> Iterator[str]:
    """The same of what a program reads."""
    for path in re.findall(BARE, answer.text) if answer.is_json else ():
        yield from _own(path)
    yield from _whole(answer.text)


def _whole(text: str) -> Iterator[str]:
    for address in re.findall(rf'{HOST}[^\s"<>,]*', text.replace("&amp;", "&")):
        yield from _own(re.sub(r"\{\w+\}", "lũ", address))


def _own(address: str) -> Iterator[str]:
    address = urldefrag(address.removeprefix(HOST)).url
    if address and not urlsplit(address).scheme:
        yield address
