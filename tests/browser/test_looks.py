"""What is seen: contrast, spacing, stacked marks, motion, print."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""
COLOURS = """() => ["--paper", "--mark-edge", "--bar", "--rule-2", "--focus"].map(name => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color.match(/[0-9.]+/g).slice(0, 3).map(Number); })"""
SEARCH = "/search?q=thuế&ministry=bo-tai-chinh&x_person=ta-quan-hung&date=2025"


def contrast(one: list[float], other: list[float]) -> float:
    """WCAG 2: from 1.0 to 21.0."""

    def light(colour: list[float]) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_bars_edges_and_focus_stand_out(open_page: Open, scheme: str):
    """UX 97, UX 95"""
    paper, *others = open_page("/", color_scheme=scheme, bypass_csp=True).evaluate(COLOURS)
    assert all(contrast(paper, other) >= 3 for other in others)


def test_every_state_is_told_in_words(open_page: Open):
    """UX 98"""
    page = open_page("/search?ministry=bo-y-te&x_person=ta-quan-hung&date=2025")
    rail = page.locator(".rail")
    assert "đã chọn 1" in rail.inner_text()
    assert "không Tạ Quân Hưng" in rail.inner_text()
    assert "Khung nét đứt: kho không có bài nào." in rail.inner_text()
    assert page.locator(".value-on input:checked").count() == page.locator(".value-on").count()
    undated = open_page("/search?date=_none")
    assert "có thể năm 2025" in undated.locator(".rail").inner_text()


@pytest.mark.parametrize("path", [SEARCH, "/article/a01?q=thuế", "/", "/person/ho-dieu-lam"])
def test_wider_spacing_cuts_nothing(open_page: Open, path: str):
    """UX 100"""
    page = open_page(path, 320, bypass_csp=True)
    page.add_style_tag(content=SPACED)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    cut = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(part => {
        const style = getComputedStyle(part);
        return !part.closest(".vh, svg, input") && style.overflow !== "visible" && style.overflowY !== "auto"
            && (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1); })
        .map(part => part.outerHTML)"""
    assert page.evaluate(cut) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/search?q=thuế", "/article/a01"])
def test_a_long_name_of_an_outlet_stays_in_its_column(open_page: Open, path: str):
    register = open_page(path).locator("main .register").first
    outlet = register.locator("span").first
    outlet.evaluate("part => part.textContent = 'congthongtindientuchinhphu.example.vn'")
    assert outlet.evaluate("part => part.scrollWidth <= part.clientWidth")
    assert register.evaluate("part => part.scrollWidth <= part.clientWidth")


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/search?q=bộ", ".result h2 a"),
        ("/search?q=bộ", ".snippet"),
        ("/search?q=bộ", ".understood b"),
        ("/search?q=khôngcó", ".exits a"),
        ("/coverage", ".index span[lang]"),
        ("/quality", ".lacking a"),
    ],
)
def test_a_word_without_end_is_broken(open_page: Open, path: str, part: str):
    """UX 99: an address as a title, a word that someone leant on"""
    page = open_page(path, 320)
    page.locator(part).first.evaluate("part => part.textContent = 'thanhđườnglink'.repeat(20)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_comma_stays_on_the_line_of_its_part(open_page: Open):
    page = open_page("/search?q=bộ&ministry=bo-xay-dung&x_ministry=bo-y-te&date=2025")
    broken = []
    for width in range(320, 480, 8):
        page.set_viewport_size({"width": width, "height": 800})
        lines = page.locator(".unbroken").evaluate_all("parts => parts.map(part => part.getClientRects().length)")
        broken += [] if lines == [1, 1, 1, 1] else [(width, lines)]
    assert broken == []


ROOM = """(part, leading) => { const size = parseFloat(getComputedStyle(part).fontSize);
    part.textContent = "ỄẶỔ ỄẶỔ";
    Object.assign(part.style, {display: "block", position: "fixed", zIndex: 99, left: "100px", padding: "40px",
        margin: 0, width: "400px", background: "#fff",
        top: `${100 - (leading - 1.5) / 2 * size}px`, lineHeight: leading}); }"""


def test_a_link_of_the_masthead_is_on_one_line(open_page: Open):
    """UX 99: the English labels are longer"""
    links = open_page("/search?lang=en", width=320).locator(".site-nav a")
    assert links.all_inner_texts() == ["All articles", "Help", "Tiếng Việt"]
    assert all(link.bounding_box()["height"] == 28 for link in links.all())


def test_stacked_marks_are_whole(open_page: Open):
    """UX 100: capital rows at line-height 1.5 have the pixels that they have with all the room they want"""
    page = open_page("/search?q=thuế", bypass_csp=True)
    clip = {"x": 110, "y": 110, "width": 380, "height": 80}
    for place in (".result h2", ".snippet", ".value .name"):
        part = page.locator(place).first
        seen = []
        for leading in (1.5, 3.5):
            part.evaluate(ROOM, leading)
            page.wait_for_timeout(200)  # the weight's letters are fetched on first use
            seen.append(page.screenshot(clip=clip))
        assert seen[0] == seen[1], place
        part.evaluate("part => part.remove()")


def test_a_field_shows_stacked_marks_whole(open_page: Open):
    """UX 100: nothing reaches the edge, where a field would cut it"""
    page = open_page("/search")
    field = page.locator("#q")
    box = field.bounding_box()
    assert box
    edge = {"x": box["x"] + 4, "y": box["y"] + 1, "width": box["width"] - 8, "height": 3}
    empty = page.screenshot(clip=edge)
    field.evaluate("field => { field.value = 'ỄẶỔ'; }")
    page.wait_for_timeout(200)
    assert page.screenshot(clip=edge) == empty


def test_nothing_moves_for_who_wants_no_motion(open_page: Open):
    """UX 102"""
    page = open_page("/search?q=thuế", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter(part => {
        const style = getComputedStyle(part);
        return style.transitionDuration !== "0s" || style.animationName !== "none"
            || style.scrollBehavior === "smooth"; })
        .map(part => part.tagName)"""
    assert page.evaluate(moving) == []


PRINTED = (
    "Bài có thuế",
    "không nhắc Tạ Quân Hưng",
    "1 bài",
    "Thuế đối ứng và hàng dệt may",
    "/search?q=thu",
    "In ngày",
)


def test_results_print_as_a_list_with_their_address(open_page: Open, base: str):
    """UX 106"""
    page = open_page(SEARCH, color_scheme="dark")
    page.emulate_media(media="print")
    text = " ".join(page.locator("body").inner_text().split())
    assert [said for said in PRINTED if said not in text.replace(base, "")] == []
    assert base in text
    for control in (".rail", ".search", ".pager", ".drop", ".takeaway", ".site-foot"):
        assert not page.locator(control).first.is_visible(), control
    look = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    assert page.evaluate(look) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_an_article_prints_with_its_source_and_permanent_address(open_page: Open, base: str):
    """UX 106"""
    page = open_page("/article/a01?q=thuế")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    for said in ("Thuế đối ứng: tổ công tác", "Nhật báo Sông Hồng", "09/04/2025", f"{base}/article/a01", "số liệu"):
        assert said in text
    assert "https://bao.example/bai-1" in text.split()
