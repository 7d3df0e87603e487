"""The register of bodies: names, slugs, lineage, and a loader that refuses what contradicts itself."""

from datetime import date

import pytest

from indexer.entities import bodies
from indexer.errors import ConfigError

ROW = """
- {{id: {id}, name: "{name}", kind: {kind}, valid_from: {since}, valid_to: {until}, enum: [], abbr: [{abbr}],
   predecessors: [{before}], successors: []}}
"""


def text(*rows):
    default = {"kind": "ministry", "since": "null", "until": "null", "abbr": "", "before": ""}
    return "bodies:" + "".join(ROW.format(**(default | row)) for row in rows)


def test_a_body_is_found_by_id_slug_and_name():
    register = bodies.register()
    body = register.by_id["bct"]
    assert body is register.by_slug["bo-cong-thuong"] is register.by_name["Bộ Công Thương"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bộ Công Thương", "bo-cong-thuong"),
        ("Bộ Lao động - Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("Đài Tiếng nói Việt Nam", "dai-tieng-noi-viet-nam"),
    ],
)
def test_a_slug_has_letters_digits_and_single_dashes(name, expected):
    assert bodies.slug(name) == expected


def test_lineage_goes_back_through_all_predecessors():
    lineage = bodies.register().lineage("bo-nong-nghiep-va-moi-truong")
    assert {(body.name, day) for body, day in lineage} >= {
        ("Bộ Nông nghiệp và Phát triển nông thôn", date(2025, 3, 1)),
        ("Bộ Tài nguyên và Môi trường", date(2025, 3, 1)),
        ("Bộ Thủy sản", date(2007, 7, 31)),
    }


def test_lineage_is_latest_first():
    days = [day for _, day in bodies.register().lineage("bo-nong-nghiep-va-moi-truong")]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "a", "name": "Bộ A"}, {"id": "a", "name": "Bộ B"}], "a: this id is used twice"),
        ([{"id": "a", "name": "Bộ A"}, {"id": "b", "name": "Bộ Á"}], "bo-a: this name is used twice"),
        ([{"id": "a", "name": "Bộ A", "kind": "office"}], "kind 'office'"),
        ([{"id": "a", "name": "Bộ A", "since": "2020-01-01", "until": "2019-01-01"}], "before it begins"),
        ([{"id": "a", "name": "Bộ A", "before": "{id: z, day: 2020-01-01, how: split}"}], "no body has the id 'z'"),
        ([{"id": "a", "name": "Bộ A", "abbr": "BX"}, {"id": "b", "name": "Bộ B", "abbr": "BX"}], "claim 'bx'"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(rows, message):
    with pytest.raises(ConfigError, match=message):
        bodies.load(text(*rows))


def test_one_name_may_pass_from_one_body_to_the_next():
    rows = [
        {"id": "a", "name": "Bộ A", "abbr": "BX", "until": "2019-12-31"},
        {"id": "b", "name": "Bộ B", "abbr": "BX", "since": "2020-01-01"},
    ]
    assert len(bodies.load(text(*rows)).bodies) == 2
