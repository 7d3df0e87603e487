"""The register of bodies: names, slugs, lineage, and a loader that refuses what contradicts itself."""

from datetime import date

import pytest

from indexer import ConfigError, lineage, register
from indexer.entities.bodies import slugify
from indexer.entities.register import load


def ours(*rows):
    return "bodies.yaml", "\n".join(["bodies:", *(f"- {{{row}}}" for row in rows)])


A, B = 'id: a, name: "Bộ A", kind: ministry', 'id: b, name: "Bộ B", kind: ministry'


@pytest.fixture
def operator(monkeypatch, tmp_path):
    """Starts with an operator's own file of rows; undoes it."""

    def start(text):
        path = tmp_path / "own.yaml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("TIMTIN_BODIES", str(path))
        register.cache_clear()
        return register()

    yield start
    register.cache_clear()


def test_a_body_is_found_by_id_slug_and_name():
    body = register().by_id["bct"]
    assert body is register().by_slug["bo-cong-thuong"] is register().by_name["Bộ Công Thương"]


def test_a_body_knows_its_other_names():
    assert {"BCT", "Bộ Công thương", "Ministry of Industry and Trade", "MOIT"} <= set(register().by_id["bct"].aliases)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bộ Công Thương", "bo-cong-thuong"),
        ("Bộ Lao động - Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("Đài Tiếng nói Việt Nam", "dai-tieng-noi-viet-nam"),
    ],
)
def test_a_slug_has_letters_digits_and_single_dashes(name, expected):
    assert slugify(name) == expected


LIVING = {
    "bqp": "bo-quoc-phong",
    "bca": "bo-cong-an",
    "bng": "bo-ngoai-giao",
    "btp": "bo-tu-phap",
    "btc": "bo-tai-chinh",
    "bct": "bo-cong-thuong",
    "bnnmt": "bo-nong-nghiep-va-moi-truong",
    "bxd": "bo-xay-dung",
    "bvhttdl": "bo-van-hoa-the-thao-va-du-lich",
    "bkhcn": "bo-khoa-hoc-va-cong-nghe",
    "bgddt": "bo-giao-duc-va-dao-tao",
    "byt": "bo-y-te",
    "bnv": "bo-noi-vu",
    "bdttg": "bo-dan-toc-va-ton-giao",
    "nhnn": "ngan-hang-nha-nuoc-viet-nam",
    "ttcp": "thanh-tra-chinh-phu",
    "vpcp": "van-phong-chinh-phu",
    "ttxvn": "thong-tan-xa-viet-nam",
    "vov": "dai-tieng-noi-viet-nam",
    "vtv": "dai-truyen-hinh-viet-nam",
    "vass": "vien-han-lam-khoa-hoc-xa-hoi-viet-nam",
    "vast": "vien-han-lam-khoa-hoc-va-cong-nghe-viet-nam",
}


def test_ids_and_slugs_of_living_bodies_stay():
    living = {body.id: body.slug for body in register().bodies if body.valid(date(2025, 6, 1))}
    assert living == LIVING


def test_lineage_goes_back_over_all_steps():
    assert [(step.body.name, step.day) for step in lineage("bo-nong-nghiep-va-moi-truong")][:3] == [
        ("Bộ Tài nguyên và Môi trường", date(2025, 3, 1)),
        ("Bộ Nông nghiệp và Phát triển nông thôn", date(2025, 3, 1)),
        ("Bộ Thủy sản", date(2007, 7, 31)),
    ]


def test_a_step_of_lineage_says_what_came_when_and_how():
    assert [(step.body.name, step.day, step.how) for step in lineage("bo-cong-thuong")] == [
        ("Bộ Thương mại", date(2007, 7, 31), "merged"),
        ("Bộ Công nghiệp", date(2007, 7, 31), "merged"),
    ]


def test_a_body_that_lived_on_is_no_ancestor():
    """Religion came from Bộ Nội vụ, which is still there and has its own line."""
    body = register().by_slug["bo-dan-toc-va-ton-giao"]
    assert "Bộ Nội vụ" in [step.body.name for step in register().predecessors(body)]
    assert [step.body.name for step in lineage(body.slug)] == ["Ủy ban Dân tộc", "Ủy ban Dân tộc và Miền núi"]


