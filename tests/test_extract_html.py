import json
import time
from datetime import UTC, datetime

import pytest

from indexer.extract import Piece, read
from indexer.extract.html import draft_of

TEXT = "<p>Sông dâng 40 cm trong một đêm, xã cho học sinh nghỉ học và dời chợ lên gò cao.</p>"


OTHER_TITLE = '<meta property="og:title" content="Ở bản">'
CUT_TITLE = '<meta property="og:title" content="“Lũ” lên nhanh, ở Nậm…">'
SITE = '<h1><a href="/">Cổng tỉnh</a></h1>'
LINKED = (
    '{"@type": "NewsArticle", "description": "Sông lên.", "author": [{"name": "Vi Thảo"}, {"name": "Lò Khuê"}],'
    ' "articleSection": "Xã hội"}'
)


def page(head: str = "", body: str = TEXT) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="canonical" href="https://a.example/1">',
        '<meta property="og:url" content="https://a.example/1">',
        '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://a.example/1">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "mainEntityOfPage": {"@id": "https://a.example/1"}}</script>',
    ],
)
def test_the_link_is_the_first_that_is_http(link):
    assert draft_of(page(link)).url == "https://a.example/1"


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ("<title>Lũ lên nhanh ở Nậm Tà - Báo A</title>", "<h1>Lũ lên nhanh ở Nậm Tà</h1>", "Lũ lên nhanh ở Nậm Tà"),
        ("<title>Báo A | Lũ lên nhanh ở Nậm Tà</title>", "<div>Lũ lên nhanh ở Nậm Tà</div>", "Lũ lên nhanh ở Nậm Tà"),
        ('<meta property="og:title" content="Lũ lên nhanh">', "<h1>Báo A</h1>", "Lũ lên nhanh"),
        ("<title>Báo A</title>", "<h1>Lũ lên nhanh</h1>", "Lũ lên nhanh"),
        ("<title>Lũ lên nhanh</title>", "", "Lũ lên nhanh"),
        (
            '<meta property="og:title" content="Ở bản">',
            "<h1>Lũ lên nhanh ở Nậm Tà trong đêm</h1>",
            "Lũ lên nhanh ở Nậm Tà trong đêm",
        ),
        (
            '<meta property="og:title" content="“Lũ” lên nhanh, ở Nậm…">',
            '<h1>"Lũ" lên nhanh ở Nậm Tà</h1>',
            '"Lũ" lên nhanh ở Nậm Tà',
        ),
        (
            "<title>Chi tiết tin</title>",
            "<div><span>Lũ lên nhanh</span><br>13/06/2025<div>",
            "Lũ lên nhanh",
        ),
        (
            "<title>Bao dien tu</title>",
            "<td><b>Lũ lên nhanh ở Nậm Tà trong đêm</b></td><td>(09:12 - 13/06/2025)</td>",
            "Lũ lên nhanh ở Nậm Tà trong đêm",
        ),
        (
            "<title>Trang xã</title>",
            "<h4>Xã Nậm Tà dọn mương trước mùa lũ, lội bùn cả ngày</h4>13/06/2025",
            "Xã Nậm Tà dọn mương trước mùa lũ, lội bùn cả ngày",
        ),
        (
            "<title>In bài</title>",
            '<div style="font-weight:bold">Xã Nậm Tà dọn mương trước mùa lũ, lội bùn cả ngày</div>',
            "Xã Nậm Tà dọn mương trước mùa lũ, lội bùn cả ngày",
        ),
        ("", "", ""),
    ],
)
def test_the_title_is_what_page_and_metadata_agree_on(head, body, wanted):
    draft = draft_of(page(head, body + TEXT))
    assert draft.title == wanted
    assert len(draft.body) == 1


