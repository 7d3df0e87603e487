"""The values of a keyword field, each with the number of documents that have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from indexer.engine.opensearch.facets import LISTED
from indexer.engine.opensearch.pages import Pages

Json = dict[str, Any]


class Vocabulary:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def values(self, field: str, prefix: str = "") -> list[tuple[str, int]]:
        """Those that start with `prefix`, in order of code points."""
        found = self._some(field, {"include": f"{_literal(prefix)}.*"} if prefix else {})
        for parts in (1 << doubled for doubled in count(1)):
            if found is not None:
                break
            found = self._in_parts(field, parts)
        return sorted(pair for pair in found or () if pair[0].startswith(prefix))

    def _in_parts(self, field: str, parts: int) -> list[tuple[str, int]] | None:
        found: list[tuple[str, int]] = []
        for part in partitions(parts):
            some = self._some(field, {"include": part})
            if some is None:
                return None
            found += some
        return found

    def _some(self, field: str, which: Json) -> list[tuple[str, int]] | None:
        """None where there are more than one answer may list."""
        terms = {"field": field, "size": LISTED, "shard_size": LISTED, **which}
        answer = self._pages.search({"size": 0, "aggs": {"values": {"terms": terms}}})["aggregations"]["values"]
        if answer["sum_other_doc_count"] or answer["doc_count_error_upper_bound"]:
            return None
        return [(bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"]]


def partitions(count: int) -> Iterator[Json]:
    """Which values belong to each of so many parts, by a hash of theirs."""
    return ({"partition": part, "num_partitions": count} for part in range(count))


def _literal(text: str) -> str:
    """In the cluster's regular expressions."""
    return re.sub(r"([^\w\s])", r"\\\1", text)
