"""What the reader may have meant, and how what he typed is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Article, Document, Searcher, SearchRequest, Suggestion
from indexer.analysis.telex import decode
from indexer.clauses import Term
from indexer.likeness import Words
from indexer.mending import Mender, Pair
from tests.memory import MemoryEngine

TEXTS = [
    "Thuế đối ứng và hàng xuất khẩu",
    "Thuê nhà đối diện chợ",
    "Đàm phán thuế với Hoa Kỳ",
    "Ban tin ngan ve thue doi ung",
    "Đường sắt Hà Nội, Giáo dục năm 2026, USD",
    "Nghệ nhân Phan Trâm dệt vải",
    "Giá điện tăng ba phần trăm",
]


@pytest.fixture
def searcher() -> Searcher:
    engine = MemoryEngine()
    engine.rebuild(Document(Article(f"a{number}", text, "")) for number, text in enumerate(TEXTS))
    return Searcher(engine)


def suggested(searcher: Searcher, text: str) -> Suggestion | None:
    return searcher.search(SearchRequest(searcher.parse(text))).suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thuees ddoois uwngs", "thuế đối ứng"),
        ("thue61 d9o61i u7ng1", "thuế đối ứng"),
        ("giaos ducj", "giáo dục"),
        ("ha2 no65i", "hà nội"),
        ("nguwowif", "người"),
        ("hoaf binhf", "hòa bình"),
        ("Vieetj Nam", "việt nam"),
        ("quyeets ddinhj", "quyết định"),
        ("thuế ddoois uwngs", "thuế đối ứng"),
    ],
)
def test_keystrokes_are_read_as_what_was_meant(typed: str, meant: str):
    assert decode(typed) == meant


@pytest.mark.parametrize("typed", ["mp3", "html5", "USTR", "2025", "the trade talks", "thuế", "", "duong sat"])
def test_what_is_no_keystrokes_is_left_alone(typed: str):
    assert decode(typed) is None


def test_keystrokes_without_end_are_none():
    assert decode("h3o4" * 50_000) is None


def test_keystrokes_are_suggested_with_their_total(searcher: Searcher):
    """UX 26"""
    assert suggested(searcher, "thuees ddoois uwngs") == Suggestion("thuế đối ứng", 2, "telex")


def test_what_was_meant_is_shown_as_coming_near(searcher: Searcher):
    near = searcher.search(SearchRequest(searcher.parse("giaos ducj"))).near
    assert [hit.document.id for hit in near] == ["a4"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hàng xuát khẩu", "hàng xuất khẩu"),
        ("đàm phàn thuế", "đàm phán thuế"),
        ("duong satt", "duong sat"),
        ("hang xuất khảu", "hang xuất khẩu"),
        ("Đường Sắtt", "Đường Sắt"),
        ("HÀNG XUÁT KHẨU", "HÀNG XUẤT KHẨU"),
        ("xuất khẩuu", "xuất khẩu"),
    ],
)
def test_a_wrong_letter_or_tone_is_mended_by_what_the_index_holds(searcher: Searcher, typed: str, meant: str):
    """UX 27"""
    found = suggested(searcher, typed)
    assert found is not None
    assert (found.text, found.kind) == (meant, "spelling")
    assert found.total == searcher.search(SearchRequest(searcher.parse(meant))).total


MISSPELLED = (Path(__file__).parent / "cases/misspelled.tsv").read_text(encoding="utf-8").splitlines()[1:]


@pytest.fixture(scope="module")
def meant_ones() -> Searcher:
    engine = MemoryEngine()
    meant = {line.split("\t")[1] for line in MISSPELLED}
    engine.rebuild(Document(Article(f"m{number}", text, "")) for number, text in enumerate(sorted(meant)))
    return Searcher(engine)


@pytest.mark.parametrize("line", MISSPELLED, ids=lambda line: line.split("\t")[0].replace(" ", "-"))
def test_what_is_misspelled_is_mended_whatever_the_slip(line: str, meant_ones: Searcher):
    typed, meant = line.split("\t")
    found = suggested(meant_ones, typed)
    assert found is not None
    assert found.text.lower() == meant


def test_a_slip_is_mended_though_articles_have_its_words_apart():
    apart = [f"Ở chung nhà, {number} quốc gia" for number in range(12)]
    engine = MemoryEngine()
    texts = [*apart, *["Trung Quốc mở cửa"] * 9]
    engine.rebuild(Document(Article(f"a{number}", text, "")) for number, text in enumerate(texts))
    assert suggested(Searcher(engine), "chung quốc") == Suggestion("trung quốc", 9, "spelling")
    assert suggested(Searcher(engine), "chung nhà") is None
    assert suggested(Searcher(engine), "nhà quốc gia") is None


def mender(searches: list[frozenset[Pair]], *, standing: dict[str, int]) -> Mender:
    """Of "xử lỷ vụ", which stands nowhere; `standing` side by side in so many articles are the words given."""
    words = Words([("xư?", 90), ("ly'", 80), ("li~", 70), ("vu.", 60)])

    def beside(pairs: frozenset[Pair]) -> int:
        searches.append(pairs)
        return sum(standing.get(f"{left.text} {right.text}", 0) for left, right in pairs)

    typed = [Term("syl", name) for name in ("xư?", "li?", "vu.")]
    return Mender(typed, ["xử", "lỷ", "vụ"], lambda _: words, beside, strict=False)


def test_what_the_vocabulary_lacks_stands_beside_nothing_without_a_search():
    searches: list[frozenset[Pair]] = []
    assert mender(searches, standing={}).doubtful(set()) == [1, 2]
    assert searches == []


def test_words_that_stand_nowhere_cost_one_search_together():
    searches: list[frozenset[Pair]] = []
    assert list(mender(searches, standing={}).mended(1)) == []
    assert len(searches) == 1


def test_what_stands_beside_its_neighbours_takes_the_place_of_a_slip():
    assert [way.text for way in mender([], standing={"xư? li~": 7, "li~ vu.": 5}).mended(1)] == ["xử lỹ vụ"]


@pytest.mark.parametrize("typed", ["USTR", "2025", "mp3", '"thuế xa"', "xyzxyzxyz", "thd", "muse"])
def test_numbers_abbreviations_and_nonsense_get_no_suggestion(searcher: Searcher, typed: str):
    assert suggested(searcher, typed) is None


def test_a_query_with_results_gets_no_suggestion(searcher: Searcher):
    assert suggested(searcher, "thuế") is None


def forms_of(typed: str, *texts: str) -> list[tuple[str, int]]:
    engine = MemoryEngine()
    engine.rebuild(Document(Article(f"a{number}", text, "")) for number, text in enumerate(texts))
    searcher = Searcher(engine)
    return [tuple(form) for form in searcher.forms(SearchRequest(searcher.parse(typed)))]


def test_a_query_without_marks_tells_the_written_forms_with_their_totals(searcher: Searcher):
    """UX 28"""
    forms = searcher.forms(SearchRequest(searcher.parse("thue")))
    assert {form.value: form.count for form in forms} == {"Thuế": 3, "Thuê": 2, "thue": 4}


def test_a_form_is_told_as_most_articles_write_it_and_without_the_capital_of_a_sentence():
    texts = ("Ông Đỗ Lam họp báo", "Đỗ Lam trả lời", "Thuế đất: thuế đất tăng", "Kỳ hạn nộp thuế đất")
    assert forms_of("do lam", *texts) == [("Đỗ Lam", 2)]
    assert forms_of("thue dat", *texts) == [("thuế đất", 2)]
    assert forms_of("ky han", *texts) == [("Kỳ hạn", 1)]  # y as it is written


def test_words_that_meet_by_chance_are_no_form():
    texts = ["Ông Đỗ Lam họp báo"] * 12 + ["Việc tổ đó làm", "Máy do lâm trường mua"]
    assert forms_of("do lam", *texts) == [("Đỗ Lam", 12)]


def test_the_commonest_writing_is_told_first_whatever_else_holds_its_words():
    texts = ["Thuê đất ba năm", "Giá thuê đất", "Thuế đạt dự toán", "Thuế thu đạt mức cao", "Thu thuế: Hà Nội đạt 95%"]
    assert forms_of("thue dat", *texts) == [("Thuê đất", 2), ("Thuế đạt", 3)]


def test_a_name_that_reads_like_per_cent_is_found_and_told_beside_it(searcher: Searcher):
    asked = SearchRequest(searcher.parse("phan tram"))
    assert searcher.search(asked).total == 2
    assert {form.value: form.count for form in searcher.forms(asked)} == {"Phan Trâm": 1, "phần trăm": 1}


def test_a_query_with_marks_has_no_other_forms(searcher: Searcher):
    assert searcher.forms(SearchRequest(searcher.parse("thuế"))) == ()
