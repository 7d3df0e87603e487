"""Text + Query -> the passage that answers best, and what to mark in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from indexer import highlight
from indexer.highlight import MAX_SNIPPET, marked, paragraphs, snippet
from indexer.query import parse
from indexer.request import Snippet

FILLER = "Một câu không nói gì về chuyện đó cả. " * 20


def letters(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("thuế", "Thuế mới và thuê nhà", ["Thuế"]),
        ("thue", "Thuế mới và thuê nhà", ["Thuế", "thuê"]),
        ("hoà bình", "vì hòa bình", ["hòa bình"]),
        ("thuế đối ứng", "Về thuế đối ứng", ["thuế đối ứng"]),
        ("kinh tế xã hội", "tình hình kinh tế - xã hội quý I", ["kinh tế - xã hội"]),
        ('"đối ứng"', "đối đáp, đối ứng, ứng đối", ["đối ứng"]),
        ('"a c"~1', "a b c, a b b c", ["a b c"]),
        ("thuế -phí", "thuế và phí", ["thuế"]),
        ("th*", "thuế và thu", ["thuế", "thu"]),
        ("đê*", "Đêm qua, đề phòng, den", ["Đêm", "đề"]),
        ("vacc*", "vaccine và vắc xin", ["vaccine"]),
        ("đàm", "Ðàm phán", ["Ðàm"]),
        ("4.0", "nghề 4.0 ở 4 làng", ["4.0"]),
        ("NHNN", "NHNN họp; ngân hàng nhà nước mở; nhà bên kênh nước", ["NHNN", "ngân hàng nhà nước"]),
        ("12/6", "từ 12-6 đến 12 giờ ngày 12 tháng 6", ["12-6", "12 tháng 6"]),
        ("phan", "phần và phấn, 46%, 46 phần trăm", ["phần", "phấn"]),
        ("việt nam", "Việt Nam và Đông Nam Á", ["Việt Nam"]),
        ("Bộ Giáo dục và Đào tạo", "Bộ Y tế và Bộ Giáo dục và Đào tạo", ["Bộ Giáo dục và Đào tạo"]),
        ("Bộ Y tế", "Bộ trưởng đến trạm y tế", ["Bộ", "y tế"]),
        ("xe điện - xe xăng", "so kè xe điện - xe xăng", ["xe điện - xe xăng"]),
        ("", "thuế", []),
    ],
)
def test_matches_are_marked_as_written(query: str, text: str, marks: list[str]):
    assert letters(marked(text, parse(query))) == marks


def test_words_of_the_title_field_are_marked_in_the_title_alone():
    query = parse("title:thuế")
    assert letters(marked("Thuế", query, title=True)) == ["Thuế"]
    assert letters(marked("Thuế", query)) == []


def test_marks_do_not_join_over_a_sentence_end():
    assert letters(marked("Có thuế. Phí cũng có.", parse("thuế phí"))) == ["thuế", "Phí"]


def test_paragraphs_are_marked_as_parts_of_one_text():
    text = "Bộ trưởng nói.\n\nThị trường lặng.\nThứ\ntrưởng"
    assert [letters(one) for one in paragraphs(text, parse("bo truong"))] == [["Bộ trưởng"], [], [], []]
    assert [letters(one) for one in paragraphs(text, parse('"thứ trưởng"'))] == [[], [], ["Thứ"], ["trưởng"]]


def test_a_snippet_ends_with_no_part_of_a_match():
    text = "Bộ trưởng nói. " + "câu " * 75 + "bộ trưởng về."
    assert text[: MAX_SNIPPET - 2].rstrip().endswith("câu bộ")
    assert snippet(text, parse("bộ trưởng")).text.endswith("câu…")


def test_a_snippet_shows_the_match_however_far_it_stands():
    found = snippet(FILLER * 5 + "Nay có thuế đối ứng. " + FILLER, parse("thuế đối ứng"))
    assert letters(found) == ["thuế đối ứng"]
    assert found.text.startswith("…Nay có thuế")


def test_a_snippet_prefers_the_place_with_all_the_words():
    text = "Thuế cũ. " + FILLER + "Đối đáp. " + FILLER + "Bàn về thuế đối ứng ngay. " + FILLER
    assert "thuế đối ứng" in letters(snippet(text, parse("thuế đối ứng")))


def test_without_a_match_a_snippet_is_the_beginning():
    found = snippet(FILLER, parse("thuế"))
    assert found.text.startswith("Một câu")
    assert found.marks == ()


def test_without_a_match_a_snippet_shows_the_names_unmarked():
    text = FILLER + "Bộ Y tế họp báo. " + FILLER
    place = text.index("Bộ Y tế"), text.index(" họp báo")
    assert snippet(text, parse(""), [place]).text.startswith("…Bộ Y tế họp báo.")
    assert snippet(text, parse(""), [place]).marks == ()
    assert snippet(text, parse("câu"), [place]).text.startswith("Một câu")


def test_a_snippet_is_one_line():
    assert "\n" not in snippet("Một\nhai\n" + FILLER, parse("hai")).text


@pytest.mark.parametrize(("letter", "found"), [("i", "iIyYìỹ"), ("d", "dDđĐÐ"), ("e", "eéỆ")])
def test_a_letter_stands_for_what_folds_to_it_and_nothing_else(letter: str, found: str):
    signs = found + "x.-^]\u00ad\u200b"  # what prints nothing is no letter
    assert "".join(re.findall(highlight.letters(letter), signs)) == found


@given(st.text("ab ếđ.,\n-", max_size=900), st.sampled_from(["a", "ế", '"a b"', "đế a", "b*"]))
def test_a_snippet_is_short_and_its_marks_lie_in_it(text: str, query: str):
    found = snippet(text, parse(query))
    ends = [0, *(end for _, end in found.marks)]
    assert len(found.text) <= MAX_SNIPPET
    assert all(end <= start < last <= len(found.text) for end, (start, last) in zip(ends, found.marks, strict=False))


@given(st.lists(st.sampled_from(["thuế", "mới", "và", "phí", "tăng."]), min_size=90, max_size=200))
def test_a_snippet_begins_and_ends_on_word_borders(words: list[str]):
    text = " ".join(words)
    inner = snippet(text, parse("phí")).text.strip("…")
    assert f" {inner} " in f" {text} "


@given(st.lists(st.sampled_from(["thuế", "mới", "và", "tăng."]), min_size=90, max_size=200), st.integers(0, 89))
def test_a_snippet_holds_a_match_whenever_the_text_has_one(words: list[str], at: int):
    words[at] = "phí"
    assert "phí" in letters(snippet(" ".join(words), parse("phí")))
