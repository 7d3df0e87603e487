"""What is decided before a cluster is asked: addresses, requests, refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import ConfigError, EngineError, EngineUnavailable, SearchRequest, open_engine
from indexer.clauses import Phrase, Term
from indexer.engine.opensearch import requests, spans
from indexer.engine.opensearch.address import Address
from indexer.engine.opensearch.client import explained
from indexer.query import MAX_LENGTH, parse

HOME = Address((("127.0.0.1", 9200),), "articles")


def test_an_address_says_hosts_name_and_layout():
    found = Address.parse("opensearchs://an:p%40ss%3A@one,two:9201/news?shards=5&replicas=2&ca=/dev/null", {})
    assert found == Address(
        (("one", 9200), ("two", 9201)),
        "news",
        tls=True,
        ca="/dev/null",
        user="an",
        password="p@ss:",
        shards=5,
        replicas=2,
    )


def test_secrets_may_stand_in_the_environment():
    found = Address.parse("opensearch://an@one/news", {"OPENSEARCH_PASSWORD": "mưa", "OPENSEARCH_API_KEY": "nắng"})
    assert (found.password, found.api_key) == ("mưa", "nắng")


def test_an_address_prints_no_secrets():
    found = Address.parse("opensearch://an:mua@one/news", {"OPENSEARCH_API_KEY": "nang"})
    assert str(found) == "opensearch://one:9200/news"
    assert "mua" not in repr(found)
    assert "nang" not in repr(found)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("opensearch://one", "needs a host and a name"),
        ("opensearch:///news", "needs a host and a name"),
        ("opensearch://an:secret@one/News", r"a name of \[a-z0-9_-\]"),
        ("opensearch://one:0/news", "'one:0' is no host"),
        ("opensearch://one:port/news", "'one:port' is no host"),
        ("opensearch://one/news?shards=0", "shards=0 .* expected a number from 1 to 1024"),
        ("opensearch://one/news?replicas=many", "replicas=many .* from 0 to 20"),
        ("opensearch://one/news?colour=red", "'colour' is no option"),
        ("opensearchs://one/news?ca=/no/such/file", "ca=/no/such/file .* expected a file"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(url: str, told: str):
    with pytest.raises(ConfigError, match=told) as wrong:
        open_engine(url)
    assert "secret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("status", "reason", "kind", "remedy"),
    [
        (401, "Unauthorized", EngineUnavailable, "check user and password"),
        (403, "no permissions", EngineUnavailable, r"read and write on articles\*"),
        (403, "cluster_block_exception: index read-only / allow delete", EngineError, "free disk space"),
        (400, "mapper_parsing_exception: failed", EngineError, "timtin build --rebuild"),
        (503, "no_shard_available", EngineUnavailable, "_cluster/health"),
        (500, "node_disconnected_exception", EngineUnavailable, "_cluster/health"),
        (503, "too_many_buckets_exception", EngineError, "search.max_buckets"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, reason: str, kind: type[EngineError], remedy: str):
    error = explained(status, reason, HOME)
    assert type(error) is kind
    with pytest.raises(kind, match=f"opensearch://127.0.0.1:9200/articles answered {status}: .*{remedy}"):
        raise error


def test_of_too_many_boosts_the_heaviest_are_kept_within_the_limit_of_clauses():
    asked = parse(" ".join(f"{first}{second}" for first in "bcdghklmnprstvx" for second in "aáàảãạeéè")[:MAX_LENGTH])
    question = replace(asked, boosts=9 * asked.boosts)
    kept = requests.query(SearchRequest(question))["bool"]["should"]
    weights = [next(iter(next(iter(boost.values())).values()))["boost"] for boost in kept]
    assert weights[:100] == sorted((boost.weight for boost in question.boosts), reverse=True)[:100]
    assert len(kept) < len(question.boosts)


def test_a_near_phrase_of_like_neighbours_has_a_limit():
    part = (Term("fold", "a"),)
    with pytest.raises(EngineError, match=r"a phrase of 5 parts, neighbours alike, within ~50 .* smaller distance"):
        spans.phrase(Phrase((part,) * 5, 50))
