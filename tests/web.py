"""What the tests of the web front end share: a client over fixture F, and pages read as trees."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Document, Searcher
from tests.fixture_f import searcher
from tests.memory import MemoryEngine
from webui import create_app


@cache
def app() -> Flask:
    return create_app(searcher())


def get(url: str, **headers: str) -> TestResponse:
    return app().test_client().get(url, headers=headers, buffered=True)


def site_of(documents: Iterable[Document]) -> FlaskClient:
    """A client of a site that holds these documents alone."""
    engine = MemoryEngine()
    engine.add(documents)
    return create_app(Searcher(engine)).test_client()


def tree(url: str, client: FlaskClient | None = None) -> BeautifulSoup:
    answer = client.get(url) if client else get(url)
    return BeautifulSoup(answer.text, "html.parser")


def json(url: str) -> dict[str, Any]:
    answer = get(url, Accept="application/json").get_json()
    assert isinstance(answer, dict)
    return answer


def ids(url: str) -> list[str]:
    return [hit["id"] for hit in json(url)["hits"]]


def total(url: str) -> int:
    return int(json(url)["total"])


def boxes(url: str, name: str) -> dict[str, int]:
    """The values of a facet, in their order, with their counts."""
    rows = [box.find_parent("label") for box in tree(url).select(f'input[type=checkbox][name="{name}"]')]
    return {str(row.input["value"]): int(row.select_one(".count").text) for row in rows if isinstance(row, Tag)}  # type: ignore[index,union-attr]
