"""A node is lost: answers go on, and nothing that was acknowledged is lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from indexer import Engine, SearchRequest, open_engine
from indexer.query import parse
from tests.engines import PATIENCE
from tests.opensearch.cluster import NODES, Cluster
from tests.test_engines import news

pytestmark = pytest.mark.opensearch
ARTICLES, BATCH = 600, 20
PAGES = 40  # searched after the loss, more than enough to meet every node


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    engine = open_engine(cluster.url("nodes", "?shards=3&replicas=1"), timeout=PATIENCE)
    yield engine
    engine.close()
    lost = set(range(NODES)) - cluster.living()
    for number in lost:
        cluster.start(number)
    cluster.wait(NODES)


def article(number: int) -> str:
    return f"n{number:04}"


def test_searches_go_on_when_a_node_is_killed(engine: Engine, cluster: Cluster):
    engine.rebuild(news(article(number), f"Thuế {number % 7}|") for number in range(70))
    cluster.wait(NODES)
    killed = Event()

    def search_on() -> set[tuple[int, str]]:
        answers, after = set(), 0
        while after < PAGES:
            after += killed.is_set()
            result = engine.search(SearchRequest(parse("thuế"), sort="newest", size=1))
            answers.add((result.total, result.hits[0].document.id))
        return answers

    with ThreadPoolExecutor(2) as readers:
        both = [readers.submit(search_on) for _ in range(2)]
        cluster.kill(cluster.manager())
        killed.set()
        assert [reader.result() for reader in both] == [{(70, "n0000")}, {(70, "n0000")}]


def test_nothing_that_was_acknowledged_is_lost(engine: Engine, cluster: Cluster):
    engine.rebuild([])
    begun = Event()

    def build() -> int:
        for first in range(0, ARTICLES, BATCH):
            engine.add(news(article(number), "Mưa lũ|") for number in range(first, first + BATCH))
            begun.set()
        return engine.count()

    with ThreadPoolExecutor(1) as builder:
        building = builder.submit(build)
        begun.wait()
        cluster.kill(cluster.manager())
        assert building.result() == ARTICLES
    assert [document.id for document in engine.scan()] == [article(number) for number in range(ARTICLES)]


def test_a_rebuild_survives_the_loss_of_a_node(engine: Engine, cluster: Cluster):
    engine.rebuild([news("before", "Bão|")])

    def documents() -> Iterator[object]:
        for number in range(ARTICLES):
            if number == ARTICLES // 2:
                cluster.kill(cluster.manager())
            yield news(article(number), "Mưa lũ|" + "nước dâng " * 500)

    engine.rebuild(documents())  # type: ignore[arg-type]
    assert engine.count() == ARTICLES
    assert engine.search(SearchRequest(parse("bão"))).total == 0
