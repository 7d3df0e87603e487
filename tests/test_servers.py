"""`wsgi:application` under real servers, below the prefix /tin."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import pytest

from indexer import Engine, open_engine
from tests import servers
from tests.fixture_f import documents
from tests.test_web_hostile import requests
from tests.web_client import Answer, fetch, fetch_all, send_raw
from webui.middleware.headers import SECURITY

pytestmark = pytest.mark.server
MIXED = {
    "/": 200,
    "/search": 200,
    "/search?q=thue+doi+ung": 200,
    "/search?q=%22thu%E1%BA%BF+%C4%91%E1%BB%91i+%E1%BB%A9ng%22&format=json": 200,
    "/search?ministry=bo-cong-thuong&sort=newest": 200,
    "/search?q=%00%FF%ED%A0%80%3Cscript%3E": 200,
    "/search?page=x": 400,
    "/search?q=" + "a" * 600: 400,
    "/article/a01": 200,
    "/article/nothing": 404,
    "/help": 200,
    "/static/style.css": 200,
    "/robots.txt": 200,
    "/readyz": 200,
    "/nowhere": 404,
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('servers') / 'index'}"
    engine = open_engine(url)
    engine.rebuild(documents())
    engine.close()
    return url


def assert_serves_pages(base: str) -> None:
    page = fetch(f"{base}/search?q=thue+doi+ung")
    assert "<title>thue doi ung – 3 kết quả – tìm tin</title>" in page.text
    assert_all_below_the_prefix(page)
    assert fetch(base + re.search(r'href="/tin(/static/\w+/style[^"]*)"', page.text)[1]).status == 200  # type: ignore[index]
    assert (fetch(f"{base}/search", "POST").status, fetch(f"{base}/search", "HEAD").text) == (405, "")
    assert fetch(f"{base.removesuffix(servers.PREFIX)}/search").status in (200, 404)  # never an error of the server


@pytest.mark.parametrize("name", servers.COMMANDS)
def test_a_server_serves_everything_below_the_prefix(name: str, archive: str, tmp_path: Path):
    """UX 119, 120: two processes and four threads each, 200 mixed requests, 0 errors."""
    if reason := servers.missing(name):
        pytest.skip(f"SERVER NOT TESTED: {reason}")
    asked = list(islice(cycle(MIXED), 200))
    with servers.running(name, tmp_path, TIMTIN_ENGINE=archive) as (base, _):
        assert_serves_pages(base)
        answers = fetch_all(base + path for path in asked)
    assert [answer.status for answer in answers] == [MIXED[path] for path in asked]
    assert all("content-security-policy" in answer.headers for answer in answers)


def assert_all_below_the_prefix(page: Answer) -> None:
    links = re.findall(r'(?:href|src|action)="([^"]*)"', page.text)
    assert len(links) > 20
    assert not [link for link in links if not re.match(r"/tin/|#|https?://bao\.example/|mailto:|\?", link)]


def meanwhile(base: str, act: Callable[[], None]) -> list[Answer]:
    """The answers of two readers who keep asking while `act` runs, and for a moment after."""
    answers: list[Answer] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answers.append(fetch(f"{base}/search?format=json"))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    act()
    done.set()
    for reader in readers:
        reader.join()
    return answers


def test_without_a_prefix_links_begin_at_the_root(archive: str, tmp_path: Path):
    with servers.running("gunicorn", tmp_path, prefix="", TIMTIN_ENGINE=archive) as (base, _):
        page = fetch(f"{base}/search").text
    assert 'action="/search"' in page
    assert "/tin/" not in page


@pytest.fixture
def engine(archive: str) -> Iterator[Engine]:
    """Of the archive that is served; a document "new" is taken out in the end."""
    with closing(open_engine(archive)) as engine:
        yield engine
        engine.delete(["new"])


def totals(answers: Iterable[Answer]) -> set[int]:
    return {int(re.search('"total":([0-9]+)', answer.text)[1]) for answer in answers}  # type: ignore[index]


def test_a_new_generation_is_seen_by_every_worker_without_a_restart(archive: str, engine: Engine, tmp_path: Path):
    """UX 14: within two seconds, and no request fails meanwhile."""
    before, first = engine.count(), documents()[0]

    def commit() -> None:
        engine.add([replace(first, article=replace(first.article, id="new"))])
        time.sleep(2)

    with servers.running("gunicorn", tmp_path, prefix="", TIMTIN_ENGINE=archive) as (base, _):
        answers = meanwhile(base, commit)
        after = fetch_all([f"{base}/search?format=json"] * 40)
    assert {answer.status for answer in answers} == {200}
    assert totals(answers) <= {before, before + 1}
    assert totals(after) == {before + 1}
    assert {answer.headers["x-timtin-generation"] for answer in after} == {str(engine.generation())}


LOCAL = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
RAW = {  # bytes on the wire -> statuses that may answer
    b"GET /a\rb" + LOCAL + b"\r\n": {400},
    b"\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n": {400},
    b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n": {400, 505},
    b"GET /help" + LOCAL + b"Host: evil.example\r\n\r\n": {400},
    b"GET http://evil.example/help" + LOCAL + b"\r\n": {200, 400},
    b"CONNECT evil.example:443" + LOCAL + b"\r\n": {400, 405},
    b"OPTIONS *" + LOCAL + b"\r\n": {200, 404},
    b"GET /search?q=\xff\xfe" + LOCAL + b"\r\n": {200, 400},
    b"GET /help\x00" + LOCAL + b"\r\n": {400, 404},
    b"GET /help" + LOCAL + b"Accept: \x00\r\n\r\n": {400},
    b"GET /help" + LOCAL + b"X: " + b"a" * 100_000 + b"\r\n\r\n": {400, 431},
    b"GET /help" + LOCAL + b"".join(b"X%d: a\r\n" % n for n in range(500)) + b"\r\n": {400, 431},
    b"GET /search?q=" + b"a" * 20_000 + LOCAL + b"\r\n": {400, 414},
    b"GET /help" + LOCAL + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": {400, 413},
    b"GET /help" + LOCAL + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n": {413},
    b"GET /help" + LOCAL + b"Content-Length: 1000000\r\n\r\n": {413},
    b"GET /help" + LOCAL + b"Transfer-Encoding: xchunked\r\n\r\n": {400},
    b"GET /help" + LOCAL + b"Content-Length: 0x5\r\n\r\n": {400},
    b"GET /help" + LOCAL + b"Expect: anything\r\n\r\n": {417},
    b"get /help" + LOCAL + b"\r\n": {400},
    b"GET /help HTTP/1.1\r\nConnection: close\r\n\r\n": {400},
    b"GET /help" + LOCAL + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello": {400},
    b"GET /help" + LOCAL + b"Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n": {413},
    b"GET /help" + LOCAL + b"X : a\r\n\r\n": {400},
    b"GET /help" + LOCAL + b": a\r\n\r\n": {400},
    b"GET file:///etc/passwd" + LOCAL + b"\r\n": {400, 404},
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n": {400, 505},
    b"*1\r\n$4\r\nINFO\r\n\r\n": {400},
    b"GET /help" + LOCAL + b"SCRIPT_NAME: //evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n": {200, 400},
    b"GET /help" + LOCAL + b"SCRIPT_NAME: /evil\r\nPATH_INFO: /evil\r\n\r\n": {200},
    b"GET /search?q=" + b"%E1%BA%BF" * 512 + LOCAL + b"\r\n": {200},
    b"GET /help" + LOCAL + b"SCRIPT-NAME: /evil\r\nX-Forwarded-Proto: https\r\n\r\n": {200, 400},
}


def test_bytes_that_are_hardly_http_are_refused_and_change_nothing(archive: str, tmp_path: Path):
    with servers.running("gunicorn", tmp_path, prefix="", TIMTIN_ENGINE=archive, TIMTIN_HSTS="9") as (base, _):
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(partial(send_raw, base), RAW))
        alive = fetch(f"{base}/readyz").status
    for (request, statuses), answer in zip(RAW.items(), answers, strict=True):
        status, _, rest = answer.removeprefix(b"HTTP/1.1 ").partition(b" ")
        assert int(status) in statuses, (request[:60], answer[:200])
        head = rest.partition(b"\r\n\r\n")[0].decode("latin-1")
        assert {f"{header}: {value}" for header, value in SECURITY.items()} <= set(head.split("\r\n")), request[:60]
        assert b"Strict-Transport-Security" not in rest  # nobody has told that this is https
        assert int(status) != 200 or b"evil" not in rest
    assert alive == 200
    assert "Traceback" not in (tmp_path / "gunicorn.log").read_text(encoding="utf-8")


MALFORMED = (
    b"get /help" + LOCAL + b"\r\n",
    b"GET /se arch" + LOCAL + b"\r\n",
    b"GET /help" + LOCAL + b"Content-Length: 0x5\r\n\r\n",
    b"GET /help" + LOCAL + b"Transfer-Encoding: xchunked\r\n\r\n",
    b"GET /help" + LOCAL + b"X: " + b"a" * 400_000 + b"\r\n\r\n",
)


@pytest.mark.parametrize("name", ["gunicorn", "waitress"])
def test_what_a_server_refuses_by_itself_is_as_safe_and_named_as_all_else(name: str, archive: str, tmp_path: Path):
    with servers.running(name, tmp_path, prefix="", TIMTIN_ENGINE=archive) as (base, _):
        answers = [send_raw(base, request).decode() for request in MALFORMED]
    log = (tmp_path / f"{name}.log").read_text(encoding="utf-8")
    for answer in answers:
        head, _, text = answer.partition("\r\n\r\n")
        told = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
        assert head.split()[1] in ("400", "431")
        assert SECURITY.items() <= told.items()
        assert (told["Content-Type"], told["Cache-Control"]) == ("text/plain; charset=utf-8", "no-store")
        assert told["X-Request-Id"] in text
        assert f'"request": "{told["X-Request-Id"]}"' in log


@pytest.mark.parametrize("name", ["gunicorn", "waitress", "wsgiref"])
def test_head_ends_with_the_headers(name: str, archive: str, tmp_path: Path):
    paths = ("/help", "/export.csv", "/export.xlsx", "/static/style.css", "/nowhere")
    with servers.running(name, tmp_path, TIMTIN_ENGINE=archive) as (base, _):
        heads = [f"HEAD {servers.PREFIX}{path}".encode() + LOCAL + b"\r\n" for path in paths]
        answers = {path: send_raw(base, head) for path, head in zip(paths, heads, strict=True)}
    assert {path: answer.partition(b"\r\n\r\n")[2] for path, answer in answers.items()} == dict.fromkeys(paths, b"")


def test_waitress_refuses_an_empty_body_and_waits_for_none_that_is_not_told_of(archive: str, tmp_path: Path):
    with servers.running("waitress", tmp_path, prefix="", TIMTIN_ENGINE=archive) as (base, _):
        empty = send_raw(base, b"GET /help" + LOCAL + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        expected = send_raw(base, b"GET /help" + LOCAL + b"Expect: 100-continue\r\n\r\n")
        hostless = send_raw(base, b"GET /help HTTP/1.1\r\nConnection: close\r\n\r\n")
        kept = b"GET /help HTTP/1.1\r\nHost: localhost\r\n"
        lengths = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        two_ends = send_raw(base, kept + lengths + kept + b"\r\n")
    assert [answer.split()[1] for answer in (empty, expected, hostless)] == [b"413", b"200", b"400"]
    assert two_ends.count(b"HTTP/1.1 ") == 1  # what stands behind a body may be another's


@pytest.mark.parametrize("name", ["gunicorn", "waitress"])
def test_hostile_requests_are_answered_alike_by_servers(name: str, archive: str, tmp_path: Path):
    """What a server refuses by itself is 400; it takes escapes off and paths apart by its own rules."""
    with servers.running(name, tmp_path, prefix="", TIMTIN_ENGINE=archive) as (base, _):
        for status, method, url, headers in requests():
            host = "" if "Host" in headers else "Host: localhost\r\n"
            lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
            answer = send_raw(base, f"{method} {url} HTTP/1.1\r\n{host}Connection: close\r\n{lines}\r\n".encode())
            assert int(answer.split()[1]) in (status, 400), (method, url, headers)
            assert b"\r\nContent-Security-Policy: default-src" in answer
            assert b"Traceback" not in answer


def test_a_reload_drops_no_request(archive: str, tmp_path: Path):
    log = tmp_path / "gunicorn.log"
    with servers.running("gunicorn", tmp_path, TIMTIN_ENGINE=archive) as (base, server):

        def reload() -> None:
            server.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + servers.PATIENCE
            while log.read_text(encoding="utf-8").count("Worker exiting") < 2 and time.monotonic() < deadline:
                time.sleep(0.05)

        answers = meanwhile(base, reload)
    assert {answer.status for answer in answers} == {200}
    assert log.read_text(encoding="utf-8").count("Booting worker") == 4


def test_a_wrong_setting_stops_the_start_with_its_name():
    """UX 127"""
    environment = {**os.environ, "TIMTIN_PROXY": "1"}
    start = [sys.executable, "-c", "import wsgi"]
    failed = subprocess.run(start, cwd=servers.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "TIMTIN_PROXY is no setting of timtin" in failed.stderr
