"""The OpenAPI description against a running server: Schemathesis asks what it allows and what it does not."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.web import app

SECONDS = 120  # at most; on an idle machine it takes about 15
COMMAND = "run --exclude-checks=negative_data_rejection --max-examples=5 --generation-deterministic --no-color"
HELD = """
[parameters]
"path.id" = "a01"
"path.slug" = "bo-tai-chinh"
"path.number" = "20-2025-qd-ttg"
"""


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The address of the site over fixture F."""
    server = make_server("127.0.0.1", 0, app(), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.server
def test_every_answer_is_as_described(tmp_path: Path):
    """UX 108: no answer of status 5xx, of another form than said, or that refuses what is allowed.

    What is not allowed may be answered: unknown and empty words are passed over (UX 7), days are read as typed (UX 48).
    """
    (tmp_path / "schemathesis.toml").write_text(HELD, encoding="utf-8")
    with served() as base:
        command = [sys.executable, "-m", "schemathesis.cli", *COMMAND.split(), f"{base}/openapi.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout
