"""A real browser over fixture F. `axe.min.js` is axe-core 4.14.1 (Deque Systems, MPL-2.0: axe.LICENSE), unchanged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.chromium import INSTALL, find
from tests.web import app

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 5_000  # ms
Open = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app(), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find() or pytest.fail(INSTALL)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, base: str) -> Iterator[Open]:
    """Opens a path in a window of its own: `open_page("/search", width=320, color_scheme="dark")`."""
    contexts = []

    def go(path: str, width: int = 1280, **options: Any) -> Page:
        size = {"width": width, "height": 800}
        contexts.append(browser.new_context(**{"base_url": base, "viewport": size, "locale": "vi-VN", **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
