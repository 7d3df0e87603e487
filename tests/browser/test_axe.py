"""axe-core finds nothing to complain about, and nothing runs off a small screen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    .then(found => found.violations.map(rule => rule.id + ": " + rule.nodes.map(node => node.html).join(" | ")))"""
PAGES = {
    "home": "/",
    "search": "/search?q=thuế&ministry=bo-tai-chinh&x_person=ta-quan-hung&date=2025",
    "browse": "/search",
    "zero": "/search?q=xyz&ministry=bo-y-te",
    "problem": "/search?from=2025-02-01&to=2025-01-01",
    "article": "/article/a01?q=thuế#hit-2",
    "error": "/article/khong-co",
    "help": "/help",
    "person": "/person/ho-dieu-lam",
    "ministry": "/ministry/bo-tai-chinh",
}
BESIDE = {"coverage": "/coverage", "quality": "/quality", "document number": "/doc/20-2025-qd-ttg"}
ENGLISH = {
    f"english {name}": path.replace("?", "?lang=en&") if "?" in path else f"{path}?lang=en"
    for name, path in PAGES.items()
}
ALL = PAGES | BESIDE | ENGLISH
LOOKS: tuple[tuple[int, Literal["light", "dark"], Literal["active", "none"]], ...] = (
    (1280, "light", "none"),
    (1280, "dark", "none"),
    (320, "dark", "none"),
    (320, "light", "none"),
    (1280, "light", "active"),
)
OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_axe_finds_no_violation(open_page: Open, path: str):
    """UX 92, UX 97: large targets and text that stands out too; light and dark, wide and narrow, in forced colours"""
    page = open_page(path, reduced_motion="reduce")
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE)
    for width, scheme, forced in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        assert page.evaluate(RUN) == [], (width, scheme, forced)


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_nothing_runs_off_a_small_screen(open_page: Open, path: str):
    """UX 99"""
    page = open_page(path, 320)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/search", "/article/a01"])
def test_there_are_landmarks_with_names(open_page: Open, path: str):
    """UX 94"""
    page = open_page(path)
    for role in ("banner", "main", "contentinfo", "search"):
        assert page.get_by_role(role).count() == 1, role
    if path == "/search":
        assert page.get_by_role("complementary", name="Bộ lọc").count() == 1
        assert page.get_by_role("region", name="Kết quả").count() == 1


def test_lines_of_an_article_are_not_too_long(open_page: Open):
    """UX 78: at most 75 characters"""
    page = open_page("/article/a12")
    lines = page.evaluate(
        """() => { const text = document.querySelector("#doan-1").firstChild, range = document.createRange();
            range.setStart(text, 0); range.setEnd(text, 76); return range.getClientRects().length; }"""
    )
    assert lines > 1


def test_an_article_can_be_zoomed_without_loss(open_page: Open):
    """UX 78: 200 % of 1280 px is 640 px"""
    page = open_page("/article/a01?q=thuế", 640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.get_by_text("trình bày số liệu").is_visible()
