"""Requests and the state of the index -> /metrics, for Prometheus."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from indexer import EngineError, Searcher, SearchRequest
from webui.middleware.logs import route

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)  # seconds
INGEST = "Articles and files of the last build, by what became of them, and why they were skipped."
STATE = {
    "up": "Whether the index can be searched.",
    "index_generation": "Number of the committed state of the index.",
    "articles": "Articles in the index.",
    "newest_article_age_seconds": "Seconds since the newest article was published.",
}
PHASES = ("query", "facets", "snippets", "render")


def register(app: Flask, searcher: Searcher) -> None:
    own, state = CollectorRegistry(), CollectorRegistry()
    _count(app, own)
    state.register(_State(searcher))

    @app.get("/metrics")
    def metrics() -> Response:
        registry = own
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry) + generate_latest(state), content_type=CONTENT_TYPE_LATEST)


def _count(app: Flask, registry: CollectorRegistry) -> None:
    """The requests that this process answers."""
    requests = Counter(
        "timtin_requests", "Requests answered, by route and status.", ["route", "status"], registry=registry
    )
    latency = Histogram(
        "timtin_request_seconds", "Seconds to an answer, by route.", ["route"], buckets=BUCKETS, registry=registry
    )
    phases = Histogram(
        "timtin_phase_seconds", "Seconds of each phase of a search.", ["phase"], buckets=BUCKETS, registry=registry
    )

    @app.after_request
    def count(response: Response) -> Response:
        requests.labels(route(), str(response.status_code)).inc()
        latency.labels(route()).observe(g.took)
        for name in PHASES:
            if request.endpoint == "search" and name in g.phases:
                phases.labels(name).observe(g.phases[name])
        return response


class _State(Collector):
    """What the index holds now, the same in every process."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def collect(self) -> Iterator[GaugeMetricFamily]:
        state = {"up": 0.0}
        results = GaugeMetricFamily("timtin_ingest_results", INGEST, labels=["outcome", "reason"])
        with suppress(EngineError):
            state = _state(self._searcher)
            for told, count in self._searcher.outcomes().items():
                outcome, _, reason = told.partition(": ")
                results.add_metric([outcome, reason], count)
        for name, value in state.items():
            yield GaugeMetricFamily(f"timtin_{name}", STATE[name], value=value)
        yield results


def _state(searcher: Searcher) -> dict[str, float]:
    held = {"up": 1, "index_generation": searcher.generation(), "articles": searcher.count()}
    newest = searcher.documents(SearchRequest(size=1, sort="newest"))
    published = newest[0].article.published if newest else None
    age = {"newest_article_age_seconds": (datetime.now(UTC) - published.at).total_seconds()} if published else {}
    return {**held, **age}
