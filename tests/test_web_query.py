"""What a reader types, over HTTP: tones, spellings, operators, and what the page says of how it was read."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web import get, ids, json, total, tree


def notes(url: str) -> list[str]:
    return [" ".join(note.text.split()) for note in tree(url).select(".notes li")]


def test_words_without_tones_find_every_writing_the_right_one_first():
    """UX 16"""
    assert set(ids("/search?q=thue doi ung")) == {"a01", "a02", "a06"}
    assert ids("/search?q=thuế đối ứng") == ["a02", "a01", "a06"]


def test_another_tone_is_another_word_and_no_tone_is_less_than_the_right_one():
    """UX 17"""
    found = ids("/search?q=thuế")
    assert found[-1] == "a06"
    assert "a07" in found
    assert "a08" not in found
    assert set(found) - set(ids("/search?q=thuế&exact=1")) == {"a06"}


def test_the_page_tells_how_many_are_written_without_tones():
    """UX 17"""
    assert notes("/search?q=thuế") == ["Đúng dấu: 3 bài; viết không dấu: 1 bài. Chỉ lấy bài đúng dấu"]
    assert total("/search?q=thuế") == 4
    link = tree("/search?q=thuế").select_one(".notes a")["href"]
    assert total(str(link)) == 3
    assert notes(str(link)) == ["Chỉ tìm chữ viết đúng dấu. Tìm cả chữ viết không dấu"]


@pytest.mark.parametrize("typed", ["hoà bình", "hòa bình"])
def test_the_place_of_a_tone_does_not_matter_and_stays_as_written(typed: str):
    """UX 18"""
    page = tree(f"/search?q={typed}")
    assert set(ids(f"/search?q={typed}")) == {"a03", "a04"}
    assert {mark.text for mark in page.select(".snippet mark")} == {"hoà bình", "hòa bình"}


@pytest.mark.parametrize("typed", ["dam phan", "đàm phán", "Đàm phán", "ðàm phán", "Ðàm phán"])
def test_every_d_finds_the_same(typed: str):
    """UX 19"""
    assert "a05" in ids(f"/search?q={typed}")


QUOTED = ['"thuế đối ứng"', "“thuế đối ứng”", "«thuế đối ứng»", '"thuế đối ứng']


def test_all_quotation_marks_are_one_and_a_missing_one_is_told():
    """UX 20"""
    assert {tuple(ids(f"/search?q={typed}")) for typed in QUOTED} == {("a02", "a01", "a06")}
    assert [bool([note for note in notes(f"/search?q={typed}") if "ngoặc kép" in note]) for typed in QUOTED] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lũ OR nhà", {"a08", "a15", "a16", "a17"}),
        ("lũ -rút", {"a15", "a16"}),
        ("(lũ OR nhà) khảo sát", {"a08"}),
        ("title:thuế", {"a01", "a02", "a07"}),
        ('"thuế ứng"~5', {"a01", "a02", "a06"}),
        ("hiệp*", {"a01"}),
        ("lũ rút", {"a17"}),
    ],
)
def test_operators_do_what_the_help_page_says(typed: str, found: set[str]):
    """UX 21"""
    assert set(ids(f"/search?q={typed}")) == found


def test_every_example_of_the_help_page_finds_something():
    """UX 21"""
    examples = tree("/help").select(".examples a")
    assert len(examples) == 9
    for link in examples:
        assert total(str(link["href"])) > 0, link.text
        told = [note for note in notes(str(link["href"])) if not note.startswith(("Đúng dấu", "Cách viết"))]
        assert not told, link.text


def test_all_that_is_read_otherwise_is_told_on_one_line_with_one_way_back():
    """UX 25"""
    assert notes("/search?q=ubnd vaccine BCT") == [
        "Tìm cả tên khác: ubnd = ủy ban nhân dân; vaccine = vắc xin; BCT = Bộ Công Thương. Chỉ tìm đúng chữ đã gõ"
    ]


def test_small_letters_are_words_and_capitals_are_operators():
    """UX 22"""
    assert total("/search?q=lũ or nhà") == 0
    assert total("/search?q=lũ and sông") == 0
    assert total("/search?q=lũ OR nhà") == 4
    assert total("/search?q=lũ AND sông") == 3
    assert set(ids("/search?q=lũ NOT rút")) == {"a15", "a16"}


@pytest.mark.parametrize("typed", ["(lũ", "lũ)", "OR lũ", "lũ OR", "lũ NOT", "date:x lũ"])
def test_what_cannot_be_read_is_searched_as_words_with_a_note(typed: str):
    """UX 23"""
    page = get(f"/search?q={typed}")
    assert page.status_code == 200
    assert [note for note in notes(f"/search?q={typed}") if "mọi chữ được tìm như từ thường" in note]
    assert "a15" in ids(f"/search?q={typed}") or typed == "date:x lũ"


def test_a_distance_that_is_cut_is_told():
    assert total('/search?q="lũ sông"~9999') == total('/search?q="lũ sông"~50') > 0
    assert notes('/search?q="lũ sông"~9999')[0] == "Khoảng cách ~9999 quá xa: tìm các từ cách nhau nhiều nhất 50 tiếng."


def test_that_a_long_query_is_ordered_by_its_first_words_is_told():
    assert "Câu dài: bài được xếp theo 32 tiếng đầu, các tiếng sau chỉ dùng để chọn bài." in notes(
        "/search?q=" + "lũ sông rút " * 14
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("lũ OR " * 40 + "lũ", "Câu tìm kiếm có 41 phần (từ, cụm từ, phần loại trừ, phần có dấu sao), tối đa 32."),
        ('"lũ rút" ' * 9, "Câu tìm kiếm có 9 cụm từ trong ngoặc kép, tối đa 8."),
        ("lũ " * 400, "Câu tìm kiếm quá dài (1199 ký tự, tối đa 512)."),
    ],
)
def test_a_query_of_too_much_is_refused_with_what_it_has_and_what_to_do(typed: str, said: str):
    for url in ("/search", "/article/a15", "/feed.atom", "/export.csv"):
        page = get(f"{url}?q={typed}")
        assert page.status_code == 400
        assert said in page.text
    assert get(f"/search?q={typed}&format=json").json["detail"].startswith(said)
    assert "at most" in get(f"/search?q={typed}&lang=en").text


def test_an_abbreviation_tells_its_other_name_and_how_to_do_without():
    """UX 25"""
    (note,) = [note for note in tree("/search?q=BCT").select(".notes li") if "BCT" in note.text]
    assert "Bộ Công Thương" in note.text
    assert "expand=0" in note.a["href"]
    assert total("/search?q=BCT") > total(str(note.a["href"]))


@pytest.mark.parametrize("typed", ["thuees ddoois uwngs", "thue61 d9o61i u7ng1"])
def test_keystrokes_are_read(typed: str):
    """UX 26"""
    assert json(f"/search?q={typed}")["meant"] == {"q": "thuế đối ứng", "total": 3}
    page = tree(f"/search?q={typed}")
    assert page.select_one(".meant a").text == "thuế đối ứng"
    near = page.select_one("section.near")
    assert "bài có “thuế đối ứng”" in near.text
    assert tree(str(near.select_one("h3 a")["href"])).select("mark")  # opened, they are marked too


@pytest.mark.parametrize("typed", ["USTR", "mp3", "html5", "2025"])
def test_words_that_only_look_like_keystrokes_are_left_alone(typed: str):
    """UX 26"""
    assert json(f"/search?q={typed}")["meant"] is None


@pytest.mark.parametrize(("typed", "meant"), [("thuế đối ứn", "thuế đối ứng"), ("đàm phám", "đàm phán")])
def test_a_misspelling_that_finds_nothing_is_mended(typed: str, meant: str):
    """UX 27"""
    link = tree(f"/search?q={typed}").select_one(".meant a")
    assert total(f"/search?q={typed}") == 0
    assert link.text == meant
    assert total(str(link["href"])) >= 1


def test_what_the_filters_alone_leave_nothing_of_is_not_mended():
    """UX 27"""
    assert total("/search?q=lũ") == 3
    assert json("/search?q=lũ&ministry=bo-y-te")["total"] == 0
    assert json("/search?q=lũ&ministry=bo-y-te")["meant"] is None


def test_what_finds_plenty_is_not_mended():
    """UX 27"""
    assert json("/search?q=bộ")["meant"] is None


def test_the_writings_of_what_was_typed_bare_are_counted():
    """UX 28"""
    forms = tree("/search?q=thue").select(".forms > span")
    told = {form.a.text: int(form.text.split("(")[1].rstrip(")")) for form in forms}
    assert set(told) == {"thuế", "thuê"}  # not "thue", which finds the same again
    for form in forms:
        assert told[form.a.text] == total(str(form.a["href"])), form.a.text


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("bo tai chinh", {"Bộ Tài chính": 3}),
        ("Bộ Tài Chính", {"Bộ Tài chính": 3}),
        ("BTC", {"Bộ Tài chính": 3}),
        ("mac tuong vinh", {"Mạc Tường Vinh": 3}),
        ("tài chính", {}),
        ("thuế", {}),
        ("+", {}),
    ],
)
def test_who_types_a_whole_name_is_shown_the_articles_that_mention_it(typed: str, called: dict[str, int]):
    told = [row for row in tree(f"/search?q={quote(typed)}").select(".forms") if "nhắc tên" in row.text]
    links = [span for row in told for span in row.select("span")]
    assert {span.a.text: int(span.text.split("(")[1].rstrip(")")) for span in links} == called
    for span in links:
        assert total(str(span.a["href"])) == called[span.a.text]


def test_what_holds_most_of_the_words_is_listed_apart():
    answer = json("/search?q=thuế đối ứng hiệp hội")
    assert [hit["id"] for hit in answer["hits"]] == ["a01"]
    assert answer["total"] == 1
    near = tree("/search?q=thuế đối ứng hiệp hội").select_one("section.near")
    assert near.h2.text == "Gần đúng"
    assert not {"a01"} & {hit["id"] for hit in answer["near"]}
    assert len(near.select(".result")) == len(answer["near"]) > 0
