"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.opensearch.cluster import Cluster

settings.register_profile("timtin", deadline=None)  # a busy machine fails no test; speed is for benches
settings.load_profile("timtin")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with Cluster() as started:
        yield started
