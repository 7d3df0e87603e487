"""Log lines, health and the headers that every answer carries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from indexer import IndexMissing, Searcher, Settings
from tests.fixture_f import searcher
from tests.memory import MemoryEngine
from tests.web import app, get
from webui import create_app


class Broken(MemoryEngine):
    """Raises `error` from every call."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def __getattribute__(self, name: str) -> Any:
        if name in ("generation", "count", "search", "get"):
            raise object.__getattribute__(self, "error")
        return object.__getattribute__(self, name)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def broken(error: Exception) -> Flask:
    return create_app(Searcher(Broken(error)))


def test_a_request_is_one_line_under_the_name_that_the_reader_sees(capsys: pytest.CaptureFixture[str]):
    """UX 123"""
    answer = get("/article/a01")
    (line,) = lines(capsys)
    assert line["request"] == answer.headers["X-Request-Id"]
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "GET", "/article/<id>", 200)
    assert 0 <= line["ms"] < 10_000


def test_questions_and_addresses_are_logged_only_when_asked_for(capsys: pytest.CaptureFixture[str]):
    """UX 123"""
    get("/search?q=bí+mật")
    plain = capsys.readouterr().err
    create_app(searcher(), Settings(log_queries=True, log_addresses=True)).test_client().get(
        "/search?q=thue+phi"
    ).close()
    (full,) = lines(capsys)
    assert "127.0.0.1" not in plain
    assert "m%E1%BA%ADt" not in plain
    assert (full["query"], full["address"]) == ("q=thue+phi", "127.0.0.1")


@pytest.mark.parametrize(
    "url", ["/a%0A%7B%22event%22:%22forged%22%7D", "/search?q=%0d%0a%1b[2J%E2%80%A8%C2%85&page=%0a"]
)
def test_a_request_cannot_write_a_log_line(url: str, capsys: pytest.CaptureFixture[str]):
    client = create_app(searcher(), Settings(log_queries=True)).test_client()
    client.get(url, headers={"X-Request-Id": 'forged", "x": "'}).close()
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert written.isascii()
    assert "forged" not in json.loads(written).values()


def test_a_failure_is_logged_with_its_trace_under_the_name_of_the_error_page(capsys: pytest.CaptureFixture[str]):
    answer = broken(ZeroDivisionError("secret\nline")).test_client().get("/article/a01")
    failure = next(line for line in lines(capsys) if "trace" in line)
    assert failure["request"] == answer.headers["X-Request-Id"]
    assert "ZeroDivisionError: secret" in failure["trace"]
    assert "secret" not in answer.text


def test_a_process_without_an_index_lives_and_says_what_to_run():
    """UX 121"""
    client = broken(IndexMissing("no index at var/index: run timtin build PATHS")).test_client()
    ready, health = client.get("/readyz"), client.get("/healthz")
    assert (ready.status_code, ready.headers["Retry-After"]) == (503, "10")
    assert ready.json["reason"] == "no index at var/index: run timtin build PATHS"
    assert (health.status_code, health.json) == (200, {"status": "ok"})


def test_a_process_with_an_index_is_ready():
    assert get("/readyz").json == {"status": "ready", "generation": searcher().generation(), "articles": 26}


@pytest.mark.parametrize(
    "url",
    ["/", "/search?q=thuế", "/search?format=json", "/article/a01", "/nowhere", "/search?page=x", "/static/style.css"],
)
def test_every_answer_has_the_headers_of_safety(url: str):
    """UX 117"""
    for answer in (get(url), app().test_client().post(url), app().test_client().options(url)):
        headers = answer.headers
        assert "'unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Timtin-Generation"] == str(searcher().generation())
        assert len(headers["X-Request-Id"]) == 14
        assert not {"Set-Cookie", "Strict-Transport-Security", "Access-Control-Allow-Origin"} & set(headers.keys())
        answer.close()


@pytest.mark.parametrize("url", ["/nowhere", "/search?page=x", "/static/nothing.css"])
def test_errors_are_kept_by_no_cache(url: str):
    assert get(url).headers["Cache-Control"] == "no-store"
