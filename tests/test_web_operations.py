"""What an operator may switch on: metrics, a rate for each address, JSON for other origins; and Server-Timing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import ConfigError, IndexMissing, Searcher, Settings, build
from indexer.clock import phase, start_clock, stop_clock
from tests.fixture_f import searcher
from tests.memory import MemoryEngine
from tests.test_web_logs import Broken
from tests.web import get
from webui import create_app


def client(**settings: object) -> FlaskClient:
    return create_app(searcher(), Settings(**settings)).test_client()  # type: ignore[arg-type]


def test_metrics_are_off_by_default():
    assert get("/metrics").status_code == 404


def test_metrics_tell_requests_times_and_the_index():
    """UX 122"""
    site = client(metrics=True)
    site.get("/search?q=thuế")
    site.get("/nowhere")
    text = site.get("/metrics").text
    assert 'timtin_requests_total{route="/search",status="200"} 1.0' in text
    assert 'timtin_requests_total{route="-",status="404"} 1.0' in text
    assert 'timtin_request_seconds_count{route="/search"} 1.0' in text
    assert {'phase="query"', 'phase="snippets"', 'phase="render"'} <= set(re.findall(r'phase="\w+"', text))
    assert "timtin_up 1.0" in text
    assert re.search(r"^timtin_articles [1-9]", text, re.MULTILINE)
    assert re.search(r"^timtin_index_generation [1-9]", text, re.MULTILINE)
    assert re.search(r"^timtin_newest_article_age_seconds [1-9]", text, re.MULTILINE)


def test_metrics_tell_what_became_of_the_files_of_the_last_build(tmp_path: Path):
    """UX 122"""
    (tmp_path / "tax.txt").write_text("Thuế đối ứng\n\nBộ Công Thương họp về thuế đối ứng sáng nay.\n", "utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.json").write_text("{", "utf-8")
    engine = MemoryEngine()
    build([tmp_path], engine, workers=1)
    text = create_app(Searcher(engine), Settings(metrics=True)).test_client().get("/metrics").text
    assert 'timtin_ingest_results{outcome="added",reason=""} 1.0' in text
    assert 'timtin_ingest_results{outcome="skipped",reason="empty file"} 1.0' in text
    assert 'timtin_ingest_results{outcome="skipped",reason="broken JSON"} 1.0' in text


def test_metrics_of_a_missing_index_say_that_it_is_down():
    broken = create_app(Searcher(Broken(IndexMissing("no index"))), Settings(metrics=True)).test_client()
    answer = broken.get("/metrics")
    assert answer.status_code == 200
    assert "timtin_up 0.0" in answer.text


def test_more_requests_than_the_rate_are_refused_with_a_time_to_wait():
    """UX 124"""
    site = client(rate_limit="2/minute")
    assert [site.get("/search").status_code for _ in range(3)] == [200, 200, 429]
    refused = site.get("/search")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Quá nhiều yêu cầu" in refused.text


def test_a_time_to_wait_is_never_0():
    """UX 124: within the last second too"""
    site = client(rate_limit="1/second")
    refused = next(answer for _ in range(50) if (answer := site.get("/help")).status_code == 429)
    assert refused.headers["Retry-After"] == "1"


def test_feeds_and_robots_are_not_counted_against_readers():
    """UX 124"""
    site = client(rate_limit="1/minute")
    assert site.get("/search").status_code == 200
    paths = ("/feed.atom", "/robots.txt", "/sitemap.xml", "/healthz", "/static/style.css")
    assert [site.get(path, buffered=True).status_code for path in paths] == [200] * 5


def test_a_rate_that_cannot_be_read_stops_the_start():
    with pytest.raises(ConfigError, match="TIMTIN_RATE_LIMIT='often' is no rate"):
        client(rate_limit="often")


def test_other_origins_read_nothing_by_default():
    """UX 114"""
    answer = get("/search?format=json", Origin="https://other.example")
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("cors", "origin", "allowed"),
    [
        ("https://a.example", "https://a.example", "https://a.example"),
        ("https://a.example", "https://b.example", None),
        ("*", "https://b.example", "*"),
    ],
)
def test_origins_that_the_settings_name_read_json_and_no_page(cors: str, origin: str, allowed: str | None):
    """UX 114"""
    site = client(cors=cors)
    answer = site.get("/search?format=json", headers={"Origin": origin})
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in site.get("/search", headers={"Origin": origin}).headers


def test_a_callback_is_no_parameter():
    """UX 114: JSONP never"""
    assert get("/search?format=json&callback=f").text.startswith("{")


def test_the_phases_of_a_search_are_told():
    """UX 115"""
    told = get("/search?q=thuế").headers["Server-Timing"]
    assert {part.split(";")[0] for part in told.split(", ")} >= {"query", "snippets", "render", "total"}


def test_a_phase_within_a_phase_counts_once():
    times = start_clock()
    with phase("query"), phase("facets"):
        pass
    stop_clock()
    assert set(times) == {"query", "facets"}
    assert all(0 <= took < 1 for took in times.values())
