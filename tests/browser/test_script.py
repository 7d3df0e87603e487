"""What a script adds: filters in place, suggestions, shortcuts, themes, a range drawn over the bars."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_each_part_of_the_sentence_can_be_dropped(open_page: Open):
    """UX 24"""
    page = open_page("/search?q=bộ&person=ho-dieu-lam&x_ministry=bo-y-te&from=2025-04-01")
    sentence = page.locator(".understood")
    expect(sentence).to_have_text(
        "Bài có bộ×, nhắc Hồ Diệu Lam×, không nhắc Bộ Y tế×, từ 01/04/2025×", use_inner_text=False
    )
    for left in (3, 2, 1, 0):
        page.locator(".understood .drop").first.click()
        expect(page.locator(".understood .part")).to_have_count(left)
    assert page.url.endswith("/search")


def test_a_filter_applies_in_place_and_the_count_is_told_once(open_page: Open):
    """UX 96: the focus stays where it is"""
    page = open_page("/search?q=bộ")
    page.evaluate(
        """() => { window.kept = true; window.said = [];
        new MutationObserver(() => said.push(told.textContent)).observe(told, {childList: true}); }"""
    )
    page.get_by_role("checkbox", name="Bộ Xây dựng").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/search?q=b*ministry=bo-xay-dung")
    expect(page.locator(".result")).to_have_count(3)
    page.wait_for_function("said.length")
    assert page.evaluate("[window.kept, said]") == [True, ["3 kết quả"]]
    assert focused(page) == "ministry-bo-xay-dung"
    assert page.get_by_role("checkbox", name="Bộ Xây dựng").is_checked()


def test_on_a_small_screen_the_button_leads_from_the_filters_to_the_results(open_page: Open):
    """UX 96, UX 104: until then they stay open, with the focus where it is"""
    page = open_page("/search", width=320)
    page.locator("summary", has_text="Bộ lọc").click()
    page.get_by_role("checkbox", name="Bộ Xây dựng").click()
    expect(page.locator(".results-head b")).to_have_text("3 bài")
    expect(page.get_by_role("checkbox", name="Bộ Xây dựng")).to_be_focused()
    expect(page.get_by_role("button", name="Áp dụng bộ lọc")).to_be_in_viewport()
    page.get_by_role("button", name="Áp dụng bộ lọc").click()
    expect(page.locator("#results")).to_be_focused()
    expect(page.locator(".results-head")).to_be_in_viewport()
    assert page.locator("#filters > [open]").count() == 0


def test_the_button_keeps_the_focus_beside_the_results(open_page: Open):
    """UX 96"""
    page = open_page("/search?q=bộ")
    page.get_by_label("Từ ngày").fill("01/01/2024")
    page.get_by_role("button", name="Áp dụng bộ lọc").click()
    page.wait_for_url("**from=*")
    expect(page.get_by_role("button", name="Áp dụng bộ lọc")).to_be_focused()


@pytest.mark.parametrize(
    ("pressed", "address", "focus"),
    [
        ("Loại trừ Bộ Xây dựng", "x_ministry=bo-xay-dung", "ministry-out-bo-xay-dung"),
        ("Nhân vật: xếp theo A–Z", "az=person", "person-az-1"),
        ("cũ nhất", "sort=oldest", "sort-oldest"),
        ("Xem từng tháng của Năm 2025", "date=2025", "facet-date"),
    ],
)
def test_a_link_among_the_filters_applies_in_place(open_page: Open, pressed: str, address: str, focus: str):
    """UX 5, UX 39, UX 40, UX 60, UX 96: the focus stays, Back undoes it, and the other language follows"""
    page = open_page("/search?q=bộ")
    page.evaluate("window.kept = true")
    before = page.locator("#found").inner_text()
    page.get_by_role("link", name=pressed, exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/search?q=b*&{address}")
    expect(page.locator(f"#{focus}")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(re.compile("[0-9]+ kết quả"))
    assert address in str(page.get_by_role("link", name="English").get_attribute("href"))
    page.go_back()
    expect(page.locator("#found")).to_have_text(before, use_inner_text=True)
    assert address not in str(page.get_by_role("link", name="English").get_attribute("href"))
    assert page.evaluate("window.kept")


def test_parts_and_notes_of_the_sentence_apply_in_place(open_page: Open):
    """UX 5, UX 24, UX 28, UX 96: the field follows, and Back brings it back"""
    page = open_page("/search?q=thue&ministry=bo-tai-chinh")
    page.evaluate("window.kept = true")
    for pressed, text in (("Bỏ “Bộ Tài chính”", "thue"), ("thuế", "thuế"), ("Bỏ “thuế”", "")):
        page.get_by_role("link", name=pressed, exact=True).first.click()
        expect(page.locator("#q")).to_have_value(text)
        expect(page.locator("#asked")).to_be_focused()
        expect(page.get_by_role("status")).to_have_text(re.compile("[0-9]+ kết quả"))
    assert page.url.endswith("/search")
    for text in ("thuế", "thue"):
        page.go_back()
        expect(page.locator("#q")).to_have_value(text)
    assert page.evaluate("window.kept")


def test_what_cannot_be_applied_is_told_by_a_page(open_page: Open):
    page = open_page("/search?q=bộ")
    page.fill("#from", "31/02/2025")
    page.get_by_role("button", name="Áp dụng bộ lọc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm được với yêu cầu này")
    assert "from=31" in page.url


def test_more_values_open_in_place_and_the_first_new_one_has_focus(open_page: Open):
    """UX 36"""
    page = open_page("/search?q=bộ")
    page.get_by_role("link", name="Xem thêm 1 tên, Nhân vật").click()
    expect(page.get_by_role("link", name="Thu gọn, Nhân vật")).to_have_attribute("aria-expanded", "true")
    eleventh = page.locator('[data-facet="person"] .value:not(.value-none) input').nth(10)
    expect(eleventh).to_be_focused()


def draw(page: Page) -> None:
    """Over the first two bars."""
    bars = [bar.bounding_box() for bar in page.locator(".rail .histogram a .hit").all()]
    places = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in bars if box]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=4)
    page.mouse.up()


def test_a_range_is_drawn_over_the_bars_or_typed(open_page: Open):
    """UX 52"""
    drawn, typed = open_page("/search?q=bộ"), open_page("/search?q=bộ")
    draw(drawn)
    drawn.wait_for_url("**from=2023-01-01&to=2024-12-31")
    typed.fill("#from", "01/01/2023")
    typed.fill("#to", "31/12/2024")
    typed.get_by_role("button", name="Áp dụng bộ lọc").click()
    typed.wait_for_url("**to=31*")
    expect(typed.locator(".result")).to_have_count(drawn.locator(".result").count())


def test_a_click_on_a_bar_applies_in_place(open_page: Open):
    """UX 52, UX 96: as the same line of its table does"""
    page = open_page("/search?q=bộ")
    page.evaluate("window.kept = true")
    page.locator(".rail .histogram a").nth(1).click()
    expect(page).to_have_url(re.compile("date=2024$"))
    expect(page.get_by_role("status")).to_have_text(re.compile("[0-9]+ kết quả"))
    expect(page.locator("#facet-date")).to_be_focused()
    assert page.evaluate("window.kept")
    page.go_back()
    expect(page.locator(".understood .part")).to_have_count(1)


def typed(page: Page) -> tuple[Locator, Locator]:
    """The field of search after "ho" was typed, and what it suggests."""
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    box.press_sequentially("ho")
    expect(options.first).to_have_text("Hồ Diệu Lam3")
    return box, options


def test_suggestions_are_a_combobox(open_page: Open):
    """UX 72"""
    page = open_page("/")
    box, options = typed(page)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".combobox [aria-live=polite]")).to_have_text(f"{options.count()} gợi ý")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


def test_escape_and_leaving_the_field_close_the_suggestions_and_submit_nothing(open_page: Open):
    """UX 72"""
    page = open_page("/")
    box, options = typed(page)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially(" d")
    expect(options.first).to_be_visible()
    box.blur()
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.url.endswith("/")


def test_a_suggestion_that_is_chosen_opens_its_page(open_page: Open):
    """UX 72"""
    page = open_page("/")
    box, _ = typed(page)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/person/ho-dieu-lam$"))


def test_without_a_script_the_field_is_a_plain_one(open_page: Open):
    """UX 73, UX 103"""
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("lũ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=l*")
    assert page.locator(".result").count() == 3


def test_nothing_is_asked_before_a_composed_letter_is_whole(open_page: Open):
    """UX 74"""
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    page.evaluate(
        """() => { q.focus(); q.dispatchEvent(new CompositionEvent("compositionstart"));
        for (const text of ["b", "bo", "bô", "bộ"]) {
            q.value = text; q.dispatchEvent(new InputEvent("input", {isComposing: true, bubbles: true})); } }"""
    )
    page.wait_for_timeout(400)
    assert asked == []
    with page.expect_request("**/suggest?q=b*"):
        page.evaluate("q.dispatchEvent(new CompositionEvent('compositionend', {data: 'bộ'}))")


@pytest.mark.parametrize("width", [320, 1280])
def test_keys_lead_from_match_to_match_clear_of_what_sticks(open_page: Open, width: int):
    """UX 77"""
    page = open_page("/article/a01?q=thuế", width, reduced_motion="reduce")
    for key, hit in (("n", 1), ("n", 2), ("p", 1)):
        page.keyboard.press(key)
        page.wait_for_url(f"**#hit-{hit}")
        mark, bar = page.locator(f"#hit-{hit}").bounding_box(), page.locator("nav.hits").bounding_box()
        assert mark
        assert bar
        over = mark["x"] < bar["x"] + bar["width"] and bar["x"] < mark["x"] + mark["width"]
        assert not over or mark["y"] >= bar["y"] + bar["height"] or mark["y"] + mark["height"] <= bar["y"]
        assert 0 <= mark["y"] <= 800


def test_keys_lead_from_result_to_result_and_to_the_field_and_rest_while_typing(open_page: Open):
    """UX 107"""
    page = open_page("/search?q=bộ")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".result h2 a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".result h2 a").first).to_be_focused()
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("j?/")
    assert page.locator("#q").input_value().endswith("j?/")


def test_the_sheet_of_keys_turns_them_off(open_page: Open):
    """UX 107"""
    page = open_page("/search?q=bộ")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.get_by_role("checkbox", name="Dùng phím tắt").uncheck()
    page.get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_hidden()
    page.goto("/search?q=lũ")
    page.keyboard.press("/")
    assert focused(page) != "q"


DARK, LIGHT = "rgb(23, 21, 18)", "rgb(250, 247, 240)"
FIRST_THEME = """new MutationObserver((_, watch) => { if (document.body) {
    window.first = document.documentElement.dataset.theme; watch.disconnect(); } })
    .observe(document, {childList: true, subtree: true})"""


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_follows_the_system_until_the_reader_chooses(open_page: Open):
    """UX 105"""
    page = open_page("/", color_scheme="dark")
    assert ground(page) == DARK
    page.locator(".theme label", has_text="sáng").click()
    assert ground(page) == LIGHT
    page.locator(".theme label", has_text="tự động").click()
    assert ground(page) == DARK


def test_the_chosen_theme_is_worn_before_the_next_page_is_drawn(open_page: Open):
    """UX 105"""
    page = open_page("/", color_scheme="dark")
    page.locator(".theme label", has_text="sáng").click()
    page.add_init_script(FIRST_THEME)
    page.goto("/help")
    assert (page.evaluate("window.first"), ground(page)) == ("light", LIGHT)