def test_a_body_that_gave_some_tasks_only_is_no_ancestor():
    body = register().by_slug["bo-giao-duc-va-dao-tao"]
    assert [step.how for step in register().predecessors(body)] == ["took vocational education"]
    assert lineage(body.slug) == ()


def test_an_ended_body_names_its_successors():
    body = register().by_name["Bộ Giao thông vận tải"]
    assert [step.body.name for step in register().successors(body)] == ["Bộ Xây dựng"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([A, A], "bodies.yaml line 3: 'a' stands twice in this file"),
        ([A, 'id: b, name: "Bộ Á", kind: ministry'], "line 3: Bộ Á: a has this name already"),
        (['id: a, name: "Bộ A", kind: office'], r"line 2: Invalid enum value 'office' - at `\$.kind`"),
        (['name: "Bộ A", kind: ministry'], "line 2: no 'id'"),
        (["id: a, kind: ministry"], "line 2: Object missing required field `name`"),
        ([f"{A}, abr: [BA]"], "line 2: Object contains unknown field `abr`"),
        ([f"{A}, abbr: BA"], r"line 2: Expected `array`, got `str` - at `\$.abbr`"),
        ([f"{A}, valid_from: soon"], r"line 2: Invalid RFC3339.* - at `\$.valid_from`"),
        ([f"{A}, valid_from: 2020-01-01, valid_to: 2019-01-01"], "line 2: a ends on 2019-01-01, before it begins"),
        ([f"{A}, predecessors: [{{id: z, day: 2020-01-01, how: split}}]"], "line 2: no body has the id 'z'"),
        (
            [A, f"{B}, predecessors: [{{id: a}}]"],
            r"line 3: Object missing required field `day` - at `\$.predecessors\[0\]`",
        ),
        (
            [f"{A}, valid_to: 2019-12-31", f"{B}, predecessors: [{{id: a, day: 2021-01-01, how: merged}}]"],
            "line 3: a was not there before 2021-01-01",
        ),
        (
            [
                f"{A}, valid_to: 2019-12-31, successors: [{{id: b, day: 2020-01-01, how: split}}]",
                f"{B}, valid_from: 2021-01-01",
            ],
            "line 2: b was not there on 2020-01-01",
        ),
        ([f"{A}, abbr: [BX]", f"{B}, abbr: [BX]"], "line 3: b and a claim 'bx' in one period"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused_with_its_line(rows, message):
    with pytest.raises(ConfigError, match=message):
        load(ours(*rows))


@pytest.mark.parametrize("text", ["bodies: [", "bodies:\n- {id: a\n- b", "- just a list", "bodies: [a, b]", ""])
def test_what_is_no_register_is_refused(text):
    with pytest.raises(ConfigError, match=r"^own\.yaml"):
        load(("own.yaml", text))


def test_one_name_may_pass_from_one_body_to_the_next():
    rows = [f"{A}, abbr: [BX], valid_to: 2019-12-31", f"{B}, abbr: [BX], valid_from: 2020-01-01"]
    assert len(load(ours(*rows)).bodies) == 2


def test_an_operator_adds_a_body(operator):
    text = 'bodies:\n- {id: own, name: "Bộ Đại dương", kind: ministry, valid_from: 2027-01-01}'
    assert operator(text).by_slug["bo-dai-duong"].since == date(2027, 1, 1)


def test_an_operator_overrides_only_the_keys_that_he_names(operator):
    before = register().by_id["bct"]
    after = operator('bodies:\n- {id: bct, short: ["Bộ Thương mại và Công nghiệp"]}').by_id["bct"]
    assert (after.name, after.abbreviations, after.shorts) == (
        before.name,
        before.abbreviations,
        ("Bộ Thương mại và Công nghiệp",),
    )


def test_an_operators_error_names_his_file_and_line(operator):
    with pytest.raises(ConfigError, match=r"own\.yaml line 2: Invalid enum value 'team'"):
        operator('bodies:\n- {id: own, name: "Bộ X", kind: team}')