@pytest.mark.parametrize(
    ("head", "body", "evidence"),
    [
        ('<meta property="article:published_time" content="2025-06-13">', "", "meta"),
        ('<meta name="pubdate" content="2025-06-13T02:12:00Z">', "", "meta"),
        ("", '<time datetime="2025-06-13">hôm qua</time>', "time"),
        ("", '<p><time datetime="2025-06-13"></time>Vi Thảo</p>', "time"),
        ("", "<span>Thứ Sáu, 13/06/2025</span>", "header line"),
        ('<link rel="canonical" href="https://a.example/2025/06/13/lu.html">', "", "url"),
    ],
)
def test_the_date_comes_with_its_evidence(head, body, evidence):
    (article,) = read(Piece("a.html", "html", raw=page(head, f"<h1>Lũ lên</h1>{body}{TEXT}").encode()))
    found = article.published
    assert found and (str(found.day), found.evidence) == ("2025-06-13", evidence)


def test_a_date_in_the_text_or_the_footer_is_not_the_publication():
    body = f"<h1>Lũ lên</h1>{TEXT}<p>Ngày 13/6/2025, đoàn công tác đến xã.</p><footer>13/06/2025</footer>"
    assert draft_of(page(body=body)).published is None


def test_json_ld_of_other_articles_and_broken_json_ld_say_nothing():
    other = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2025-01-01"}]}'
    head = "".join(
        f'<script type="application/ld+json">{json}</script>' for json in (other, '{"@type": ', "[" * 100_000)
    )
    assert draft_of(page(head)).published is None


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>Trang chủ</nav>",
        "<script>var text = '<p>quảng cáo</p>'</script><style>p {}</style>",
        '<div class="boxRelated"><p>Bài khác về lũ ở vùng cao</p></div>',
        '<div class="tinLienQuan"><p>Bài khác về lũ ở vùng cao</p></div>',
        "<figure><img><figcaption>Cầu tạm</figcaption></figure>",
        "<table><tr><td><img></td></tr><tr><td>Cầu tạm</td></tr></table>",
        '<p style="display: none">ẩn</p>',
        '<ul><li><a href="/1">Bài khác về lũ</a></li></ul>',
        "<!-- ghi chú -->",
    ],
)
def test_furniture_is_no_text(furniture):
    assert len(draft_of(page(body=f"<h1>Lũ lên</h1><article>{TEXT}{furniture}{TEXT}</article>")).body) == 2


TEASER = '<div class="q"><a href="/1">Bài khác về lũ ở vùng cao</a><p>Nước rút, bà con dọn bùn suốt hai ngày.</p></div>'


def test_a_row_of_teasers_is_no_text_whatever_its_name_and_however_long():
    assert (
        draft_of(page(body=f"<h1>Lũ lên</h1><div>{TEXT * 4}{TEASER * 6}</div>")).body
        == draft_of(page(body=TEXT * 4)).body
    )


def test_a_name_of_furniture_does_not_count_where_nothing_else_would_be_left():
    widgets = f'<div class="banner">{TEXT}</div>' * 5
    assert len(draft_of(page(body=f"{widgets}<footer>Trụ sở: ấp 2.</footer>")).body) == 5
    assert len(draft_of(page(body=f"{TEXT * 5}{widgets}")).body) == 5


def test_entries_of_a_live_report_are_text_without_their_times():
    entry = f'<li class="e"><div>08:10</div><div>{TEXT}</div><a href="#">Chia sẻ</a></li>'
    assert draft_of(page(body=f"<h1>Lũ lên</h1><ul>{entry * 4}</ul>")).body == draft_of(page(body=TEXT * 4)).body


def test_what_readers_write_under_an_article_is_no_text():
    assert len(draft_of(page(body=f"<h1>Lũ lên</h1>{TEXT * 2}<h4>Ý kiến bạn đọc (3)</h4>{TEXT * 3}")).body) == 2


def test_a_name_does_not_throw_out_what_holds_the_article_beside_many_headlines():
    links = '<li><a href="/1">Chợ nổi vào mùa, thương lái về sớm hơn mọi năm</a></li>' * 9
    assert len(draft_of(page(body=f'<div class="print"><h2>Lũ lên</h2>{TEXT * 3}</div><ul>{links}</ul>')).body) == 3


def test_a_name_does_not_throw_out_what_holds_the_article():
    assert len(draft_of(page(body=f'<div class="social-related"><h1>Lũ lên</h1>{TEXT * 3}</div>')).body) == 3


