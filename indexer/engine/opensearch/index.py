"""The alias of an archive, the index behind it, its generation, and which documents were deleted."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache

from indexer.analysis import VERSION
from indexer.engine.opensearch import bulk, mapping
from indexer.engine.opensearch.client import WRITING, Client, Json, document_path
from indexer.engine.opensearch.pages import Pages, having_ids
from indexer.errors import EngineError, IndexMissing, IndexOutdated

MAKING = "60s"  # until enough copies of every shard of a fresh index stand


class Index:
    """NAME is an alias of the current index, such as NAME-000007; NAME-state one of NAME-generation,
    whose document "state" has the generation for its version, and which has one more for each deleted id."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._name = client.address.name
        self._notes = f"{self._name}-state"
        self._state = document_path(self._notes, "state")
        self._meta = lru_cache(maxsize=1)(self._read_meta)

    def generation(self) -> int:
        """
        Raises:
            IndexMissing: nothing was ever committed.
            IndexOutdated: written by another analyzer, or with another mapping.
        """
        found = self.stored_generation()
        if not found:
            raise IndexMissing(f"no index at {self._client.address}: run timtin build PATHS")
        meta = self._meta(found)
        analyzer, layout = int(meta["analyzer"]), int(meta.get("layout", 0))
        if (analyzer, layout) != (VERSION, mapping.LAYOUT):
            raise IndexOutdated(
                f"{self._client.address} was built by analyzer {analyzer} with mapping {layout}, this is analyzer "
                f"{VERSION} with mapping {mapping.LAYOUT}: run timtin build --rebuild PATHS"
            )
        return found

    def stored_generation(self) -> int:
        """0 where nothing was ever committed."""
        answer = self._client.ask(f"GET {self._state}", missing=(404,))
        return int(answer["_version"]) if answer.get("found") else 0

    def note(self, outcomes: Mapping[str, int]) -> None:
        meta = {**mapping.META, "outcomes": dict(outcomes)}
        self._client.ask(f"PUT /{self._name}/_mapping", {"_meta": meta}, wait=WRITING)

    def outcomes(self, generation: int) -> dict[str, int]:
        """What was noted last in the current index."""
        return dict(self._meta(generation).get("outcomes", {}))

    def commit(self) -> None:
        """Lets reads see what was written, and counts it."""
        self._client.ask(f"POST /{self._name}/_refresh", wait=WRITING)
        self._count()

    def was_deleted(self, id: str) -> bool:
        """And not stored again."""
        return bool(self._client.ask(f"GET {document_path(self._notes, _note(id))}", missing=(404,)).get("found"))

    def note_deleted(self, ids: Iterable[str]) -> None:
        self._write((_note(id), json.dumps({"id": id}).encode()) for id in ids)

    def forget_stored(self) -> None:
        """Drops the notes on documents that are there again."""
        noted = Pages(self._client, self._notes).ids({"exists": {"field": "id"}})
        stored = Pages(self._client, self._name)
        if again := [id for query in having_ids(noted) for id in stored.ids(query)]:
            self._write((_note(id), None) for id in again)

    def make(self) -> tuple[str, str]:
        """A fresh index, and the alias by which it is filled: bulk requests name an alias, so that they
        never make an index by themselves."""
        fresh = f"{self._name}-{max([0, *map(_number, self._all())]) + 1:06}"
        filling = f"{fresh}-filling"
        body = {**mapping.index(self._client.address), "aliases": {filling: {}}}
        answer = self._client.ask(f"PUT /{fresh}", body, params={"timeout": MAKING}, wait=WRITING)
        if not answer["shards_acknowledged"]:
            self.drop(fresh)
            raise EngineError(
                f"{self._client.address} cannot hold {self._client.address.replicas + 1} copies of each shard: "
                "add nodes, or put ?replicas=0 into TIMTIN_ENGINE for a cluster of one"
            )
        return fresh, filling

    def switch(self, fresh: str, filling: str) -> None:
        """From the index that was to the filled one, in one step for all readers."""
        self._client.ask(f"POST /{fresh}/_refresh", wait=WRITING)
        actions = [
            {"remove": {"index": f"{self._name}-*", "alias": self._name, "must_exist": False}},
            {"remove": {"index": fresh, "alias": filling}},
            {"add": {"index": fresh, "alias": self._name}},
        ]
        self._client.ask("POST /_aliases", {"actions": actions}, wait=WRITING)
        self._count()
        for old in self._all():
            if _number(old) < _number(fresh):
                self.drop(old)

    def drop(self, index: str) -> None:
        self._client.ask(f"DELETE /{index}", wait=WRITING, missing=(404,))

    def _write(self, actions: Iterable[bulk.Action]) -> None:
        bulk.write(self._client, self._notes, actions)
        self._client.ask(f"POST /{self._notes}/_refresh", wait=WRITING)

    def _count(self) -> None:
        if not self.stored_generation():
            settings = {"number_of_shards": 1, "number_of_replicas": self._client.address.replicas}
            mappings = {"dynamic": "strict", "properties": {"id": {"type": "keyword"}}}
            body = {"settings": settings, "mappings": mappings, "aliases": {self._notes: {}}}
            self._client.ask(f"PUT /{self._name}-generation", body, wait=WRITING, missing=(400,))
        number = max(time.time_ns() // 1_000_000, self.stored_generation() + 1)
        asked = {"require_alias": "true", "version": str(number), "version_type": "external"}
        self._client.ask(
            f"PUT {self._state}", {}, params=asked, wait=WRITING, missing=(409,)
        )  # another commit was later

    def _all(self) -> list[str]:
        """Every index of ours: the current one, and those that a broken rebuild left."""
        found = self._client.ask(f"GET /{self._name}-*/_alias", missing=(404,))
        return [index for index in found if re.fullmatch(rf"{re.escape(self._name)}-[0-9]{{6}}", index)]

    def _read_meta(self, _generation: int) -> Json:
        """The versions that the current index was made by, and what was noted of the last run."""
        answer = self._client.ask(f"GET /{self._name}/_mapping", missing=(404,))
        if "error" in answer:
            raise IndexMissing(f"no index at {self._client.address}: run timtin build --rebuild PATHS")
        metas = [held["mappings"].get("_meta", {}) for held in answer.values()]
        if len(metas) != 1 or "analyzer" not in metas[0]:
            raise EngineError(
                f"{self._name!r} on {self._client.address} is no archive of timtin: expected an alias of one index; "
                "choose another name in TIMTIN_ENGINE"
            )
        return dict(metas[0])


def _number(index: str) -> int:
    return int(index.rpartition("-")[2])


def _note(id: str) -> str:
    return f"removed {id}"
