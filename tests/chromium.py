"""The browser of the tests: found on the machine, else brought by Playwright, else by Debian's apt.

`python -m tests.chromium` prints its path, or says what to install and exits 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "no browser for the tests: install Chromium (on Debian: apt-get install chromium) and run make test again"


@cache
def find() -> str | None:
    """The path of a browser that is there already."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwrights_own()


def install() -> str | None:
    """Tries Playwright's download, then apt; the path, or None when both failed."""
    for command in (
        [sys.executable, "-m", "playwright", "install", "chromium"],
        ["sh", "-c", "apt-get update -q && apt-get install -y -q --no-install-recommends chromium"],
    ):
        subprocess.run(
            command,
            check=False,
            stdout=sys.stderr,
            timeout=600,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        find.cache_clear()
        if path := find():
            return path
    return None


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


if __name__ == "__main__":
    path = find() or install()
    sys.exit(print(path) if path else INSTALL)
