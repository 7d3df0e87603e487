"""The distributed engine: an OpenSearch cluster that others maintain."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

from indexer.clauses import STREAMS
from indexer.config import TIMEOUT
from indexer.engine.analysed import Analysed, analysed
from indexer.engine.opensearch import bulk, mapping, requests
from indexer.engine.opensearch.address import Address
from indexer.engine.opensearch.client import Client, Json, document_path
from indexer.engine.opensearch.copies import Copies
from indexer.engine.opensearch.facets import Facets
from indexer.engine.opensearch.index import Index
from indexer.engine.opensearch.pages import Pages, having_ids
from indexer.engine.stored import Outline
from indexer.model import Document, Removed
from indexer.request import Hit, SearchRequest, SearchResult

_BY_ID: Json = {"query": requests.ALL, "sort": [{"id": "asc"}], "_source": ["document"]}


class OpenSearchEngine:
    """See `indexer.engine.base.Engine`. May be shared by threads, and written to by several processes."""

    def __init__(self, address: Address, timeout: float = TIMEOUT) -> None:
        self._name = address.name
        self._client = Client(address, timeout)
        self._index = Index(self._client)
        self._pages = Pages(self._client, address.name)
        self._facets = Facets(self._pages)
        self._copies = Copies(self._pages)

    # ------------------------------------------------------------------ writing

    def add(self, documents: Iterable[Document | Analysed], outcomes: Mapping[str, int] | None = None) -> None:
        """Sent as they come, found when all are: where one is refused, a later commit shows those before it."""
        if not self._index.stored_generation():
            self.rebuild([])
        self._index.generation()
        bulk.write(self._client, self._name, map(_action, documents))
        if outcomes:
            self._index.note(outcomes)
        self._index.commit()
        self._index.forget_stored()

    def rebuild(self, documents: Iterable[Document | Analysed]) -> None:
        fresh, filling = self._index.make()
        try:
            bulk.write(self._client, filling, map(_action, documents))
            self._index.switch(fresh, filling)
        except BaseException:
            self._index.drop(fresh)
            raise
        self._index.forget_stored()

    def delete(self, ids: Iterable[str]) -> int:
        self._index.generation()
        there = [id for query in having_ids(sorted(set(ids))) for id in self._pages.ids(query)]
        self._index.note_deleted(there)
        bulk.write(self._client, self._name, ((id, None) for id in there))
        self._index.commit()
        return len(there)

    # ------------------------------------------------------------------ reading

    def get(self, id: str) -> Document | Removed | None:
        self._index.generation()
        call = f"GET {document_path(self._name, id)}"
        answer = self._client.ask(call, params={"realtime": "false"}, missing=(404,))
        if answer.get("found"):
            return mapping.document(answer)
        return Removed(id) if self._index.was_deleted(id) else None

    def count(self) -> int:
        self._index.generation()
        return int(self._client.ask(f"GET /{self._name}/_count")["count"])

    def generation(self) -> int:
        return self._index.generation()

    def search(self, request: SearchRequest) -> SearchResult:
        generation = self._index.generation()
        later = self._copies.later(generation, request)
        folded = later if request.grouped else ()
        shown, page = self._pages.hits(
            _body(request, folded),
            request.start,
            request.size,
            preference=f"q{zlib.crc32(request.query.text.encode())}",  # the pages of a query from the same copies
            search_type=requests.search_type(request),
        )
        hits = tuple(Hit(mapping.document(hit), hit["_score"] or 0.0) for hit in page)
        total = shown + len(folded)
        return SearchResult(total, hits, self._facets.of(generation, request), total - len(later))

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        generation = self._index.generation()
        if field == "outcome":
            return iter(sorted(self._index.outcomes(generation).items()))
        return self._pages.values(mapping.vocabulary(field) if field in STREAMS else field)

    @overload
    def scan(self) -> Iterator[Document]: ...

    @overload
    def scan(self, request: SearchRequest) -> Iterator[Outline]: ...

    def scan(self, request: SearchRequest | None = None) -> Iterator[Document] | Iterator[Outline]:
        generation = self._index.generation()
        if not request:
            return map(mapping.document, self._pages.walk(_BY_ID))
        folded = self._copies.later(generation, request) if request.grouped else ()
        found = self._pages.walk(_body(request, folded), request.start, search_type=requests.search_type(request))
        return map(mapping.outline, found)

    def close(self) -> None:
        self._client.close()


def _body(request: SearchRequest, folded: Sequence[str]) -> Json:
    """Args: folded: ids of near-duplicates that are not shown."""
    return {
        "query": requests.query(request, having_ids(folded)),
        "sort": requests.sort(request),
        "_source": ["document"],
    }


def _action(document: Document | Analysed) -> bulk.Action:
    held = analysed(document)
    return held.id, mapping.fields(held)