def test_inline_elements_do_not_break_a_paragraph_and_breaks_do():
    draft = draft_of(
        page(
            body="<h1>Lũ</h1><div>Sông <b>Nậm</b> <i>Tà</i> lên nhanh sau hai đêm mưa lớn.<br>"
            "Xã họp cả đêm để dời chợ lên gò cao hơn.</div>"
        )
    )
    assert draft.body == ("Sông Nậm Tà lên nhanh sau hai đêm mưa lớn.", "Xã họp cả đêm để dời chợ lên gò cao hơn.")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<div>Thứ Bảy, 22/11/2025</div><h1>Lũ lên</h1><div>13/06/2025 09:12</div>{TEXT}", "2025-06-13"),
        (f'<div class="clock">Thứ Bảy, 22/11/2025</div><h1>Lũ lên</h1>{TEXT}', None),
        (f"<div>Thứ Bảy, 22/11/2025</div><ul>{'<li><a href=/>Mục</a></li>' * 5}</ul><h1>Lũ lên</h1>{TEXT}", None),
        (f'<ul><li><a href="/">Mục</a></li></ul><span>13/06/2025 09:12</span><h1>Lũ lên</h1>{TEXT}', "2025-06-13"),
        (f'<h1>Lũ lên</h1><div class="author-wrap"><b>Vi Thảo</b><time>13/06/2025</time></div>{TEXT}', "2025-06-13"),
        (f"<h1>Lũ lên</h1><article>{TEXT}</article><div>Ngày đăng: 13/06/2025</div>", "2025-06-13"),
        (f"<h1>Lũ lên</h1><article>{TEXT}</article><ul><li><a href=/>Bài khác</a> (13/06/2025)</li></ul>", None),
        (f"<h1>Lũ lên</h1><time>3 giờ trước</time>{TEXT}", None),
    ],
)
def test_the_date_is_that_beside_the_heading(body, wanted):
    found = draft_of(page(body=body)).published
    assert (str(found.day) if found else None) == wanted


def test_how_long_ago_counts_from_when_the_page_was_fetched():
    piece = Piece("a.html", fetched=datetime(2025, 6, 13, 18, 30, tzinfo=UTC))  # 14 June, 01:30 in Hanoi
    found = draft_of(page(body=f"<h1>Lũ lên</h1><time>3 giờ trước</time>{TEXT}"), piece).published
    assert found and (str(found.day), found.literal) == ("2025-06-13", "3 giờ trước")


def test_lead_author_section_and_outlet_are_told():
    canonical = '<link rel="canonical" href="https://www.a.example/1">'
    draft = draft_of(page(f'<script type="application/ld+json">{LINKED}</script>{canonical}'))
    assert (draft.summary, draft.author, draft.section) == ("Sông lên.", "Vi Thảo, Lò Khuê", "Xã hội")
    assert draft.source == "a.example"


def test_a_caption_under_a_picture_is_no_text():
    centred = '<div style="text-align: center"><img src="a.jpg"><br><em>Người dân dời chợ lên gò cao</em></div>'
    boxed = '<div class="m"><img src="a.jpg"><div class="t">Người dân dời chợ lên gò cao</div></div>'
    framed = '<figure><img src="a.jpg"><figcaption><p>Cầu tạm qua suối Nậm Tà</p></figcaption></figure>'
    draft = draft_of(page(body=f"<h1>Lũ lên</h1>{TEXT}{centred}{TEXT}{boxed}{TEXT}{framed}{TEXT}"))
    assert len(draft.body) == 4
    assert draft.captions == ("Người dân dời chợ lên gò cao", "Người dân dời chợ lên gò cao", "Cầu tạm qua suối Nậm Tà")


def test_a_table_at_the_end_is_text_with_its_dates():
    rows = "".join(f"<tr><td><p>0{day}/03/2026</p></td><td><p>36{day},5</p></td></tr>" for day in (1, 2))
    assert draft_of(page(body=f"<h1>Lũ lên</h1><div>{TEXT * 2}<table>{rows}</table></div>")).body[2:] == (
        *("01/03/2026", "361,5"),
        *("02/03/2026", "362,5"),
    )


