"""Searches of one index -> whole answers, page by page without a last one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from indexer.engine.opensearch.client import LONG, Client, Json, Wait
from indexer.engine.opensearch.requests import ALL, every
from indexer.errors import EngineUnavailable

WINDOW = 10_000  # hits that one search reaches: the cluster's index.max_result_window
VALUES = 50_000  # of a field that one answer lists; the cluster's search.max_buckets is 65,535
_IDS = 10_000  # in a clause; the cluster's index.max_terms_count is 65,536
_STEP = 500  # documents read at a time
_KEPT = "5m"  # a state of the index that is walked; each step prolongs it


def having_ids(ids: Sequence[str]) -> list[Json]:
    """Queries for these ids, as many in each as a clause may hold."""
    return [{"terms": {"id": list(ids[at : at + _IDS])}} for at in range(0, len(ids), _IDS)]


class Pages:
    """
    Args:
        name: of the alias that is searched.
    """

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name

    def search(self, body: Json, **params: str) -> Json:
        """The answer of every shard: what some of them would count is wrong."""
        return self._ask(f"/{self._name}/_search", body, params, LONG)

    def quick(self, body: Json, **params: str) -> Json:
        """The same for a reader, given up by the cluster too when his time is over."""
        seconds = self._client.timeout
        given_up = {"cancel_after_time_interval": f"{seconds * 1000:.0f}ms"}
        return self._ask(f"/{self._name}/_search", body, params | given_up, Wait(seconds))

    def hits(self, body: Json, start: int, size: int, *, search_type: str, preference: str) -> tuple[int, list[Json]]:
        """How many match, and those from `start` on: what lies beyond the window is walked to."""
        near = start + size <= WINDOW
        paged = {"from": start, "size": size} if near else {"size": 0}
        whole = {**body, **paged, "track_total_hits": True}
        answer = self.quick(whole, search_type=search_type, preference=preference)["hits"]
        walk = self.walk(body, start, step=min(size, WINDOW), search_type=search_type)
        far = [] if near else list(islice(walk, size))
        return answer["total"]["value"], answer["hits"] or far

    def walk(
        self, body: Json, skip: int = 0, step: int = _STEP, search_type: str = "query_then_fetch"
    ) -> Iterator[Json]:
        """All hits of one state of the index, in the order of the body's sort, which has no ties."""
        with self._state() as state:
            after: Json = {}
            while True:
                size = min(skip, WINDOW) or step
                page = {**body, **after, "pit": state, "size": size, **({"_source": False} if skip else {})}
                hits = self._ask("/_search", page, {"search_type": search_type}, LONG)["hits"]["hits"]
                if skip:
                    skip -= len(hits)
                else:
                    yield from hits
                if len(hits) < size:
                    return
                after = {"search_after": hits[-1]["sort"]}

    def ids(self, query: Json) -> list[str]:
        """Of all that match, in their order."""
        body = {"query": query, "sort": [{"id": "asc"}], "_source": False}
        return [hit["sort"][0] for hit in self.walk(body, step=WINDOW)]

    def values(self, field: str, query: Json = ALL) -> Iterator[tuple[str, int]]:
        """The values that a keyword field has in all that match, in order of code points, each with its documents.

        By a composite aggregation: unlike terms, it has no last page, and puts together in order what the shards
        tell, five times as fast. Not of match_all: for that, it reads the documents of every value, one by one.
        """
        held = every([query, {"exists": {"field": field}}])
        asked: Json = {"size": VALUES, "sources": [{"value": {"terms": {"field": field}}}]}
        while True:
            body = {"query": held, "size": 0, "aggs": {"values": {"composite": asked}}}
            answer = self.search(body)["aggregations"]["values"]
            yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in answer["buckets"])
            if len(answer["buckets"]) < VALUES:
                return
            asked["after"] = answer["after_key"]

    @contextmanager
    def _state(self) -> Iterator[Json]:
        made = self._client.ask(f"POST /{self._name}/_search/point_in_time", params={"keep_alive": _KEPT}, wait=LONG)
        try:
            yield {"id": made["pit_id"], "keep_alive": _KEPT}
        finally:
            self._client.ask("DELETE /_search/point_in_time", {"pit_id": [made["pit_id"]]}, missing=(404,))

    def _ask(self, path: str, body: Json, params: Mapping[str, str], wait: Wait) -> Json:
        whole = {**params, "allow_partial_search_results": "false"}
        answer = self._client.ask(f"POST {path}", body, params=whole, wait=wait)
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise EngineUnavailable(
                f"{self._client.address} answered from {answer['_shards']['successful']} of "
                f"{answer['_shards']['total']} shards in time: look at GET _cat/shards/{self._name}*"
            )
        return answer
