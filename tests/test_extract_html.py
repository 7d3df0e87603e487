import pytest

from indexer.extract.html import draft_of

TEXT = "<p>Sông dâng 40 cm trong một đêm, xã cho học sinh nghỉ học và dời chợ lên gò cao.</p>"


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
    found = draft_of(page(head, f"<h1>Lũ lên</h1>{body}{TEXT}")).published
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


def test_a_name_does_not_throw_out_what_holds_the_article():
    assert len(draft_of(page(body=f'<div class="social-related"><h1>Lũ lên</h1>{TEXT * 3}</div>')).body) == 3


def test_inline_elements_do_not_break_a_paragraph_and_breaks_do():
    draft = draft_of(page(body="<h1>Lũ</h1><div>Sông <b>Nậm</b> <i>Tà</i> lên<br>Xã họp</div>"))
    assert draft.body == ("Sông Nậm Tà lên", "Xã họp")