def test_a_heading_over_several_lines_is_one_title():
    draft = draft_of(page("<title>Lũ lên nhanh ở Nậm Tà</title>", f"<h1>Lũ lên nhanh<br>ở Nậm Tà</h1>{TEXT}"))
    assert (draft.title, len(draft.body)) == ("Lũ lên nhanh ở Nậm Tà", 1)


def test_parts_of_one_kind_are_one_text():
    part = f'<section class="s"><div class="c"><div class="b">{TEXT}</div></div></section>'
    other = f'<section class="m"><div class="x"><div class="y">{TEXT}</div></div></section>'
    assert len(draft_of(page(body=f"<h1>Lũ lên</h1>{part * 4}{other}")).body) == 4


def test_prose_beyond_the_article_is_no_text_whatever_the_names():
    aside = '<div class="k"><div class="x"><h3>Đường dây nóng</h3><p>Gọi số này để phản ánh về thủ tục.</p></div></div>'
    assert len(draft_of(page(body=f'<h1>Lũ lên</h1><div class="a1"><div>{TEXT * 3}</div></div>{aside}')).body) == 3


def test_what_stands_between_paragraphs_of_one_part_does_not_end_the_text():
    box = '<div><div><div><a href="/1">Bài khác về lũ ở vùng cao</a></div></div></div>'
    assert len(draft_of(page(body=f"<h1>Lũ lên</h1><div>{TEXT * 2}{box * 2}{TEXT}</div>")).body) == 3


def test_a_table_is_text_also_in_a_figure():
    table = "<figure><table><tr><td>Nậm Tà</td><td>63 hộ</td></tr></table></figure>"
    assert draft_of(page(body=f"<h1>Lũ lên</h1>{TEXT}{table}{TEXT}")).body[1:3] == ("Nậm Tà", "63 hộ")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Cổng tỉnh Nậm Tà</title>", "<p>Cổng tỉnh Nậm Tà</p><h1>Xã dọn mương trước mùa lũ</h1>"),
        (
            "<title>Trang xã</title>",
            '<div class="title">Thông tin chỉ đạo của xã</div><a href="/1">Thông báo lịch tiếp công dân</a>'
            "<p>Xã dọn mương trước mùa lũ</p><p>13/06/2025</p>",
        ),
    ],
)
def test_a_title_is_neither_the_name_of_the_site_nor_the_heading_of_a_list(head, body):
    assert draft_of(page(head, body + TEXT * 2)).title == "Xã dọn mương trước mùa lũ"


CARD = (
    '<div><a href="/1"><img></a><a href="/1"><h5>Bài khác về lũ ở vùng cao</h5></a>'
    "<p>Nước rút, bà con dọn bùn hai ngày.</p></div>"
)


def test_a_card_is_no_text_without_any_name():
    body = f"<h1>Lũ lên</h1><div>{TEXT * 4}{CARD}{TEXT}</div>"
    assert draft_of(page(body=body)).body == draft_of(page(body=TEXT * 5)).body


@pytest.mark.parametrize(
    "script",
    [
        'type="json">{"a": [{"title": "Lũ lên", "content": "<p>Sông dâng.</p>", "publishedAt": "2025-06-13"}]}',
        '>window.__STATE__ = {"title": "Lũ lên", "body": "Sông dâng.", "publish_date": "2025-06-13"};',
        '>[1, {"title": 2, "content": 3, "date": 4}, "Lũ lên", "Sông dâng.", "2025-06-13"]',
    ],
)
def test_a_page_that_a_browser_builds_gives_the_article_of_its_state(script):
    draft = draft_of(page("<title>Cổng tỉnh</title>", f"<div>Đang tải...</div><script {script}</script>"))
    assert (draft.title, draft.body) == ("Lũ lên", ("Sông dâng.",))
    assert draft.published and draft.published.evidence == "field"


def test_a_page_without_a_sentence_has_no_article():
    assert (
        draft_of(page("<title>Tin tức</title>", '<a href="/1">Bài về lũ ở vùng cao</a><div>Đang tải...</div>')).body
        == ()
    )


def test_a_saved_page_tells_where_it_is_from():
    text = f"<!-- saved from url=(0020)https://a.example/1 -->{page()}"
    assert draft_of(text).url == "https://a.example/1"


