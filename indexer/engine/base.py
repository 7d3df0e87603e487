"""The port: what every engine answers. Values cross it, never query syntax."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, overload

from indexer.engine.analysed import Analysed
from indexer.engine.stored import Outline
from indexer.model import Document, Removed
from indexer.request import SearchRequest, SearchResult


class Engine(Protocol):
    """Stores documents and answers requests. Reads see the last committed generation.

    Raises, from every call:
        EngineError: could not search or store. "Nothing found" is never raised.
    """

    def add(self, documents: Iterable[Document | Analysed], outcomes: Mapping[str, int] | None = None) -> None:
        """Store documents in one commit; one with a stored id replaces it; of two with one id the last stays.

        `outcomes` is what became of the articles and files of a run, each with its number; it takes the place of
        what the run before told, and goes with the next `rebuild`."""

    def rebuild(self, documents: Iterable[Document | Analysed]) -> None:
        """Replace all documents by these, all or nothing; of two with one id the last stays."""

    def delete(self, ids: Iterable[str]) -> int:
        """Remove documents in one commit; returns how many were there. Unknown ids are no error."""

    def get(self, id: str) -> Document | Removed | None:
        """The document; `Removed` where it was deleted and not stored again since; None where it never was.

        What `rebuild` leaves out was not deleted, and what was deleted before stays `Removed`."""

    def count(self) -> int:
        """How many documents are stored."""

    def search(self, request: SearchRequest) -> SearchResult:
        """The total, the hits from `start` on, and the four facets.

        Order: "relevance" by falling score (without a query as "newest"), then as "newest";
        "newest" and "oldest" by publication time, articles without one last both ways; ties
        by id. A count is the total that choosing its value gives: with op "any" in place of
        what is chosen in its facet, with "all" beside it. A grouped request has one hit for all
        near-duplicates, the earliest found ("oldest", ties by id); total and counts are of articles.
        """

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        """Terms of a stream, values of the facets "person" and "ministry", or outlets ("source"), in
        order of code points, each with the number of documents that have it. Of "outcome": what `add`
        was told last, each with its number."""

    @overload
    def scan(self) -> Iterator[Document]: ...

    @overload
    def scan(self, request: SearchRequest) -> Iterator[Outline]: ...

    def scan(self, request: SearchRequest | None = None) -> Iterator[Document] | Iterator[Outline]:
        """All documents in order of id; with a request outlines of all its hits, from `start` on and whatever its
        `size`, in its order. They are of one generation, and each is read when it is asked for."""

    def generation(self) -> int:
        """Milliseconds since 1970 at the last commit, or one more than before it: names everything that is cached."""

    def close(self) -> None: ...
