import pytest
from hypothesis import given, strategies as st

from indexer.extract import Piece, boilerplate, identity, paragraphs, prose, read
from indexer.extract.text import draft_of

PROSE = "Sở Y tế cho biết đã bố trí đủ thuốc cho 42 trạm trong vùng ngập, ưu tiên các xã bị chia cắt."


def test_header_lines_give_date_source_and_link():
    draft = draft_of(
        ["Nước sông lên nhanh", "Nguồn: Báo Núi Xanh", "Thứ Hai, 02/06/2025 07:45", "https://a.example/b", PROSE]
    )
    assert (draft.title, draft.source, draft.url, draft.body) == (
        "Nước sông lên nhanh",
        "Báo Núi Xanh",
        "https://a.example/b",
        (PROSE,),
    )
    assert draft.published and draft.published.at.isoformat() == "2025-06-02T07:45:00+07:00"


def test_a_first_paragraph_is_no_title():
    assert draft_of([PROSE, PROSE]).title == ""


def test_a_page_copied_from_a_browser_gives_its_article_alone():
    menu = ["Trang chủ", "Thời sự", "Kinh tế", "Văn hóa - Xã hội", "Đăng nhập"]
    header = ["Nước sông lên nhanh ở vùng cao", "02/06/2025 07:45", "Cỡ chữ"]
    tail = ["Vi Thảo", "Trở lại Thời sự", "Chợ nổi vào mùa", "Ý kiến (1)", "Mới nhất", "Hoa Sen", "1h trước"]
    comment = "Mong bà con bình an, sớm có chỗ ở mới trước mùa rét năm nay."
    text = "\n".join([*menu, *header, *[PROSE] * 3, *tail, comment, "Trả lời"])
    (article,) = read(Piece("a.txt", raw=text.encode()))
    assert (article.title, article.body.split("\n")) == ("Nước sông lên nhanh ở vùng cao", [PROSE] * 3)
    assert article.published and str(article.published.day) == "2025-06-02"


def test_the_title_of_a_copied_page_stands_beside_its_date_not_in_a_long_menu():
    menu = "Chính trị Xã hội Kinh tế Pháp luật Thế giới Văn hóa Thể thao"
    lines = [menu, "Nước sông lên nhanh ở vùng cao", "Vi Thảo - 02/06/2025, 07:45", *[PROSE] * 2]
    (article,) = read(Piece("a.txt", raw="\n".join(lines).encode()))
    assert (article.title, article.body) == (lines[1], f"{PROSE}\n{PROSE}")
    assert article.published and str(article.published.day) == "2025-06-02"


def test_a_date_line_in_the_body_is_not_the_publication():
    assert draft_of(["Nước sông lên nhanh", PROSE, "Hà Nội, ngày 01 tháng 7 năm 2025", PROSE]).published is None


def test_a_tail_goes_but_a_box_within_the_text_leaves_the_rest():
    box = [PROSE, "Xem thêm:", "Mở lại bến phà Cồn Tre", PROSE]
    tail = ["Tin bài liên quan", "Chợ nổi vào mùa", "Đọc nhiều", "Hai trạm y tế mới"]
    assert boilerplate.parted([*box, PROSE, *tail])[0] == [PROSE, PROSE, PROSE]


def test_captions_and_image_rows_go_and_boxes_lose_their_bars():
    lines = [
        "⛵",
        "![]() |",
        "| Đoàn công tác thăm xã Nậm Tà |",
        f"| {PROSE} |",
        "Cầu tạm qua suối. Ảnh: Vi Thảo",
        PROSE,
    ]
    assert boilerplate.parted(lines)[0] == [PROSE, PROSE]


def test_captions_stand_apart_from_the_text_and_none_from_below_it():
    lines = ["Nước sông lên nhanh", PROSE, "Cầu tạm qua suối. Ảnh: Vi Thảo", PROSE, "Lớp học ở Nậm Tà. Ảnh: Lò Khuê"]
    other = ["Đọc nhiều", "Chợ nổi vào mùa", "Thuyền trên rạch Cồn Tre. Ảnh: Hoa Sen"]
    draft = draft_of([*lines, *other])
    assert (draft.body, draft.captions) == ((PROSE, PROSE), (lines[2], lines[4]))