def test_a_clock_in_the_wrong_zone_is_told_by_the_clock_on_the_page():
    head = '<meta property="article:published_time" content="2025-06-13T22:40:00Z">'
    wrong, right = (
        draft_of(page(head, f"<h1>Lũ lên</h1><span>{said}</span>{TEXT}")).published
        for said in ("13/06/2025 22:40", "14/06/2025 05:40")
    )
    assert wrong and (str(wrong.day), wrong.evidence) == ("2025-06-13", "meta")
    assert right and str(right.day) == "2025-06-14"


@pytest.mark.parametrize("name", ["", ' class="x"'])
def test_labels_side_by_side_are_words_of_their_own(name):
    labels = f"<span{name}>Lượt xem: 342</span><span{name}>13-06-2025 15:04</span><span{name}>Cỡ chữ</span>"
    body = f"<h1>Lũ lên</h1><div>{labels}</div>"
    found = draft_of(page(body=body + TEXT)).published
    assert found and str(found.day) == "2025-06-13"


def test_short_sentences_end_an_interview():
    assert draft_of(page(body=f"<div>{TEXT}<p>Xin cảm ơn ông!</p></div>")).body[-1] == "Xin cảm ơn ông!"


def test_a_second_article_on_the_page_is_not_the_first():
    first, second = (
        f'<div><h{n} class="t">{title}</h{n}><p>{TEXT * 4}</p></div>' for n, title in ((1, "Lũ lên"), (2, "Chợ mở"))
    )
    assert draft_of(page("<title>Lũ lên</title>", first + second)).body == draft_of(page(body=first)).body


def test_a_page_of_nothing_but_headlines_and_leads_has_no_article():
    assert draft_of(page("<title>Tin tức</title>", f"<h1>Tin tức</h1>{TEASER * 6}")).body == ()


def test_a_title_may_be_told_by_its_name_alone():
    body = (
        f'<td class="title_detail">Về việc giữ rừng đầu nguồn ở Nậm Tà</td><td class="by">Vi Thảo</td><td>{TEXT}</td>'
    )
    table = f"<table><tr>{body.replace('</td><td', '</td></tr><tr><td')}</tr></table>"
    assert draft_of(page("<title>Tạp chí A</title>", table)).title == "Về việc giữ rừng đầu nguồn ở Nậm Tà"


def test_footnotes_are_text():
    notes = "<p>-----</p><p>(1) Số liệu của xã, năm 2024</p>"
    assert draft_of(page(body=f"<div>{TEXT}{notes}</div>")).body[-1] == "(1) Số liệu của xã, năm 2024"


@pytest.mark.parametrize("name", ["og:published_time", "publish-date", "DC.date.issued", "parsely-pub-date", "date"])
def test_the_date_has_many_names(name):
    found = draft_of(page(f'<meta name="{name}" content="2025-06-13">')).published
    assert found and (str(found.day), found.evidence) == ("2025-06-13", "meta")


def test_a_day_behind_a_title_is_no_part_of_it():
    draft = draft_of(
        page("<title>Chi tiết</title>", f'<div class="title">Xã Nậm Tà dọn mương (13/06/2025)</div>{TEXT}')
    )
    assert draft.title == "Xã Nậm Tà dọn mương"
    assert draft.published and str(draft.published.day) == "2025-06-13"


def test_a_stated_title_that_only_a_link_shows_is_the_name_of_the_site():
    head = '<title>Báo tỉnh online</title><meta property="og:title" content="Báo tỉnh online">'
    body = '<a href="/">Báo tỉnh online</a><p><b>Lũ lên nhanh ở Nậm Tà trong đêm</b></p>'
    assert draft_of(page(head, body + TEXT)).title == "Lũ lên nhanh ở Nậm Tà trong đêm"


@pytest.mark.parametrize(
    "script", ["window" * 100_000, "[" * 100_000, json.dumps([{"title": "a", "body": "b"}] * 20_000)]
)
def test_scripts_of_any_kind_are_read_in_a_second(script):
    begun = time.process_time()
    draft_of(page(body=f"{TEXT}<script>{script}</script>"))
    assert time.process_time() - begun < 1
