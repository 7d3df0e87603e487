"""Which documents were deleted and not stored again: kept beside the generation, in NAME-state."""

import json
from collections.abc import Iterable

from indexer.engine.opensearch import bulk
from indexer.engine.opensearch.client import WRITING, Client, document_path
from indexer.engine.opensearch.pages import Pages, having_ids


class Removals:
    def __init__(self, client: Client) -> None:
        self._client = client
        self._name = f"{client.address.name}-state"
        self._pages = Pages(client, self._name)

    def holds(self, id: str) -> bool:
        return bool(self._client.ask(f"GET {document_path(self._name, _key(id))}", missing=(404,)).get("found"))

    def note(self, ids: Iterable[str]) -> None:
        self._write((_key(id), json.dumps({"id": id}).encode()) for id in ids)

    def forget_stored(self, stored: Pages) -> None:
        """Drops the notes on documents that are there again."""
        noted = self._pages.ids({"exists": {"field": "id"}})
        again = [id for query in having_ids(noted) for id in stored.ids(query)]
        if again:
            self._write((_key(id), None) for id in again)

    def _write(self, actions: Iterable[bulk.Action]) -> None:
        bulk.write(self._client, self._name, actions)
        self._client.ask(f"POST /{self._name}/_refresh", wait=WRITING)


def _key(id: str) -> str:
    """Beside the document "state", whose version is the generation."""
    return f"removed {id}"
