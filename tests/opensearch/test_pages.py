"""The tests of the pages, over an archive in the cluster."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import open_engine
from tests.fixture_f import documents
from tests.opensearch.cluster import Cluster

pytestmark = pytest.mark.opensearch
TESTS = Path(__file__).parent.parent
PAGES = ["test_web_search.py", "test_web_facets.py", "test_web_dates.py", "test_web_article.py", "test_search_page.py"]


def test_the_pages_are_the_same_on_a_cluster(cluster: Cluster):
    url = cluster.url("pages", "?shards=1&replicas=0")
    engine = open_engine(url)
    engine.rebuild(documents())
    engine.close()
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *[str(TESTS / module) for module in PAGES]]
    done = subprocess.run(command, env={**os.environ, "PAGES_ENGINE": url}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
