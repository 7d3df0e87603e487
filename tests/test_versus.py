"""Two engines, random corpora, random requests: the same totals, hits, orders and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from indexer import (
    HANOI,
    NONE,
    VALUE_FACETS,
    Article,
    Document,
    Engine,
    Filters,
    Period,
    Published,
    SearchRequest,
    SearchResult,
)
from indexer.clauses import STREAMS
from indexer.engine.opensearch import OpenSearchEngine
from indexer.engine.whoosh import broad, contenders, scoring
from indexer.query import parse
from tests.engines import opened

WORDS = [
    "thuế", "thuê", "thue", "phí", "bộ", "y", "tế", "Y", "tế", "họp", "mưa",
    "lũ", "mùa", "vụ", "12/6", "46%", "đàm", "phán", "dam", "phan", "VẮC", "XIN", "vắc", "NHNN",
]  # fmt: skip
PERSONS = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Quỳnh Chi", "Phan Ẩn Lộc")
MINISTRIES = ("Bộ Y tế", "Bộ Công Thương", "Bộ Xây dựng")
FIRST = date(2023, 11, 20)
CORPORA, SEARCHES = 6, 60  # 360 searches
ON_A_CLUSTER = 3, 180  # 540


@pytest.fixture(
    params=[
        *[("whoosh", "memory", seed) for seed in range(CORPORA)],
        *[
            pytest.param(("opensearch", "whoosh", seed), marks=pytest.mark.opensearch)
            for seed in range(ON_A_CLUSTER[0])
        ],
    ]
)
def engines(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Random, Engine, Engine]]:
    """A random corpus in the engine that is tested, and in one that is trusted; every other one as if it were large."""
    name, trusted, seed = request.param
    if seed % 2:
        as_of_many(monkeypatch)
    for engine, other in zip(opened(name, request, tmp_path), opened(trusted, request, tmp_path), strict=True):
        for each in (other, engine):
            write(Random(seed), each)
        yield Random(seed), other, engine


def as_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done for many rows alone is done for few."""
    for module, name, value in [
        (broad, "LEAST", 1),
        (broad, "NAMES", 3),
        (broad, "BEST", 12),
        (contenders, "BEST", 12),
        (scoring, "MANY", 0),
    ]:
        monkeypatch.setattr(module, name, value)


def write(random: Random, engine: Engine) -> None:
    """The same history on every engine: a rebuild, replacements in several commits, deletions."""
    engine.rebuild([document(random, number) for number in range(40)])
    engine.add([document(random, random.randrange(50)) for _ in range(10)])
    engine.delete([f"n{random.randrange(50):02}" for _ in range(5)])
    engine.add([document(random, 60)])


def document(random: Random, number: int) -> Document:
    at = datetime.combine(FIRST + timedelta(random.randrange(600)), datetime.min.time(), HANOI)
    at += timedelta(minutes=random.choice([0, 0, 570, 1410]))
    dated = random.random() < 0.8
    article = Article(
        f"n{number:02}",
        words(random, 4),
        "\n".join(words(random, random.randrange(1, 12)) for _ in range(3)),
        published=Published(at, "field", "") if dated else None,
        source=random.choice(["", "Báo Lan", "Báo Mai"]),
    )
    return Document(
        article,
        tuple(random.sample(PERSONS, random.randrange(3))),
        tuple(random.sample(MINISTRIES, random.randrange(3))),
        None if dated or random.random() < 0.5 else at.date(),
        group=random.choice(["", "", f"n{random.randrange(50):02}"]),
    )


def words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def request(random: Random) -> SearchRequest:
    query = parse(random.choice(["", text(random), text(random)]))
    return SearchRequest(
        replace(query, must=query.near) if query.near and random.random() < 0.2 else query,
        filters(random),
        random.choice(["relevance", "newest", "oldest"]),
        start=random.choice([0, 0, 3]),
        size=random.choice([0, 5, 100]),
        facet_size=random.choice([0, 1, 2, 10]),
        grouped=random.random() < 0.3,
    )


def text(random: Random) -> str:
    pieces = [
        words(random, 1),
        words(random, 2),
        f'"{words(random, 2)}"',
        f'"{words(random, 2)}"~2',
        f"-{words(random, 1)}",
        f"({words(random, 1)} OR {words(random, 2)})",
        f"title:{words(random, 1)}",
        "th*",
        "NHNN",
        "person:an",
        "ministry:bộ",
        "date:2024",
        "đà*",
    ]
    return " ".join(random.sample(pieces, random.randrange(1, 4)))


