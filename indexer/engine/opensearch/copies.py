"""A request -> the found articles that an earlier found one stands for: near-duplicates."""

from functools import lru_cache

from indexer.cache import Cache
from indexer.clauses import Clause
from indexer.engine.opensearch import requests
from indexer.engine.opensearch.pages import WINDOW, Pages, having_ids
from indexer.request import Filters, SearchRequest

_KEPT = 16 << 20  # bytes of ids that are remembered
_ID = 100  # bytes of one
_OLDEST = SearchRequest(sort="oldest")


class Copies:
    """The cluster's collapse takes the first of a group in the order asked for; the port wants the earliest."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._heads = lru_cache(maxsize=1)(self._read_heads)
        self._later = Cache[tuple[str, ...]](_KEPT, lambda ids: _ID * (1 + len(ids)))

    def later(self, generation: int, request: SearchRequest) -> tuple[str, ...]:
        """Ids of all found articles but the earliest of each group."""
        key = generation, request.query.must, request.filters
        return self._later.get(key, lambda: self._read_later(*key))

    def _read_later(self, generation: int, must: Clause, filters: Filters) -> tuple[str, ...]:
        heads = self._heads(generation)
        if heads is None:
            return ()
        grouped = requests.at_least(1, [{"exists": {"field": "group"}}, *having_ids(heads)])
        found = requests.every([requests.clause(must), requests.passing(filters), grouped])
        body = {"query": found, "sort": requests.sort(_OLDEST), "_source": False, "docvalue_fields": ["group"]}
        seen: set[str] = set()
        later = []
        hits = self._pages.quick({**body, "size": WINDOW})["hits"]["hits"]
        for hit in hits if len(hits) < WINDOW else self._pages.walk(body, step=WINDOW):
            id = hit["sort"][1]
            group = hit.get("fields", {}).get("group", [id])[0]
            later += [id] if group in seen else []
            seen.add(group)
        return tuple(later)

    def _read_heads(self, _generation: int) -> tuple[str, ...] | None:
        """Ids that groups are called by and that have no group themselves; None where there are no groups."""
        groups = [group for group, _ in self._pages.values("group")]
        if not groups:
            return None
        alone = requests.none_of([{"exists": {"field": "group"}}])
        return tuple(self._pages.ids(requests.every([requests.at_least(1, having_ids(groups)), alone])))
