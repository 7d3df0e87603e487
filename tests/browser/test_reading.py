"""What a reader does: filter, go back, share an address, use the keyboard. With and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
FOCUSED = """() => {
    const at = document.activeElement;
    const style = getComputedStyle(at.matches(".switch input") ? at.nextElementSibling : at);
    return at === document.body ? null : [at.outerHTML, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
PLACE = """() => {
    const at = document.activeElement;
    return at.closest("main") ? Math.round((at.getBoundingClientRect().top + scrollY) / 24) : null;
}"""
REGION = """() => {
    const at = document.activeElement;
    return at.closest(".site-foot") ? "foot" : at.closest("#asked, #filters, #results")?.id;
}"""
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def seen(page: Page) -> dict[str, object]:
    """All of a search that a reader sees."""
    return {
        "results": page.locator(".result h2").all_inner_texts(),
        "boxes": page.locator("input:checked").evaluate_all("boxes => boxes.map(box => box.name + box.value)"),
        "chips": page.locator(".part").all_inner_texts(),
        "sort": page.locator(".results-head [aria-current]").all_inner_texts(),
        "range": [page.locator(f"#{name}").input_value() for name in ("from", "to")],
    }


def apply(page: Page, label: str) -> None:
    """With a script ticking applies at once; without one the button does."""
    before = page.url
    page.get_by_role("checkbox", name=label).check()
    if not page.evaluate("typeof htmx === 'object'"):
        page.get_by_role("button", name="Áp dụng bộ lọc").click()
    page.wait_for_url(lambda url: url != before)


def shows(page: Page, state: dict[str, object]) -> bool:
    """Whether the page comes to show this, for a script may fetch it."""
    for _ in range(50):
        try:
            if seen(page) == state:
                return True
        except Error:
            pass  # the page is being loaded
        page.wait_for_timeout(100)
    return False


@SCRIPT
def test_an_address_is_the_whole_search(open_page: Open, script: bool):
    """UX 4, UX 103"""
    page = open_page("/search?q=bộ", java_script_enabled=script)
    for label in ("Bộ Công Thương", "Bộ Xây dựng", "Lương Vĩnh Khoa"):
        apply(page, label)
    page.fill("#from", "01/01/2024")
    page.fill("#to", "31/12/2025")
    page.get_by_role("button", name="Áp dụng bộ lọc").click()
    page.wait_for_url("**to=31*")
    page.get_by_role("link", name="cũ nhất").click()
    page.wait_for_url("**sort=oldest*")
    copy = open_page(page.url, java_script_enabled=script)
    assert len(seen(page)["results"]) == 2
    assert seen(copy) == seen(page)


@SCRIPT
def test_the_address_of_a_second_page_is_the_whole_search(open_page: Open, script: bool):
    """UX 4, UX 103"""
    page = open_page("/search?x_ministry=bo-y-te&from=2023-01-01&sort=oldest", java_script_enabled=script)
    page.get_by_role("link", name="Sau ›").click()
    page.wait_for_url("**page=2*")
    copy = open_page(page.url, java_script_enabled=script)
    assert copy.locator("[aria-current=page]").inner_text().endswith("2")
    assert "không nhắc Bộ Y tế" in copy.locator(".understood").inner_text()
    assert len(seen(copy)["results"]) == 10
    assert seen(copy) == seen(page)


@SCRIPT
def test_back_undoes_one_filter_at_a_time(open_page: Open, script: bool):
    """UX 5, UX 103"""
    page = open_page("/search", java_script_enabled=script)
    states = [seen(page)]
    for label in ("Bộ Xây dựng", "Đặng Nguyên Thảo", "Năm 2025"):
        apply(page, label)
        states.append(seen(page))
    for before in reversed(states[:-1]):
        page.go_back()
        assert shows(page, before)
    for after in states[1:]:
        page.go_forward()
        assert shows(page, after)


def test_a_kept_page_comes_back_with_its_own_boxes(open_page: Open):
    """UX 5: a browser may bring a page back as it was left"""
    page = open_page("/search?ministry=bo-y-te")
    page.get_by_role("checkbox", name="Bộ Xây dựng").evaluate("box => { box.checked = true; }")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert seen(page)["boxes"] == seen(open_page("/search?ministry=bo-y-te"))["boxes"]


@SCRIPT
def test_back_from_an_article_finds_the_same_place(open_page: Open, script: bool):
    """UX 6, UX 103"""
    page = open_page("/search?q=bộ", java_script_enabled=script)
    last = page.locator(".result h2 a").last
    last.scroll_into_view_if_needed()
    place = last.bounding_box()
    last.click()
    page.get_by_role("article").wait_for()
    page.go_back()
    page.wait_for_timeout(100)
    assert last.bounding_box() == place


@SCRIPT
def test_no_markup_of_an_article_is_run(open_page: Open, script: bool, base: str):
    """UX 57, UX 116"""
    page = open_page("/", java_script_enabled=script)
    dialogs, hosts = [], set()
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.on("request", lambda request: hosts.add(request.url))
    for path in ("/search?q=thư+lạ", "/article/a18", "/article/a18?q=alert"):
        page.goto(path)
        page.locator("h1, h2", has_text="<script>").wait_for()
    assert dialogs == []
    assert all(url.startswith(f"{base}/") and not url.endswith("/x") for url in hosts)


def test_the_first_tabs_lead_past_the_header(open_page: Open):
    """UX 93"""
    page = open_page("/search?q=bộ")
    for name, target in (("Tới kết quả", "results"), ("Tới bộ lọc", "filters")):
        page.goto("/search?q=bộ")
        for _ in range(1 if target == "results" else 2):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == target


def test_a_search_is_filtered_and_typed_from_the_keyboard(open_page: Open):
    """UX 95"""
    page = open_page("/search")
    page.get_by_role("checkbox", name="Bộ Xây dựng").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**ministry=bo-xay-dung**")
    page.locator("#q").focus()
    page.keyboard.type("nhà")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=nh*")
    assert page.locator(".result").count() == 1


@pytest.mark.parametrize("path", ["/", "/search?q=thuế", "/article/a01?q=thuế", "/nowhere"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_always_visible(open_page: Open, path: str, scheme: str):
    """UX 95: an outline of 2 px or more on everything that Tab reaches, in reading order"""
    page = open_page(path, color_scheme=scheme)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        style = page.evaluate(FOCUSED)
        if style is None:
            break
        unseen += [style] if style[1] == "none" or style[2] < 2 else []
    assert unseen == []


@pytest.mark.parametrize("path", ["/search?q=thuế", "/article/a01?q=thuế", "/ministry/bo-tai-chinh"])
def test_focus_goes_down_the_page(open_page: Open, path: str):
    """UX 95: in one column what Tab reaches in the page's main part stands in the order in which it is read"""
    page = open_page(path, 320, reduced_motion="reduce")
    page.evaluate("document.getElementById('main').focus()")
    tops = []
    while (top := page.evaluate(PLACE)) is not None:
        tops.append(top)
        page.keyboard.press("Tab")
    assert len(tops) > 10
    assert tops == sorted(tops)


@SCRIPT
def test_tab_leads_through_the_filters_to_the_results(open_page: Open, script: bool):
    """UX 95, UX 103: in the rail they are open, and between the query and what it found"""
    page = open_page("/search?q=thuế", java_script_enabled=script)
    regions = []
    while (region := page.evaluate(REGION)) != "foot":
        regions += [region] if region and region not in regions[-1:] else []
        page.keyboard.press("Tab")
    assert regions == ["asked", "filters", "results"]


@SCRIPT
def test_matches_lead_to_each_other(open_page: Open, script: bool):
    """UX 76, UX 103"""
    page = open_page("/article/a01?q=thuế", java_script_enabled=script)
    page.locator(".hits-list a").first.click()
    assert page.locator(".hit-ways:visible").inner_text().split() == ["1/2", "Sau", "›"]
    page.get_by_role("link", name="Sau ›").click()
    assert page.url.endswith("#hit-2")
    assert page.locator("#hit-2").is_visible()


@SCRIPT
def test_a_name_leads_to_its_paragraph_which_is_edged(open_page: Open, script: bool):
    """UX 79, UX 103: clear of what sticks to the top"""
    page = open_page("/article/a01?q=thuế", 320, java_script_enabled=script)
    page.get_by_role("link", name="Hồ Diệu Lam: chỗ đầu trong bài").click()
    told = page.locator("#doan-2")
    expect(told).to_be_in_viewport()
    expect(told).to_have_css("border-left-width", "3px")
    expect(page.locator("#doan-1")).to_have_css("border-left-width", "0px")


def test_filters_are_behind_one_button_on_a_small_screen(open_page: Open):
    """UX 104"""
    page = open_page("/search?ministry=bo-y-te&date=2025", 320)
    assert page.locator("summary", has_text="Bộ lọc").inner_text().startswith("Bộ lọc, đang dùng 2")
    assert not page.get_by_role("button", name="Áp dụng bộ lọc").is_visible()
    page.locator("summary", has_text="Bộ lọc").click()
    assert page.get_by_role("button", name="Áp dụng bộ lọc").is_visible()


def test_a_page_is_light(open_page: Open, base: str):
    """UX 116"""
    sizes: dict[str, int] = {}
    page = open_page("/")
    page.on("response", lambda response: sizes.__setitem__(response.url.removeprefix(base), len(response.body())))
    page.goto("/search?q=bộ")
    page.wait_for_load_state("networkidle")
    fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    html = sizes["/search?q=b%E1%BB%99"]
    assert html <= 120_000
    assert fonts <= 90_000
    assert sum(size for url, size in sizes.items() if ".css" in url) <= 90_000
    assert 0 < sum(size for url, size in sizes.items() if ".js" in url) <= 60_000
