"""Where a cluster has walls, the port has none: many values, deep pages, long words, wide phrases."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from indexer import Bucket, Engine, Filters, Query, SearchRequest, open_engine
from indexer.clauses import Phrase, Term
from indexer.query import MAX_LENGTH, parse
from tests.engines import LAYOUT, PATIENCE, fill
from tests.memory import MemoryEngine
from tests.opensearch.cluster import Cluster
from tests.test_engines import ids, news

pytestmark = pytest.mark.opensearch
CROWD = 70_000  # more persons than the cluster lists at once (search.max_buckets is 65,535)
LETTERS = "abcdefg"
DEEP = 10_300  # more articles than one search reaches (index.max_result_window is 10,000)


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    engine = open_engine(cluster.url("limits", LAYOUT), timeout=PATIENCE)
    yield engine
    engine.close()


def test_persons_are_counted_exactly_beyond_the_limit_of_buckets(engine: Engine):
    names = [f"Người {number:05}" for number in range(CROWD)]
    documents = [news(f"p{at:03}", "Họp|", persons=tuple(names[at::500])) for at in range(500)]
    engine.rebuild(
        [*documents, news("q1", "Họp|", persons=(names[7], names[9])), news("q2", "Họp|", persons=(names[9],))]
    )
    facet = engine.search(SearchRequest(filters=Filters(person=frozenset({names[3]})), facet_size=3)).facet("person")
    assert facet.distinct == CROWD
    assert facet.buckets == tuple(Bucket(names[at], count) for at, count in [(9, 3), (7, 2), (0, 1), (3, 1)])
    assert list(engine.terms("person")) == [(name, {names[7]: 2, names[9]: 3}.get(name, 1)) for name in names]


def test_the_commonest_are_certain_although_each_shard_tells_few(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.engine.opensearch.facets.FEW", 4)
    monkeypatch.setattr("indexer.engine.opensearch.pages.VALUES", 8)
    random, memory = Random(3), MemoryEngine()
    crowd = [f"Người {number:02}" for number in range(40)]
    weights = [40 / (place + 1) for place in range(40)]
    documents = [news(f"r{at:03}", "Họp|", persons=some(random, crowd, weights)) for at in range(150)]
    for each in (memory, engine):
        fill(each, documents)
    for _ in range(40):
        chosen = frozenset(random.sample(crowd, random.choice([0, 0, 1, 2])))
        excluded = frozenset(random.sample(crowd, random.choice([0, 1])))
        filters = Filters(person=chosen, x_person=excluded, person_op=random.choice(["any", "all"]))
        request = SearchRequest(filters=filters, facet_size=random.choice([1, 3, 10]))
        assert engine.search(request).facets == memory.search(request).facets, request


def some(random: Random, crowd: list[str], weights: list[float]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(random.choices(crowd, weights, k=random.randrange(4))))


def test_pages_go_on_beyond_ten_thousand(engine: Engine):
    engine.rebuild(news(f"d{number:05}", "Tin|", "2024-05-31") for number in range(DEEP))
    page = engine.search(SearchRequest(parse("tin"), sort="newest", start=10_250, size=10))
    assert page.total == DEEP
    assert ids(page) == [f"d{number:05}" for number in range(10_250, 10_260)]
    assert ids(engine.search(SearchRequest(start=DEEP - 2, size=10))) == [f"d{DEEP - 2}", f"d{DEEP - 1}"]
    assert ids(engine.search(SearchRequest(start=DEEP + 5, size=10))) == []
    whole = engine.search(SearchRequest(sort="oldest", size=DEEP))
    assert ids(whole) == [f"d{number:05}" for number in range(DEEP)]


def test_near_phrases_of_many_parts_find_what_the_definition_finds(engine: Engine):
    random = Random(7)
    documents = [news(f"x{at:02}", f"z|{' '.join(random.choices(LETTERS, k=30))}") for at in range(60)]
    memory = MemoryEngine()
    for each in (memory, engine):
        each.rebuild(documents)
    for _ in range(120):
        phrase = Phrase(tuple(part(random) for _ in range(random.randrange(2, 5))), random.randrange(5))
        request = SearchRequest(Query(must=phrase), sort="oldest", size=100)
        assert ids(engine.search(request)) == ids(memory.search(request)), phrase


def part(random: Random) -> tuple[Term, ...]:
    letters = random.sample(LETTERS, random.choice([1, 1, 2]))
    return tuple(Term(random.choice(["fold", "syl"]), letter) for letter in letters)


def test_words_and_questions_of_any_length_are_searched(engine: Engine):
    word, other = "x" * 400, "z" + "x" * 399
    question = " ".join(f"{first}{second}" for first in "bcdghklmn" for second in "aeiouy" * 2)[:MAX_LENGTH]
    texts = {"w1": f"Một|{word} hai", "w2": f"Ba|{other}", "w3": f"Bốn|{question}"}
    fill(engine, [news(id, text) for id, text in texts.items()])
    for text, found in [(word, ["w1"]), (f'"{word} hai"', ["w1"]), (other, ["w2"]), (question, ["w3"])]:
        assert ids(engine.search(SearchRequest(parse(text)))) == found
