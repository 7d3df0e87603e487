"""The reader's text -> Query."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from indexer.clauses import And, Dated, Everything, Named, Not, Or, Phrase, Prefix, Query, Term
from indexer.errors import QueryError
from indexer.model import Period
from indexer.query import MAX_LENGTH, parse


def toned(term: str, bare: str) -> Or:
    return Or((Term("syl", term), Term("syl", bare)))


THUE, PHI = toned("thuê'", "thue_"), toned("phi'", "phi_")
HOA, KY = (Term("fold", "hoa"),), (Term("syl", "ki`"), Term("syl", "ki_"))
A, B, C = Term("fold", "a"), Term("fold", "b"), Term("fold", "c")
FIVE, SIX = Term("fold", "5"), Term("fold", "6")


@pytest.mark.parametrize(
    ("text", "must"),
    [
        ("", Everything()),
        ("thue", Term("fold", "thue")),
        ("thuế", THUE),
        ("thuế phí", And((THUE, PHI))),
        ("thuế thuế", THUE),
        ("thuế OR phí", Or((THUE, PHI))),
        ("a b OR c a", Or((And((A, B)), And((C, A))))),
        ('"a b" c OR a', And((Phrase(((A,), (B,))), Or((C, A))))),
        ("thuế -phí", And((THUE, Not(PHI)))),
        ("thuế −phí", And((THUE, Not(PHI)))),
        ("thuế NOT phí", And((THUE, Not(PHI)))),
        ("-phí", And((Everything(), Not(PHI)))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a AND b", And((A, B))),
        ("a and b", And((A, Term("fold", "and"), B))),
        ('"a b"', Phrase(((A,), (B,)))),
        ("“a b”", Phrase(((A,), (B,)))),
        ("«a b»", Phrase(((A,), (B,)))),
        ("＂a b＂", Phrase(((A,), (B,)))),
        ("‘a b’", Phrase(((A,), (B,)))),
        ("a ’b’ ‘c", And((A, B, C))),
        ("'a b'", And((A, B))),
        ("‘a’b c’", Phrase(((A,), (B,), (C,)))),
        ('"a b"~5', Phrase(((A,), (B,)), 5)),
        ('"a b"~50', Phrase(((A,), (B,)), 50)),
        ('"a b"~9999', Phrase(((A,), (B,)), 50)),
        ('"thuế a"', Phrase((THUE.clauses, (A,)))),
        ('-"a b"', And((Everything(), Not(Phrase(((A,), (B,))))))),
        ("-a/b", And((Everything(), Not(Phrase(((A,), (B,))))))),
        ("a*", Prefix("fold", "a")),
        ("vac*", Or((Prefix("fold", "vac"), Prefix("word", "vac")))),
        ("đuong", Term("fold", "duong")),
        ("thué", Term("fold", "thue")),
        ("đê*", Prefix("syl", "đê")),
        ("đuo*", Or((Prefix("fold", "duo"), Prefix("word", "duo")))),
        ("title:a", Term("title_fold", "a")),
        ("title: a", Term("title_fold", "a")),
        ("4.0", Phrase(((Term("fold", "4"),), (Term("fold", "0"),)))),
        ("title:", Term("fold", "title")),
        ("OR", Term("fold", "or")),
        ("AND", Term("fold", "and")),
        ("NOT (", Term("fold", "not")),
        ("AND a", A),
        ("a -5°", And((A, FIVE))),
        ("a -5 do", And((A, FIVE, Term("fold", "do")))),
        ("a -5", And((A, Not(FIVE)))),
        ('person:"Lê Quỳnh Chi"', Named("person", ("le", "quynh", "chi"))),
        ("ministry:BCT", Or((Named("ministry", ("bct",)), Named("ministry", ("bo", "cong", "thuong"))))),
        ("date:2025-04 a", And((Dated(Period(2025, 4)), A))),
        ("mỹ", Or((toned("mi~", "mi_"), Phrase((HOA, KY))))),
        ("hoa kỳ", Or((And((Term("fold", "hoa"), toned("ki`", "ki_"))), toned("mi~", "mi_")))),
        ("a - b", And((A, B))),
        ("a-b", And((A, B))),
    ],
)
def test_a_text_means_the_clauses_beside_it(text: str, must: object):
    assert parse(text).must == must


def day(*forms: str) -> Or:
    return Or(tuple(Phrase(tuple((Term("fold", name),) for name in form.split())) for form in forms))


def in_words(*forms: str) -> tuple[Phrase, ...]:
    """The same, of months in words."""
    toneless = {"sau'": "sau_", "mươi`": "muoi_"}
    parts = {name: toned(name, bare).clauses for name, bare in toneless.items()}
    return tuple(Phrase(tuple(parts.get(name, (Term("fold", name),)) for name in form.split())) for form in forms)


@pytest.mark.parametrize(
    ("text", "must"),
    [
        ("12/5", day("12 5", "12 thang 5")),
        ("12.05", day("12 5", "12 thang 5")),
        ("12 / 5", day("12 5", "12 thang 5")),
        ("12-5", day("12 5", "12 thang 5", "12 den 5")),
        ("ngày 12-5", day("ngay 12 5", "ngay 12 thang 5", "12 5", "12 thang 5")),
        ("ngày 12 tháng 5", day("ngay 12 5", "ngay 12 thang 5", "12 5", "12 thang 5")),
        ("5/2031", day("5 nam 2031", "5 2031")),
        ("tháng 5/2031", day("thang 5 nam 2031", "thang 5 2031")),
        ("12-5-2031", day("12 5 nam 2031", "12 5 2031", "12 thang 5 nam 2031", "12 thang 5 2031")),
        ("12 thang 5 nam 2031", day("12 5 nam 2031", "12 5 2031", "12 thang 5 nam 2031", "12 thang 5 2031")),
        ("12/6", Or(in_words("12 6", "12 thang 6", "12 thang sau'"))),
        ("12 tháng sáu", Or(in_words("12 6", "12 thang 6", "12 thang sau'"))),
        (
            "tháng mười hai/2031",
            Or(in_words("thang 12 nam 2031", "thang 12 2031", "thang mươi` hai nam 2031", "thang mươi` hai 2031")),
        ),
        ("5 tháng năm 2031", And((FIVE, toned("thang'", "thang_"), toned("năm", "nam_"), Term("fold", "2031")))),
        ("32/5", And((Term("fold", "32"), Term("fold", "5")))),
        ("12/13", And((Term("fold", "12"), Term("fold", "13")))),
        ("12 5", And((Term("fold", "12"), Term("fold", "5")))),
        ("ngày 12", And((toned("ngay`", "ngay_"), Term("fold", "12")))),
        ("a 12/5 b", And((A, day("12 5", "12 thang 5"), B))),
        ('"a 12/5 b"', day("a 12 5 b", "a 12 thang 5 b")),
        ("-12/5", And((Everything(), Not(day("12 5", "12 thang 5"))))),
        ("1/5 2/5 3/5 4/5 6/5", And((*(day(f"{n} 5", f"{n} thang 5") for n in range(1, 5)), SIX, FIVE))),
    ],
)
def test_a_day_is_found_in_any_of_its_forms(text: str, must: object):
    assert parse(text).must == must


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("tháng 6", "tháng 6 = tháng sáu"),
        ("mưa tháng mười hai", "tháng mười hai = tháng 12"),
        ("lãi quý tư", "quý tư = quý 4"),
        ("46 phan tram", "phan tram = phần trăm"),
    ],
)
def test_another_name_of_what_is_sought_adds_articles_and_takes_none_away(text: str, also: str):
    query = parse(text)
    assert [note.text for note in query.notes] == [also]
    *_, either = query.must.clauses if isinstance(query.must, And) else [query.must]
    assert isinstance(either, Or)
    assert either.clauses[0] == parse(also.partition(" = ")[0], expand=False).must


def test_a_ministry_and_its_official_english_name_find_each_other():
    vietnamese, english = parse("bộ nội vụ"), parse("ministry of home affairs")
    assert [note.text for note in vietnamese.notes] == ["bộ nội vụ = Ministry of Home Affairs"]
    assert [note.text for note in english.notes] == ["ministry of home affairs = Bộ Nội vụ"]


@pytest.mark.parametrize("text", ["tháng sau", "thang sau", "quy tu", "thắng sau", "phan trâm", "hòa kỹ"])
def test_what_differs_in_a_tone_has_no_other_name(text: str):
    assert parse(text).notes == ()


@pytest.mark.parametrize("text", ["20/2025/QĐ-TTg", "20/2025/qđ-ttg", '"20/2025/QĐ-TTg"'])
def test_the_parts_of_a_documents_number_stand_side_by_side(text: str):
    assert parse(text).must == Phrase(tuple((Term("fold", part),) for part in ("20", "2025", "qd", "ttg")))


def test_a_number_is_no_month_and_may_lack_its_year():
    assert parse("5/2025/TT-BTC").must == Phrase(tuple((Term("fold", part),) for part in ("5", "2025", "tt", "btc")))
    assert isinstance(parse("47/NĐ-CP").must, And)


def test_a_month_in_a_date_has_no_other_name_beside_its_forms():
    assert parse("tháng 6 năm 2031").notes == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"a b', "unbalanced-quote"),
        ("(a", "plain"),
        ("a)", "plain"),
        ("OR a", "plain"),
        ("a OR", "plain"),
        ("!?", "no-words"),
        ('"a b"~51', "near"),
        ("a " * 41, "long"),
        ("a " * 20 + "OR b " + "c " * 20, "long"),
    ],
)
def test_what_was_read_otherwise_is_told(text: str, kind: str):
    assert [note.kind for note in parse(text).notes] == [kind]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("NHNN tăng lãi suất", ("also", "NHNN = ngân hàng nhà nước")),
        ("BCT", ("also", "BCT = Bộ Công Thương")),
        ("46 phần trăm", None),
    ],
)
def test_what_was_read_as_something_else_is_told(text: str, note: tuple[str, str] | None):
    assert [(found.kind, found.text) for found in parse(text).notes] == ([note] if note else [])


def test_a_loan_is_searched_as_what_it_is_read_as_also_where_its_letters_are_the_same():
    assert parse("rô bốt").must == Term("fold", "robot")


def test_an_abbreviation_is_searched_as_written_when_asked():
    query = parse("NHNN", expand=False)
    assert (query.must, query.notes) == (Term("word", "nhnn"), ())


def test_other_names_are_left_out_when_asked():
    assert parse("mỹ", expand=False).must == toned("mi~", "mi_")


def test_what_cannot_be_parsed_is_searched_as_plain_words():
    assert parse("(a OR").must == A


def test_an_unbalanced_quote_reaches_to_the_end():
    assert parse('"a b').must == Phrase(((A,), (B,)))


def test_a_query_without_marks_asks_for_no_tones():
    streams = {boost.clause.stream for boost in parse("thue").boosts if isinstance(boost.clause, Term)}
    assert streams == {"fold", "title_fold", "word"}


def test_a_query_of_two_syllables_without_marks_is_first_found_written_so():
    written_so = Phrase(((Term("syl", "ba"),), (Term("syl", "lan"),)))
    assert written_so in {boost.clause for boost in parse("ba lan").boosts}
    assert written_so not in {boost.clause for boost in parse("bà lan").boosts}


def test_a_syllable_without_marks_beside_marked_ones_is_scored_folded():
    boosts = {boost.clause: boost.weight for boost in parse("giao đất").boosts}
    assert boosts[Term("fold", "giao")] == 2 * boosts[Term("syl", "đât'")]
    assert Phrase(((Term("fold", "giao"),), (Term("fold", "dat"),))) in boosts
    assert not any(Term("syl", "giao") == clause for clause in boosts)


def test_a_word_weighs_more_than_all_that_its_syllables_may_have_across_a_border():
    boosts = {boost.clause: boost.weight for boost in parse("tư pháp").boosts}
    first, second = Term("syl", "tư"), Term("syl", "phap'")
    assert boosts[Term("word", "tư_phap'")] >= 10 * boosts[Phrase(((first,), (second,)))]
    assert Phrase(((Term("title_syl", "tư"),), (Term("title_syl", "phap'"),))) not in boosts


def test_a_word_without_marks_is_looked_for_as_the_words_that_it_may_be():
    assert Term("word", "tư_phap'") in {boost.clause for boost in parse("tu phap").boosts}


def test_excluded_words_add_no_score():
    assert not any("b" in repr(boost.clause) for boost in parse("a -b").boosts)


def test_neighbours_on_both_sides_of_an_or_are_no_pair():
    assert not any(isinstance(boost.clause, Phrase) for boost in parse("a OR b").boosts)


def test_a_longer_text_than_the_limit_is_refused_with_its_length():
    with pytest.raises(QueryError, match="613 ký tự, tối đa 512"):
        parse("a" * 613)


def test_the_limit_counts_letters_as_they_look():
    assert parse("é" * MAX_LENGTH).text == "é" * MAX_LENGTH


@pytest.mark.parametrize("part", ["-a", "NOT a", "a*", "title:a*", "person:an", "date:2025", '"a"', "(a)", "OR a"])
def test_a_query_has_at_most_32_parts(part: str):
    assert parse("a " + " ".join([part] * 31))
    with pytest.raises(QueryError, match=r"có 33 phần .*, tối đa 32"):
        parse("a " + " ".join([part] * 32))


def test_neighbouring_words_are_one_part():
    assert parse("a/b c " * 80)


def test_the_first_32_words_add_to_the_score_and_all_decide_what_is_found():
    query = parse(" ".join(f"x{number}" for number in range(50)))
    scored = {boost.clause.text for boost in query.boosts if isinstance(boost.clause, Term)}
    assert scored >= {"x0", "x31"}
    assert "x32" not in scored
    assert isinstance(query.must, And)
    assert len(query.must.clauses) == 50


def test_of_many_other_names_the_first_8_are_followed():
    query = parse("BCT BTC BYT BXD BCA BNV BTP BQP BNG BCT")
    followed = [note.text.split(" = ")[0] for note in query.notes]
    assert followed == ["BCT", "BTC", "BYT", "BXD", "BCA", "BNV", "BTP", "BQP"]


@pytest.mark.parametrize("phrase", ['"a b"', '-"a b"', 'title:"a b"', '"a b"~5'])
def test_a_query_has_at_most_8_phrases(phrase: str):
    assert parse(" ".join(['"a"', *[phrase] * 8]))
    with pytest.raises(QueryError, match=r"có 9 cụm từ .*, tối đa 8"):
        parse(" OR ".join([phrase] * 9))


@given(st.text(max_size=2 * MAX_LENGTH))
def test_every_text_means_something_or_is_too_much(text: str):
    try:
        assert isinstance(parse(text), Query)
    except QueryError as error:
        assert "tối đa" in str(error)


@given(st.text('ab "()-*:~ORNT', max_size=40))
def test_every_mixture_of_signs_means_something(text: str):
    assert isinstance(parse(text), Query)
