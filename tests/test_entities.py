"""Sentences of tests/cases/entities in, the facet values that a reader would name out."""

from datetime import date
from pathlib import Path

import pytest

from indexer import Article, document, entities
from indexer.entities import shape
from tests.quality import entities as quality

CASES = Path(__file__).parent / "cases" / "entities"


def cases(kind):
    lines = (CASES / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    return [case(*line.split("\t")) for line in lines if not line.startswith("#")]


def case(rule, published, text, expected):
    day = date.fromisoformat(published) if published else None
    return pytest.param(text.replace(" \\n ", "\n"), day, expected.split(" | ") if expected else [], id=rule)


def values(found, kind):
    return list(dict.fromkeys(mention.value for mention in found.mentions if mention.kind == kind))


@pytest.mark.parametrize(
    ("word", "expected"), [("Đắk", True), ("Ðức", True), ("Byă", True), ("Boeing", False), ("Yoon", False)]
)
def test_a_vietnamese_syllable_has_the_shape_that_the_analyzer_knows(word: str, expected: bool):
    assert shape.vietnamese(word) is expected


@pytest.mark.parametrize(("text", "published", "expected"), cases("ministries") + cases("foreign"))
def test_a_body_is_credited_where_the_text_names_it(text, published, expected):
    assert list(entities.find("", text, published).ministries) == expected


@pytest.mark.parametrize(("text", "published", "expected"), cases("persons"))
def test_a_person_is_one_full_name(text, published, expected):
    assert list(entities.find("", text, published).persons) == expected


@pytest.mark.parametrize(("text", "published", "expected"), cases("dates"))
def test_a_date_is_what_the_text_says(text, published, expected):
    assert values(entities.find("", text, published), "date") == expected


def second_set():
    for line in (CASES / "second.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, published, text, *expected = line.split("\t")
            day = date.fromisoformat(published) if published else None
            yield pytest.param(text.replace(" \\n ", "\n"), day, expected, id=f"{kind}: {text[:40]}")


@pytest.mark.parametrize(("text", "published", "expected"), list(second_set()))
def test_a_sentence_of_the_second_set_gives_what_a_reader_sees(text, published, expected):
    found = entities.find("", text, published)
    given = (found.persons, found.ministries, values(found, "date"))
    assert [" | ".join(one) for one in given] == expected


def test_the_second_set_is_as_large_as_promised():
    assert len(list(second_set())) >= 150


@pytest.mark.parametrize(("text", "published", "expected"), cases("numbers"))
def test_a_document_number_has_one_form(text, published, expected):
    assert values(entities.find("", text, published), "number") == expected


def test_a_mention_keeps_its_place_and_role():
    body = "Chiều qua, Thứ trưởng Bộ Y tế Lê Cát Tường đến."
    (person,) = (mention for mention in entities.find("", body, None).mentions if mention.kind == "person")
    assert (person.field, person.surface, person.role) == ("body", "Lê Cát Tường", "Thứ trưởng Bộ Y tế")
    assert body[person.start : person.end] == "Lê Cát Tường"


def test_captions_name_persons_but_no_photographers():
    captions = ("Ông Lê Cát Tường ở chợ. Ảnh: Vi Văn Thảo", "Trương Thị Huệ. Ảnh: Vi Văn Thảo")
    found = entities.find("", "Chợ họp từ sáng.", None, captions=captions)
    assert found.persons == ("Lê Cát Tường", "Trương Thị Huệ")
    text = "\n".join(captions)
    assert {(one.field, text[one.start : one.end]) for one in found.mentions} == {
        ("captions", "Lê Cát Tường"),
        ("captions", "Trương Thị Huệ"),
    }


def test_a_unit_is_mentioned_with_its_parent_and_credits_nobody():
    found = entities.find("", "Cục Đăng kiểm Việt Nam kiểm tra tàu.", date(2025, 5, 10))
    assert [(mention.value, mention.role, mention.facet) for mention in found.mentions] == [
        ("Bộ Xây dựng", "unit", False)
    ]
    assert found.ministries == ()


@pytest.mark.parametrize("local", ["Cục Thống kê tỉnh Bến Đò", "Kho bạc Nhà nước khu vực XV", "Cục Thuế TP Bến Đò"])
def test_a_unit_of_a_province_names_no_body(local):
    assert entities.find("", f"{local} nêu số liệu.", date(2025, 5, 10)).mentions == ()


def test_a_unit_has_the_parent_of_the_day():
    text = "Cục Phát triển doanh nghiệp và Ủy ban Biên giới quốc gia họp."
    parents = [
        [mention.value for mention in entities.find("", text, day).mentions]
        for day in (date(2024, 5, 10), date(2025, 5, 10))
    ]
    assert parents == [["Bộ Kế hoạch và Đầu tư", "Bộ Ngoại giao"], ["Bộ Tài chính", "Bộ Ngoại giao"]]


def test_an_office_abroad_is_no_unit():
    assert entities.find("", "Cục Thống kê Quốc gia (NBS) Trung Quốc nêu số liệu.", date(2025, 5, 10)).mentions == ()


def test_a_derived_title_is_not_read_twice():
    found = document(Article("a", "Bộ Y tế họp.", "Bộ Y tế họp.\nTrời mưa.", title_derived=True))
    assert [mention.field for mention in found.mentions] == ["body"]


def test_values_come_in_order_of_first_mention_title_first():
    found = entities.find("Bộ Y tế họp", "Bộ Công an và Bộ Y tế cùng dự.", None)
    assert found.ministries == ("Bộ Y tế", "Bộ Công an")


def test_an_undated_text_implies_the_full_date_of_its_beginning():
    body = "Ngày 23/4/2025, hai bên điện đàm.\nTrước đó, ngày 12/4/2025, đoàn được lập."
    assert entities.find("", body, None).likely == date(2025, 4, 23)


def test_a_dated_text_implies_nothing():
    assert entities.find("", "Ngày 23/4/2025, hai bên điện đàm.", date(2025, 4, 24)).likely is None


def test_a_day_without_a_year_implies_nothing():
    assert entities.find("", "Chiều 12/6, hai bên kết thúc đàm phán.", None).likely is None


def test_empty_texts_name_nothing():
    assert entities.find("", "", None) == entities.Entities()


def test_every_mention_is_the_text_at_its_span():
    title, body = "Thuỷ lợi: Bộ Y tế", "ÔNG LÊ CÁT TƯỜNG\u00a0nói ngày 5–6–2024 “İstanbul” và Bộ GD–ĐT."
    mentions = entities.find(title, body, None).mentions
    assert len(mentions) == 4
    for mention in mentions:
        assert {"title": title, "body": body}[mention.field][mention.start : mention.end] == mention.surface


def test_the_measure_reads_a_row_of_gold_like_a_file():
    row = {
        "id": "x",
        "published": "2024-11-20",
        "text": "Bộ Y tế họp ở Huế\n\nNgày 5-11, Thứ trưởng Lê Cát Tường dự họp.",
    }
    assert quality.predicted(row) == {
        "persons": ("Lê Cát Tường",),
        "bodies": ("Bộ Y tế",),
        "dates": ("2024-11-05",),
    }


def test_the_measure_counts_what_is_right_false_and_missed():
    expected = [
        {"value": "Lê Cát Tường", "accept": ["Lê Cát Tường"]},
        {"value": "Tạ Quốc Khải", "accept": ["Tạ Quốc Khải", "Khải"]},
        {"value": "Lan Hạ", "accept": ["Lan Hạ"], "optional": True},
    ]
    score = quality.Score()
    score.compare(expected, ["LÊ CÁT TƯỜNG", "Lan Hạ", "Hà Nội"])
    assert (score.right, score.last_false, score.last_missed) == (1, ["hà nội"], ["Tạ Quốc Khải"])
    assert score.f1 == 0.5
