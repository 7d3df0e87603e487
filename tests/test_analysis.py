"""Text -> tokens: one spelling for every writing of a syllable, and spans of the original text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from indexer.analysis import BARE, analyze, is_marked, is_precise, spellings
from indexer.analysis.normalize import readings

ROOT = Path(__file__).parent.parent
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
VIETNAMESE = st.text(LETTERS + LETTERS.upper() + "Ðð 0123456789.,-/\n\u00ad\u200b", max_size=60)


def written(text: str) -> list[str]:
    return [text[token.start : token.end] for token in analyze(text)]


@pytest.mark.parametrize(
    ("surface", "fold", "syl"),
    [
        ("thuế", "thue", "thuê'"),
        ("THUẾ", "thue", "thuê'"),
        ("hoà", "hoa", "hoa`"),
        ("hòa", "hoa", "hoa`"),
        ("nặng", "nang", "năng."),
        ("kỹ", "ki", "ki~"),
        ("kĩ", "ki", "ki~"),
        ("tỷ", "ti", "ti?"),
        ("quý", "quy", "quy'"),
        ("tay", "tay", "tay"),
        ("ngày", "ngay", "ngay`"),
        ("yên", "yen", "yên"),
        ("Đàm", "dam", "đam`"),
        ("Ðàm", "dam", "đam`"),
        ("USTR", "ustr", "ustr"),
        ("5G", "5g", "5g"),
    ],
)
def test_a_syllable_has_two_spellings(surface: str, fold: str, syl: str):
    assert spellings(surface) == (fold, syl)


@given(VIETNAMESE)
def test_nfd_gives_the_same_terms_as_nfc(text: str):
    decomposed = analyze(unicodedata.normalize("NFD", text))
    assert [token[:2] for token in decomposed] == [token[:2] for token in analyze(unicodedata.normalize("NFC", text))]


@given(VIETNAMESE)
def test_case_does_not_matter(text: str):
    assert [token[:2] for token in analyze(text.upper())] == [token[:2] for token in analyze(text.lower())]


@given(VIETNAMESE)
def test_folded_text_is_found_by_its_own_fold(text: str):
    folds = [token.fold for token in analyze(text)]
    assert [token.fold for token in analyze("\n".join(folds))] == folds


@given(st.text())
@example("0% TP.HCM")
def test_spans_ascend_and_never_overlap(text: str):
    """But for the words that one abbreviation stands for: they share its span."""
    spans = list(dict.fromkeys((token.start, token.end) for token in analyze(text)))
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, spans, strict=False))


@given(st.text())
def test_terms_are_never_empty_and_hold_no_blank(text: str):
    assert all(term and not any(map(str.isspace, term)) for token in analyze(text) for term in token[:2])


def test_marks_that_print_nothing_stay_inside_the_span():
    assert written("đố\u00adi thu\u200bế") == ["đố\u00adi", "thu\u200bế"]
    assert analyze("thu\u200bế")[0].syl == "thuê'"


@pytest.mark.parametrize("number", ["1000000", "1.000.000", "1,000,000", "1 000 000", "1\u00a0000\u202f000"])
def test_a_number_is_one_term_however_its_thousands_are_parted(number: str):
    tokens = analyze(f"có {number} đồng")
    assert [token.fold for token in tokens] == ["co", "1000000", "dong"]
    assert tokens[1][2:4] == (3, 3 + len(number))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,5", ["1", "5"]),
        ("12,5%", ["12", "5", "%"]),
        ("0,125", ["0", "125"]),
        ("1.234.567,89", ["1234567", "89"]),
        ("1,234,567.89", ["1234567", "89"]),
        ("35.000đ/kg, 500Đ", ["35000", "d", "kg", "500", "d"]),
        ("35.000đt", ["35", "000dt"]),
        ("mục 1.2", ["muc", "1", "2"]),
        ("1.000.00", ["1", "000", "00"]),
        ("Điều 1, 000", ["dieu", "1", "000"]),
        ("113 114 115", ["113", "114", "115"]),
        ("0912 345 000", ["0912", "345", "000"]),
        ("091.234.567", ["091", "234", "567"]),
        ("2024, 2025", ["2024", "2025"]),
        ("quốc lộ 1 0001", ["quoc", "lo", "1", "0001"]),
    ],
)
def test_what_is_no_thousands_stays_apart(text: str, numbers: list[str]):
    assert [token.fold for token in analyze(text)] == numbers


@pytest.mark.parametrize("text", ["46%", "46 %", "46 phần trăm"])
def test_percent_is_one_term_with_the_span_of_all_that_was_written(text: str):
    assert [token.fold for token in analyze(text)] == ["46", "%"]
    assert written(text)[1] == text[2:].strip()


def test_a_date_is_three_numbers():
    assert [token.fold for token in analyze("12.06.2025")] == ["12", "6", "2025"]


def test_a_line_written_without_marks_is_told_by_its_terms():
    assert [token.syl for token in analyze("thue doi ung moi")] == ["thue_", "doi_", "ung_", "moi_"]


@pytest.mark.parametrize("line", ["Anh em ta", "The trade talks went on", "thue doi ung ngày", "12 12 12 12 12"])
def test_a_line_is_not_bare_for_want_of_evidence(line: str):
    assert not any(token.syl.endswith(BARE) for token in analyze(line))


def test_every_line_is_judged_by_itself():
    assert [token.syl for token in analyze("Thuế\nthue doi ung moi")][:2] == ["thuê'", "thue_"]


@pytest.mark.parametrize("surface", ["thuế", "đi", "ô", "nà"])
def test_a_marked_syllable_is_marked(surface: str):
    assert is_marked(spellings(surface)[1])


@pytest.mark.parametrize("surface", ["gieo", "giẻ", "què", "khuỷu", "thuở", "yếu", "đen", "nghệch", "cừu"])
def test_a_whole_syllable_is_not_taken_for_one_in_part(surface: str):
    assert is_precise(spellings(surface)[1]) == is_marked(spellings(surface)[1])


@pytest.mark.parametrize("surface", ["viêt", "đuong", "thué", "nươc", "đat"])
def test_a_syllable_without_one_of_its_marks_is_not_precise(surface: str):
    assert not is_precise(spellings(surface)[1])


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        ("người\u200bdân", ["nguoi", "dan"]),
        ("Xu\u200bất kh\u200bẩu", ["xuat", "khau"]),
        ("an\u00adtoàn nghi\u00adêm govern\u00adment", ["an", "toan", "nghiem", "government"]),
        ("\uff28à Nội \U0001d5e7\U0001d5f6\U0001d5fb", ["ha", "noi", "tin"]),
        ("V\u2060iệt\u200e Nam", ["viet", "nam"]),
        ("U.B.N.D", ["uy", "ban", "nhan", "dan"]),
        ("lớp A. B. C.", ["lop", "a", "b", "c"]),
        ("\u0189à Lạt, \u041dà Nội", ["da", "lat", "ha", "noi"]),
    ],
)
def test_signs_that_nobody_sees_or_means_part_syllables_only_where_they_must(text: str, folds: list[str]):
    assert [token.fold for token in analyze(text)] == folds


@pytest.mark.parametrize("surface", ["thue", "di", "USTR", "2025"])
def test_a_bare_syllable_is_not_marked(surface: str):
    assert not is_marked(spellings(surface)[1])


def test_an_endless_word_gives_one_short_term():
    tokens = analyze("a" * 100_000)
    assert (len(tokens), tokens[0].end, len(tokens[0].fold)) == (1, 100_000, 64)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("NHNN", "ngân hàng nhà nước"),
        ("UBND TP.HCM", "ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Bộ GD&ĐT", "Bộ Giáo dục và Đào tạo"),
        ("Bộ GD-ĐT", "Bộ Giáo dục và Đào tạo"),
        ("Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
        ("46%", "46 phần trăm"),
        ("46 %", "46 phần trăm"),
        ("12/6", "12-6"),
        ("753/QĐ-TTg", "753/qd-ttg"),
        ("753/QĐ-TTg", "753/qdttg"),
        ("753/QĐ-TTg", "753 qd ttg"),
        ("05/2031/TT-BGDĐT", "5/2031 ttbgddt"),
        ("12/NQ-HĐND", "12 nqhđnd"),
        ("virus", "vi rút"),
        ("vaccine", "vắc-xin"),
        ("ôtô", "ô tô"),
        ("Ukraina", "Ukraine"),
        ("cafe", "cà phê"),
        ("quý II", "quý 2"),
        ("V\u0456ệt N\u0430m", "Việt Nam"),
        ("khóa XV", "khoá 15"),
        ("thế kỷ XX", "thế kỷ 20"),
        ("Q.1", "quận 1"),
        ("QL1A", "quốc lộ 1A"),
        ("QL 51", "QL51"),
    ],
)
def test_two_writings_of_one_thing_give_the_same_terms(written: str, read_as: str):
    assert [token[:2] for token in analyze(written)] == [token[:2] for token in analyze(read_as)]


def test_what_stands_for_an_abbreviation_has_its_span():
    assert {(token.start, token.end, token.literal) for token in analyze("theo NHNN")[1:]} == {(5, 9, "nhnn")}


def test_a_syllable_that_is_also_a_loan_without_its_marks_is_left_alone():
    assert [token.fold for token in analyze("ra đa, ra da")] == ["radar", "ra", "da"]


def test_a_word_in_cyrillic_stays_so():
    assert analyze("\u0441\u043e\u0441\u0430")[0].fold == "\u0441\u043e\u0441\u0430"


@pytest.mark.parametrize(
    "text", ["vi phạm", "khóa vi tính", "xi măng", "quý y", "Nguyễn Quý Tư", "Q.Lắng", "Phan Trâm"]
)
def test_what_only_looks_like_a_number_or_an_abbreviation_is_left_alone(text: str):
    assert not any(token.literal for token in analyze(text))


def test_variants_are_sorted_and_lead_to_a_last_form():
    lines = (ROOT / "indexer/analysis/data/variants.tsv").read_text(encoding="utf-8").splitlines()
    rows = dict(line.replace("#", "7").split("\t") for line in lines[1:])
    assert lines[0].startswith("# Source: ")
    assert lines[1:] == sorted(lines[1:])
    for written, meaning in rows.items():
        assert [token[:2] for token in analyze(meaning)] == [spellings(word) for word in meaning.split()], written


def test_the_readings_of_a_syllable_are_those_that_may_be_written():
    assert {"tu", "tư", "tư."} < set(readings("tu"))
    assert readings("phap") == ("phap'", "phap.", "phăp'", "phăp.", "phâp'", "phâp.")
    assert {"đương`", "duông"} < set(readings("duong"))
    assert not set(readings("duong")) & {"duong", "dưong", "dưông"}
    assert readings("covid") == ()
