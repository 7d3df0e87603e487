"""`wsgi:application` under real servers: gunicorn and waitress."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from indexer import open_engine
from tests.fixture_f import documents

pytestmark = pytest.mark.server
ROOT = Path(__file__).parent.parent
PATIENCE = 20  # seconds for a server to answer first
COMMANDS = {
    "gunicorn": ["gunicorn", "--workers=2", "--threads=2", "--bind=127.0.0.1:{port}", "wsgi:application"],
    "waitress": ["waitress", "--listen=127.0.0.1:{port}", "wsgi:application"],
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('servers') / 'index'}"
    engine = open_engine(url)
    engine.rebuild(documents())
    engine.close()
    return url


@contextmanager
def serving(name: str, engine: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", *(part.format(port=port) for part in COMMANDS[name])]
    environment = {**os.environ, "TIMTIN_ENGINE": engine}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def fetch(url: str) -> str:
    """The page, once the server listens."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(url) as answer:
                return str(answer.read().decode())
        except URLError as error:
            if not isinstance(error.reason, ConnectionError) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_server_serves_the_search_page(name: str, archive: str):
    """UX 120, as far as gunicorn and waitress go"""
    with serving(name, archive) as base:
        assert "thue doi ung – 3 kết quả – tìm tin" in fetch(f"{base}/search?q=thue+doi+ung")