def test_credits_and_one_byline_at_the_end_go():
    assert boilerplate.parted([PROSE, "Minh Khôi - Thu Hà", "(Theo Báo Núi Xanh)", "Từ khóa: lũ, thuốc"])[0] == [PROSE]
    assert boilerplate.parted([PROSE, "VI THẢO (thực hiện)"])[0] == [PROSE]


@pytest.mark.parametrize(
    "line",
    [
        "Mời quý độc giả theo dõi chuyên đề trên trang của báo!",
        "* Mời bạn đọc đón xem phóng sự vào lúc 20h tối nay.",
        "Bạn đọc có thể gửi ý kiến về hộp thư của tòa soạn.",
    ],
)
def test_invitations_are_no_text(line):
    assert boilerplate.parted([PROSE, line, PROSE])[0] == [PROSE, PROSE]


@pytest.mark.parametrize(
    "line",
    [
        "Tin, ảnh: Minh Khôi",
        "Nguồn: nuixanh.example",
        "(TTXVN)",
        "Theo Minh Khôi/VOV",
        "Đường dẫn bài viết: https://nuixanh.example/lu.html",
        "© Báo Núi Xanh. Mọi quyền được bảo lưu.",
    ],
)
def test_credits_have_many_forms(line):
    assert boilerplate.parted([PROSE, line])[0] == [PROSE]


def test_names_in_a_list_are_no_byline():
    lines = ["Danh sách đoàn:", "Tạ Hữu Khiêm", "Chu Thị Lệ Quân"]
    assert boilerplate.parted(lines)[0] == lines


def test_a_sentence_does_not_end_at_an_initial_or_a_short_title():
    text = "Ông Jaan L. Merkov đến TP. Huế gặp Ths. Khiêm. Hai bên trao đổi."
    assert paragraphs.first_sentence(text) == "Ông Jaan L. Merkov đến TP. Huế gặp Ths. Khiêm."


def test_a_long_title_is_cut_between_words():
    assert paragraphs.shortened("Nước sông lên nhanh", 13) == "Nước sông…"


def test_text_is_nfc_without_invisible_characters():
    assert paragraphs.split("thue\u0302\u0301\u200b  đối\u00a0ứng\r\n\n\ufeff\nhai") == ["thuế đối ứng", "hai"]


def test_what_parts_syllables_unseen_is_a_blank():
    assert paragraphs.line("an\u00adtoàn, người\u200bdân, nghi\u00adêm, thu\u200bế") == (
        "an toàn, người dân, nghiêm, thuế"
    )


def test_only_http_links_are_links():
    assert [identity.link(text) for text in ("javascript:alert(1)", "//a.b/c", "http://[", "https://a.example/b")] == [
        *("", "", ""),
        "https://a.example/b",
    ]


def test_the_scheme_of_a_link_is_kept_in_small_letters():
    assert identity.link("HTTPS://A.example/B") == "https://A.example/B"


def test_links_to_one_page_give_one_id():
    urls = ("https://a.example/b?id=1", "http://www.a.example/b/?id=1&utm_source=x#top")
    assert len({identity.identify(url, "t", "b") for url in urls}) == 1
    assert identity.identify("https://a.example/b?id=2", "t", "b") != identity.identify(urls[0], "t", "b")


@given(st.lists(st.text(max_size=120), max_size=12))
def test_trimming_never_adds_and_trims_any_text(texts):
    lines = [line for text in texts for line in paragraphs.split(text)]
    assert set(boilerplate.parted(lines)[0]) <= {*lines, *(line.strip("| ") for line in lines)}


def test_the_best_run_has_most_worth_without_its_gaps():
    assert prose.best([5, -2, 4, -9, 6]) == range(3)
    assert prose.best([5, -2, 4], gaps=[0, 0, 3]) == range(1)
    assert prose.best([-1, 0]) == range(0)


