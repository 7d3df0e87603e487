"""Bad days of a cluster: each is an error that says what to do, and never "nothing found"."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer import (
    Engine,
    EngineError,
    EngineUnavailable,
    IndexMissing,
    IndexOutdated,
    Searcher,
    SearchRequest,
    open_engine,
)
from indexer.engine.opensearch.client import LONG
from tests.engines import LAYOUT, PATIENCE
from tests.opensearch.cluster import NODES, Cluster, free_ports
from tests.opensearch.gate import KEY, PASSWORD, USER, certificate, gate
from tests.test_engines import ARCHIVE, news
from webui import create_app

pytestmark = pytest.mark.opensearch


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[Engine]:
    engine = open_engine(cluster.url("troubles", LAYOUT), timeout=PATIENCE)
    engine.rebuild(ARCHIVE)
    yield engine
    engine.close()


def says_that_it_cannot_search(engine: Engine) -> bool:
    """Whether the page answers 503, when to come again, and not that nothing was found."""
    answer = create_app(Searcher(engine)).test_client().get("/search?q=thuế")
    told = "không có kết quả”: kho tin chưa trả lời được" in answer.text
    return answer.status_code == 503 and answer.headers["Retry-After"].isdecimal() and told


def test_a_cluster_that_cannot_be_reached_is_told_with_its_address():
    engine = open_engine(f"opensearch://127.0.0.1:{free_ports(1)[0]}/articles")
    with pytest.raises(
        EngineUnavailable, match=r"cannot reach opensearch://127.0.0.1:.*: check the host in TIMTIN_ENGINE"
    ):
        engine.count()
    assert says_that_it_cannot_search(engine)


def test_a_host_that_does_not_exist_is_told_with_its_name():
    with pytest.raises(EngineUnavailable, match=r"cannot reach opensearch://no.such.host.invalid:9200/articles"):
        open_engine("opensearch://no.such.host.invalid/articles").count()


def test_where_nothing_was_built_yet_the_command_is_told(cluster: Cluster):
    with pytest.raises(IndexMissing, match=r"no index at .*/nothing: run timtin build"):
        open_engine(cluster.url("nothing")).search(SearchRequest())


def test_an_index_of_another_analyzer_is_refused_until_it_is_rebuilt(engine: Engine, cluster: Cluster):
    cluster.ask("troubles/_mapping", "PUT", {"_meta": {"analyzer": 1, "layout": 1}})
    fresh = open_engine(cluster.url("troubles", LAYOUT))
    with pytest.raises(IndexOutdated, match=r"built by analyzer 1 .* run timtin build --rebuild"):
        fresh.count()
    assert says_that_it_cannot_search(fresh)
    fresh.rebuild(ARCHIVE[:2])
    assert engine.count() == 2


def test_an_index_that_others_made_is_not_written_to(cluster: Cluster):
    cluster.ask("foreign", "PUT")
    engine = open_engine(cluster.url("foreign", LAYOUT))
    with pytest.raises(EngineError, match=r"foreign"):
        engine.add(ARCHIVE)


def test_documents_that_a_mapping_refuses_are_told_with_the_remedy(engine: Engine, cluster: Cluster):
    mappings = next(iter(cluster.ask("troubles/_mapping").values()))["mappings"]
    cluster.ask("odd", "PUT", {"mappings": {"dynamic": "strict", "_meta": mappings["_meta"]}})
    moved = [{"remove": {"index": "troubles-*", "alias": "troubles"}}, {"add": {"index": "odd", "alias": "troubles"}}]
    cluster.ask("_aliases", "POST", {"actions": moved})
    with pytest.raises(EngineError, match=r"1 documents refused, such as b1: strict_dynamic_mapping.* --rebuild"):
        engine.add([news("b1", "Mới|")])
    cluster.ask("odd", "DELETE")


def test_a_cluster_without_disk_space_is_read_and_says_why_it_is_not_written(engine: Engine, cluster: Cluster):
    block = "index.blocks.read_only_allow_delete"
    cluster.ask("troubles/_settings", "PUT", {block: True})
    with pytest.raises(EngineError, match=r"read-only.*free disk space"):
        engine.add([news("b1", "Mới|")])
    assert engine.count() == 5
    cluster.ask("troubles/_settings", "PUT", {block: None})
    engine.add([news("b1", "Mới|")])
    assert engine.count() == 6


def test_more_copies_than_nodes_are_refused_and_leave_no_index(cluster: Cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.engine.opensearch.index.MAKING", "1s")
    monkeypatch.setattr("indexer.engine.opensearch.mapping.SAFE_COPIES", 5)
    with pytest.raises(EngineError, match=r"cannot hold 5 copies of each shard: add nodes, or put .replicas=0"):
        open_engine(cluster.url("wide", "?replicas=4")).rebuild([])
    assert cluster.ask("_cat/indices/wide*?format=json") == []


def test_a_door_of_tls_and_a_password(
    engine: Engine, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pem = certificate(tmp_path)
    with gate(cluster.http[0], pem) as port:
        place, authority = f"localhost:{port}/troubles", f"?ca={tmp_path / 'cert.pem'}"
        login = f"{USER}:{quote(PASSWORD, safe='')}@"
        assert open_engine(f"opensearchs://{login}{place}{authority}").count() == 5
        stranger = open_engine(f"opensearchs://{USER}:secret@{place}{authority}")
        with pytest.raises(EngineUnavailable, match=r"answered 401: .*: check user and password") as refused:
            stranger.count()
        assert "secret" not in str(refused.value)
        assert says_that_it_cannot_search(stranger)
        with pytest.raises(EngineUnavailable, match=r"no TLS connection .*CERTIFICATE.*ca=FILE"):
            open_engine(f"opensearchs://{login}{place}").count()
        monkeypatch.setenv("OPENSEARCH_API_KEY", KEY)
        assert open_engine(f"opensearchs://{place}{authority}").count() == 5


def test_a_node_that_hangs_gives_the_answer_of_others_or_none(engine: Engine, cluster: Cluster):
    hanging = cluster.process(0)
    os.killpg(hanging, signal.SIGSTOP)
    try:
        slow = open_engine(cluster.url("troubles"), timeout=1.0)
        for _ in range(3):
            began = time.monotonic()
            try:
                assert slow.search(SearchRequest()).total == 5
            except EngineUnavailable as error:
                assert "see whether a node is overloaded" in str(error) or "_cluster/health" in str(error)
            assert time.monotonic() - began < LONG.answer / 2  # what reads much was not sent to the hanging node
    finally:
        os.killpg(hanging, signal.SIGCONT)
    cluster.wait(NODES)


def test_a_cluster_that_lost_articles_says_so_and_the_page_answers_503(engine: Engine, cluster: Cluster):
    assert not says_that_it_cannot_search(engine)
    holder = cluster.holder("troubles")
    cluster.kill(holder)
    try:
        with pytest.raises(EngineUnavailable, match=r"GET _cluster/health"):
            engine.search(SearchRequest())
        assert says_that_it_cannot_search(engine)
    finally:
        cluster.start(holder)
    cluster.wait(NODES)
    assert engine.search(SearchRequest()).total == 5
