"""Scripts in articles and in addresses, in a real browser: no dialog, no request elsewhere, no broken policy."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg onload=alert(3)>",
    "</title><script>alert(4)</script>",
    "</script><script src=https://evil.example/x.js></script>",
    "<mark><iframe srcdoc='<script>alert(5)</script>'>",
    "javascript:alert(6)",
    "{{7*7}}${7*7}<%=7*7%>",
    '" autofocus onfocus=alert(8) x="',
    "＜script＞alert(9)＜/script＞",
)
PLACES = (
    "/search?q={}",
    "/search?q=alert&person={}&x_ministry={}",
    "/search?from={}",
    "/search?sort={}",
    "/search?page={}",
    "/article/a18?q={}",
    "/{}",
)


NO_HANDLERS = """[...document.querySelectorAll('*')].every(e => ![...e.attributes].some(
    a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value) && a.name == 'href'))"""


def watched(page: Page, base: str) -> list[str]:
    """What a script that runs would do: dialogs, requests elsewhere, breaches of the policy; filled as they come."""
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(base) or alarms.append(request.url))
    page.on("console", lambda line: "Content Security Policy" in line.text and alarms.append(line.text))
    return alarms


@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES)
def test_no_script_of_a_stranger_ever_runs(browser: Browser, base: str, place: str):
    """UX 57; article A18 of the fixture has a script for a title"""
    context = browser.new_context(base_url=base)
    page = context.new_page()
    alarms = watched(page, base)
    for payload in PAYLOADS:
        page.goto(place.replace("{}", quote(payload, safe="")))
        assert page.locator("script:not([src]):not([type='application/ld+json']), iframe, img[onerror]").count() == 0
        assert page.evaluate(NO_HANDLERS)
    context.close()
    assert not alarms
