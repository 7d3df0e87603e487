"""`timtin entities` and `timtin new-names`, as a curator types them."""

import json

import pytest
from click.testing import CliRunner

from indexer.cli import main

TEXT = "Bộ Y tế họp ở Huế\n\nNgày 5/6/2024, Thứ trưởng Bộ Y tế Lê Cát Tường dự họp. Ông Tường ký văn bản 12/QĐ-BYT."


def run(*words):
    return CliRunner().invoke(main, words)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "hop.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_a_file_is_listed_with_places_and_reasons(article):
    lines = [line.split("  ") for line in run("entities", article).stdout.splitlines()]
    rows = [[cell.strip() for cell in line if cell.strip()] for line in lines[2:]]
    assert rows == [
        ["ministry", "Bộ Y tế", "title 0-7", "Bộ Y tế", "name"],
        ["date", "2024-06-05", "body 5-13", "5/6/2024", "year as written"],
        ["ministry", "Bộ Y tế", "body 26-33", "Bộ Y tế", "in an office"],
        ["person", "Lê Cát Tường", "body 34-46", "Lê Cát Tường", "Thứ trưởng Bộ Y tế", "title before it"],
        ["person", "Lê Cát Tường", "body 59-64", "Tường", "Ông", "short form"],
        ["number", "12/QĐ-BYT", "body 76-85", "12/QĐ-BYT", "form of a document's number"],
    ]


def test_the_first_line_says_the_day_that_is_implied(article):
    assert run("entities", article).stdout.splitlines()[0] == f"{article}: no date, maybe 2024-06-05"


def test_json_holds_the_same(article):
    found = json.loads(run("entities", article, "--json").stdout)
    assert (found["persons"], found["ministries"], found["likely"]) == (["Lê Cát Tường"], ["Bộ Y tế"], "2024-06-05")
    assert [mention["why"] for mention in found["mentions"]][3:5] == ["title before it", "short form"]


def test_a_file_that_holds_no_article_is_named_and_fails(tmp_path):
    result = run("entities", str(tmp_path / "none.txt"))
    assert result.exit_code == 1
    assert "none.txt" in result.stderr


def test_names_that_no_list_knows_are_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMTIN_ENGINE", f"whoosh:{tmp_path / 'index'}")
    for at, who in enumerate(["Lê Cát Tường", "Lê Cát Tường", "Tạ Quốc Khải"]):
        text = f"Tin số {at} của ngày\n\nThứ trưởng Bộ Y tế {who} và ông Barack Obama dự lễ thứ {at} trong năm."
        (tmp_path / f"{at}.txt").write_text(text, encoding="utf-8")
    assert run("build", str(tmp_path)).exit_code == 0
    assert run("new-names", "--least", "2").stdout == "2\tLê Cát Tường\tThứ trưởng Bộ Y tế\n"
