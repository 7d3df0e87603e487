"""The rules of the port on three nodes of OpenSearch: `make test-opensearch`.

python -m tests.opensearch [PYTEST ARGUMENTS]
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.opensearch.cluster import ClusterError, fetch

SKIP = "TIMTIN_SKIP_OPENSEARCH"


def main(arguments: list[str]) -> int:
    if os.environ.pop(SKIP, "") == "1":
        print(f"NOT TESTED: OpenSearch, since {SKIP}=1")
        return 0
    try:
        fetch()
    except ClusterError as error:
        print(f"error: OpenSearch cannot be tested: {error}\nerror: {SKIP}=1 goes on without it", file=sys.stderr)
        return 1
    return pytest.main(["-m", "opensearch", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
