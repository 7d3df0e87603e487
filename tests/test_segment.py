"""Text -> words with exact spans, however the text is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from indexer.analysis import analyze
from indexer.analysis.segment import segment, segment_all, toned_words, words
from indexer.analysis.train import conllu
from tests.quality.segmentation import changed, decomposed, replaced, score

PLAIN = "Thuỷ sản xuất khẩu tăng, Uỷ ban nhân dân thành phố hoà giải xong. Ông Đinh Hoà Khoai đã khoẻ lại."
TEXTS = st.text("aàâấăeêếiioôơuưứyđ bchHÀnNgGt .,-/%0123456789\n\u0301\u0302\u0323\u200b😀", max_size=60)


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text).tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bộ tài chính công bố thuế đối ứng", "bộ|tài chính|công bố|thuế|đối ứng"),
        ("uỷ ban nhân dân thành phố Hà Nội", "uỷ ban nhân dân|thành phố|Hà Nội"),
        ("Ông Đinh Văn Khoai , 41 tuổi , trả lời .", "Ông|Đinh Văn Khoai|,|41|tuổi|,|trả lời|."),
        ("Giá xăng (RON95) tăng 3,5%, lên 21.500 đồng.", "Giá|xăng|(|RON95|)|tăng|3,5%|,|lên|21.500|đồng|."),
        ("Nghị định 15/2020/NĐ-CP", "Nghị định|15/2020/NĐ-CP"),
        ("họp tại TP.HCM và TP. Huế", "họp|tại|TP.HCM|và|TP.|Huế"),
        ("Còn nữa... hết.Hôm nay", "Còn|nữa|...|hết|.|Hôm nay"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_words_are_those_of_the_language(text: str, expected: str):
    assert "|".join(read(text)) == expected


def test_words_in_capitals_are_the_same():
    assert read("THỦ TƯỚNG CHỦ TRÌ HỘI NGHỊ") == ["THỦ TƯỚNG", "CHỦ TRÌ", "HỘI NGHỊ"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_decomposed_text_has_the_same_words(form: str):
    other = unicodedata.normalize(form, PLAIN)
    assert [unicodedata.normalize("NFC", word) for word in read(other)] == read(PLAIN)


def test_the_place_of_a_tone_changes_no_word():
    assert replaced("hoà khoẻ thuỷ") == "hòa khỏe thủy"
    assert segment(replaced(PLAIN)).tolist() == segment(PLAIN).tolist()


def test_no_word_goes_on_across_a_line():
    assert read("Giá tài\nchính sách mới") == ["Giá", "tài", "chính sách", "mới"]


@given(st.lists(st.sampled_from(["12", "2004", "-", "–", "TP", ".", "HCM", "ngày"]), max_size=12))
def test_a_mark_joins_what_stands_on_both_sides_or_neither(pieces: list[str]):
    for word in read(" ".join(pieces)):
        first, *rest = word.split()
        assert not rest or (first + rest[-1]).isalnum()


@given(st.lists(TEXTS, max_size=5))
def test_texts_together_read_as_one_by_one(texts: list[str]):
    assert [found.tolist() for found in segment_all(texts)] == [segment(text).tolist() for text in texts]


@given(TEXTS)
def test_a_line_reads_the_same_beside_others(text: str):
    line = text.replace("\n", " ")
    shifted = (segment(line) + 7).tolist()
    assert segment(f"Hà Nội\n{line}\nchính phủ").tolist()[1 : 1 + len(shifted)] == shifted


@given(st.text(max_size=80) | TEXTS)
def test_words_cover_all_but_white_space_in_order(text: str):
    at = 0
    for start, end in segment(text).tolist():
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("text", ["\ud800 hà nội", "\0", "\u200f", "\u0301" * 10_000, "😀漢字", "\ufeffhà"], ids=ascii)
def test_odd_text_is_no_error(text: str):
    assert "".join(read(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["a" * 1_000_000, "hà nội " * 100_000, "\n" * 200_000, "." * 300_000], ids=len)
def test_long_text_is_cut_and_read(text: str):
    found = segment(text).tolist()
    assert found == [] or found[-1][1] == len(text.rstrip())


def test_a_long_line_is_cut_at_a_space():
    text = "hà nội " * 20_000
    assert {text[start:end] for start, end in segment(text)} <= {"hà nội", "hà", "nội"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bộ tài chính họp", [(1, 3)]),
        ("NHNN hạ lãi suất", [(5, 7)]),  # one piece of text, four tokens: no border is in doubt
        ("15/2020/NĐ-CP", [(0, 4)]),
        ("giá", []),
        ("", []),
    ],
)
def test_words_are_given_as_tokens(text: str, expected: list[tuple[int, int]]):
    assert words(analyze(text), text) == expected


def test_words_are_found_in_a_part_of_the_tokens_too():
    text = "giá xăng và lãi suất"
    assert words(analyze(text)[2:], text) == [(1, 3)]


def test_the_treebanks_sentences_are_read_as_taught():
    """The model has seen them: a floor against a broken one (docs/segmenter.md has held-out figures)."""
    gold = list(conllu(Path(__file__).parent / "cases/segmentation.conllu"))
    found = score(gold)
    assert (len(gold), found.f1 >= 0.99, found.multi >= 0.98) == (60, True, True)


@pytest.mark.parametrize(("reading", "most"), [(decomposed, 0.0), (replaced, 0.0), (str.upper, 0.008)])
def test_words_in_another_writing_are_found_almost_as_well(reading: Callable[[str], str], most: float):
    gold = list(conllu(Path(__file__).parent / "cases/segmentation.conllu"))
    assert score(gold).f1 - score([changed(sentence, reading) for sentence in gold]).f1 <= most


@pytest.mark.parametrize(
    ("folds", "expected"),
    [(("tu", "phap"), ("tư", "phap'")), (("duong", "sat"), ("đương`", "săt'")), (("ki", "thuat"), ("ki~", "thuât."))],
)
def test_a_word_without_tones_is_one_of_those_of_the_dictionary(folds: tuple[str, str], expected: tuple[str, str]):
    assert expected in toned_words(*folds)


@pytest.mark.parametrize("folds", [(), ("tu",), ("covid", "x"), ("uy", "ban", "nhan", "dan")])
def test_what_is_no_word_of_two_syllables_has_no_toned_ones(folds: tuple[str, ...]):
    assert not toned_words(*folds)