def filters(random: Random) -> Filters:
    day = FIRST + timedelta(random.randrange(600))
    period = random.choice([Period(day.year), Period(day.year, day.month), Period(day.year, day.month, day.day)])
    chosen = Filters(
        person=some(random, (*PERSONS, NONE, "Ai Đó")),
        ministry=some(random, (*MINISTRIES, NONE)),
        person_op=random.choice(["any", "all"]),
        ministry_op=random.choice(["any", "all"]),
        x_person=some(random, PERSONS) if random.random() < 0.2 else frozenset(),
        group=f"n{random.randrange(50):02}" if random.random() < 0.1 else "",
    )
    kinds = [{}, {}, {"date": period}, {"since": day}, {"until": day, "since": FIRST}, {"undated": True}]
    kinds.append({"undated": True, "likely": period})
    return replace(chosen, **random.choice(kinds))


def some(random: Random, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(random.sample(values, random.choice([0, 0, 0, 1, 2])))


def comparable(result: SearchResult, wanted: SearchRequest) -> object:
    """All but the scores, and the order where they decide it."""
    ids = [hit.document.id for hit in result.hits]
    whole = wanted.start == 0 and wanted.size > result.total
    counted = result.total, result.groups, result.facets
    by_score = wanted.sort == "relevance" and wanted.query.boosts
    return counted, (sorted(ids) if whole else len(ids)) if by_score else ids


def test_engines_agree_on_every_search(engines: tuple[Random, Engine, Engine]):
    random, trusted, tested = engines
    for _ in range(ON_A_CLUSTER[1] if isinstance(tested, OpenSearchEngine) else SEARCHES):
        wanted = request(random)
        assert comparable(tested.search(wanted), wanted) == comparable(trusted.search(wanted), wanted), wanted


def test_engines_agree_on_all_hits_of_a_search(engines: tuple[Random, Engine, Engine]):
    random, trusted, tested = engines
    for _ in range(ON_A_CLUSTER[1] if isinstance(tested, OpenSearchEngine) else SEARCHES):
        wanted = request(random)
        theirs, ours = ([document.id for document in engine.scan(wanted)] for engine in (trusted, tested))
        by_score = wanted.sort == "relevance" and wanted.query.boosts
        assert (len(theirs) == len(ours)) if by_score else theirs == ours, wanted


@pytest.mark.parametrize("engines", [("whoosh", "memory", seed) for seed in range(CORPORA)], indirect=True)
def test_pages_one_after_the_other_are_all_hits(engines: tuple[Random, Engine, Engine]):
    random, _, tested = engines
    for _ in range(20):
        wanted = replace(request(random), start=0, size=100, facet_size=0)
        whole = [hit.document.id for hit in tested.search(wanted).hits]
        pages = [tested.search(replace(wanted, start=start, size=7)).hits for start in range(0, len(whole) + 1, 7)]
        assert [hit.document.id for page in pages for hit in page] == whole, wanted


def test_engines_hold_the_same_documents(engines: tuple[Random, Engine, Engine]):
    _, trusted, tested = engines
    assert list(tested.scan()) == list(trusted.scan())


def test_engines_hold_the_same_terms(engines: tuple[Random, Engine, Engine]):
    _, trusted, tested = engines
    for field in (*STREAMS, *VALUE_FACETS, "source"):
        assert list(tested.terms(field)) == list(trusted.terms(field))


def test_every_count_is_the_total_behind_it(engines: tuple[Random, Engine, Engine]):
    random, _, tested = engines
    for _ in range(10):
        wanted = replace(request(random), size=0, facet_size=10)
        for facet in ("person", "ministry"):
            for bucket in tested.search(wanted).facet(facet).buckets:
                assert tested.search(chosen(wanted, facet, bucket.value)).total == bucket.count


def chosen(wanted: SearchRequest, facet: str, value: str) -> SearchRequest:
    before = wanted.filters.chosen(facet) if wanted.filters.op(facet) == "all" else frozenset()
    return replace(wanted, filters=replace(wanted.filters, **{facet: before | {value}}))