@pytest.mark.parametrize(
    "line",
    [
        "Quang cảnh hội nghị",
        "Đ/c Vi Thảo, Phó Chủ tịch UBND xã phát biểu chỉ đạo hội nghị",
        "Bà Vi Thảo (thứ hai từ trái sang) trao quà cho bà con.",
    ],
)
def test_what_a_picture_shows_is_a_caption_without_its_credit(line):
    assert boilerplate.parted([PROSE, line, PROSE])[0] == [PROSE, PROSE]


@pytest.mark.parametrize(
    "line", ["Tin bài cùng tác giả", "Các bài viết mới nhất", "Tin tức khác:", "Từ khóa:", "Video nổi bật (12)"]
)
def test_headings_of_other_articles_are_known_by_their_words(line):
    assert boilerplate.parted([PROSE, line, "Chợ nổi vào mùa"])[0] == [PROSE]


@pytest.mark.parametrize("line", ["Ý kiến của bạn đọc (3)", "Gửi bình luận của bạn", "Phản hồi từ độc giả"])
def test_nothing_follows_a_heading_over_comments(line):
    assert boilerplate.parted([PROSE, line, PROSE, PROSE])[0] == [PROSE]


def test_the_date_of_a_copied_page_is_that_under_its_title_not_that_of_today():
    head = ["Thứ năm, ngày 05/06/2025", "Nước sông lên nhanh ở vùng cao", "Ngày đăng: 02/06/2025   Lượt xem: 187"]
    (article,) = read(Piece("a.txt", raw="\n".join([*head, *[PROSE] * 2]).encode()))
    assert article.published and str(article.published.day) == "2025-06-02"
    assert article.body == f"{PROSE}\n{PROSE}"


@pytest.mark.parametrize(
    "line",
    [
        "Tổng Biên tập: Vi Thảo. Giấy phép số 1/GP.",
        "Bài viết thể hiện quan điểm riêng của tác giả.",
        "Thông tin trong bài chỉ mang tính chất tham khảo.",
        "Mọi thông tin chi tiết xin liên hệ:",
    ],
)
def test_nothing_follows_what_an_outlet_says_behind_its_text(line):
    assert boilerplate.parted([PROSE, line, PROSE])[0] == [PROSE]


def test_the_last_line_of_a_text_may_lack_its_full_stop():
    text = f"{PROSE}\n{PROSE}\nXã Nậm Tà là đơn vị đầu mối, tổng hợp kiến nghị của các bản"
    (article,) = read(Piece("a.txt", raw=text.encode()))
    assert article.body == text


def test_lines_with_a_border_are_joined_to_paragraphs():
    wrapped = PROSE.replace(" trong vùng", "\ntrong vùng")
    text = f"Nước sông lên nhanh\n02/06/2025\n\n{wrapped}\n\n{wrapped}"
    (article,) = read(Piece("a.txt", raw=text.encode()))
    assert (article.title, article.body) == ("Nước sông lên nhanh", f"{PROSE}\n{PROSE}")


def test_lines_cut_anywhere_are_joined_by_their_small_letters():
    wrapped = PROSE.replace(" trong vùng", "\n\ntrong vùng").replace(" cho", "\ncho")
    glued = f"{PROSE}{PROSE}"  # a line far beyond the border
    text = f"Nước sông lên nhanh\n02/06/2025\n{wrapped}\n{wrapped}\n{wrapped}\na) {glued}"
    (article,) = read(Piece("a.txt", raw=text.encode()))
    assert article.body == f"{PROSE}\n{PROSE}\n{PROSE}\na) {glued}"


def test_a_tail_of_headlines_with_their_leads_goes():
    teasers = ["Chợ nổi vào mùa, thương lái về sớm", PROSE] * 3
    assert boilerplate.parted([PROSE, PROSE, "Tin liên quan", *teasers])[0] == [PROSE, PROSE]


def test_the_title_of_a_copied_page_is_no_menu_in_one_line():
    lines = [
        "Chính trị | Xã hội | Kinh tế | Pháp luật | Thế giới | Văn hóa",
        "Nước sông lên nhanh ở vùng cao",
        "Vi Thảo",
    ]
    (article,) = read(Piece("a.txt", raw="\n".join([*lines, "02/06/2025 07:45", *[PROSE] * 2]).encode()))
    assert article.title == lines[1]
