"""Data files of indexer/entities: each says where it is from, is sorted, in NFC and without doubles."""

import unicodedata
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "indexer" / "entities" / "data"
LISTS = sorted([*DATA.glob("*.txt"), *DATA.glob("*.tsv")])


@pytest.mark.parametrize("path", [*LISTS, DATA / "bodies.yaml"], ids=lambda path: path.name)
def test_a_data_file_says_its_source_and_is_nfc(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Source: ")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_is_sorted_without_doubles(path):
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(set(lines))
