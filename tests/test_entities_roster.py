"""The list of known persons: aliases, offices, namesakes, and an operator's own lines."""

from datetime import date

import pytest

from indexer import ConfigError, Office, Person, people, person
from indexer.entities import roster
from indexer.entities.bodies import FOREVER, START


@pytest.fixture
def operator(monkeypatch, tmp_path):
    """Starts with an operator's own list; undoes it."""

    def start(*lines):
        path = tmp_path / "own.tsv"
        path.write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setenv("TIMTIN_PERSONS", str(path))
        clear()

    def clear():
        roster.roster.cache_clear()
        roster._by_form.cache_clear()

    yield start
    clear()


def test_a_person_is_found_by_any_form():
    assert people("Antonio Guterres") == people("António Guterres") != ()
    assert people("Tạ Quốc Khải") == ()


def test_an_office_has_its_days():
    assert person("Phạm Bình Minh").offices == (
        Office("Bộ trưởng Bộ Ngoại giao", date(2011, 8, 3), date(2021, 4, 8)),
        Office("Phó Thủ tướng", date(2013, 11, 13), date(2023, 1, 5)),
    )


def test_a_line_holds_name_forms_offices_and_source():
    (read,) = roster.load(
        "x", "Tạ Quốc Khải\tTạ Khải|Bảy Khải\t2020-01-01/.. Thứ trưởng Bộ Y tế; ../2019-12-31 Vụ trưởng\tcông báo"
    )
    assert read == Person(
        "Tạ Quốc Khải",
        ("Tạ Khải", "Bảy Khải"),
        (Office("Vụ trưởng", START, date(2019, 12, 31)), Office("Thứ trưởng Bộ Y tế", date(2020, 1, 1), FOREVER)),
        "công báo",
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tạ Quốc Khải", "x line 3: the name is 'tạ Quốc Khải'"),
        ("Tạ Quốc Khải\t\t2020 Vụ trưởng", "x line 3: the office is '2020 Vụ trưởng', expected one like"),
        ("Tạ Quốc Khải\t\t2020-01-01/2019-01-01 Vụ trưởng", "x line 3: .* ends before it begins"),
        ("Tạ Quốc Khải\t\t2020-13-01/.. Vụ trưởng", "x line 3: month must be"),
        ("Tạ Quốc Khải\ta\tb\tc\td", "x line 3: 5 columns"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(line, message):
    with pytest.raises(ConfigError, match=message):
        roster.load("x", f"# Source: a test\n\n{line}")


def test_namesakes_have_one_value_and_two_labels(operator):
    operator(
        "Tạ Quốc Khải\t\t2020-01-01/.. Thứ trưởng Bộ Y tế",
        "Tạ Quốc Khải\t\t2015-01-01/.. Giám đốc Sở Xây dựng",
        "Lê Cát Tường",
    )
    assert [one.label for one in people("Tạ Quốc Khải")] == [
        "Tạ Quốc Khải (Thứ trưởng Bộ Y tế)",
        "Tạ Quốc Khải (Giám đốc Sở Xây dựng)",
    ]
    assert person("Lê Cát Tường").label == "Lê Cát Tường"


def test_an_office_tells_namesakes_apart(operator):
    operator("Tạ Quốc Khải\t\t2020-01-01/.. Thứ trưởng Bộ Y tế", "Tạ Quốc Khải\t\t../.. Giám đốc Sở Xây dựng")
    assert person("Tạ Quốc Khải", "nguyên Thứ trưởng Bộ Y tế").offices[0].title == "Thứ trưởng Bộ Y tế"
    assert person("Tạ Quốc Khải", "ông") is None
    assert person("Tạ Quốc Khải", "Thứ trưởng Bộ Y tế", date(2019, 5, 1)) is None


def test_an_operators_lines_replace_ours_of_the_same_name(operator):
    operator("Angela Merkel\tBà Merkel")
    assert person("Angela Merkel").aliases == ("Bà Merkel",)
    assert person("Barack Obama") is not None


def test_an_operators_file_that_is_none_is_refused(monkeypatch, operator):
    operator("lê Cát Tường")
    with pytest.raises(ConfigError, match=r"own\.tsv line 1: the name is"):
        people("Angela Merkel")
