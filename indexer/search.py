"""The searcher: parse, ask the engine, highlight. All that a front end needs."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache, partial

from indexer import highlight, query, related, succession
from indexer.cache import Cache
from indexer.clauses import Query
from indexer.clock import phase
from indexer.config import Settings
from indexer.engine import Engine, Outline, configured
from indexer.entities.bodies import slugify
from indexer.entities.register import register
from indexer.entities.roster import people, roster
from indexer.model import HANOI, Document, Removed
from indexer.related import Related
from indexer.request import NONE, VALUE_FACETS, Bucket, Filters, Hit, SearchRequest, SearchResult, Snippet, Suggestion
from indexer.slugs import Slugs
from indexer.suggest import FEW, Suggester

FORM_SIZE = 200  # bytes, about, of a written form with its count


class Searcher:
    """Answers requests about one archive. May be shared by threads.

    Args:
        kept: bytes of answers that are kept for who asks the same of the same generation.
    """

    def __init__(self, engine: Engine, *, kept: int = 0) -> None:
        self._engine = engine
        self._results = Cache[SearchResult](kept, _size)
        self._forms = Cache[tuple[Bucket, ...]](kept // 16, lambda forms: FORM_SIZE * (1 + len(forms)))
        self._counts = lru_cache(maxsize=4)(self._read_counts)
        self._suggester = Suggester(engine)
        self._slugs = {facet: Slugs(partial(self._names, facet)) for facet in VALUE_FACETS}
        self._seen = threading.local()  # the generation that this thread asked for last

    def parse(self, text: str, *, expand: bool = True, exact: bool = False) -> Query:
        """What the reader's text means; with `expand`, abbreviations and other names are followed; with
        `exact`, a typed tone does not match text that was written without tones.

        Raises:
            QueryError: the text cannot be searched; the message is for the reader.
        """
        return query.parse(text, expand=expand, exact=exact)

    def search(self, request: SearchRequest) -> SearchResult:
        """The engine's answer, with title and snippet of every hit marked.

        Raises:
            EngineError: could not search.
        """
        return self._results.get(request, lambda: self._searched(request), generation=self.generation())

    def _searched(self, request: SearchRequest) -> SearchResult:
        result = self._found(request)
        result = replace(result, hits=_marked(result.hits, request.query, request.filters))
        if request.start or not request.size:
            return result
        suggestion = self._suggester.suggestion(request.query, request.filters, result)
        near = self._near(request, suggestion) if result.total < FEW else ()
        return replace(result, near=near, suggestion=suggestion)

    def every(self, request: SearchRequest) -> Iterator[Outline]:
        """Of all documents that answer a request, from its `start` on, in its order; each is read when it is asked for.

        Raises:
            EngineError: could not search.
        """
        return self._engine.scan(succession.followed(request))

    def documents(self, request: SearchRequest) -> list[Document]:
        """Those of the hits of a request; nothing is counted, marked or suggested.

        Raises:
            EngineError: could not search.
        """
        return [hit.document for hit in self._found(replace(request, facet_size=0)).hits]

    def counts(self, field: str) -> Mapping[str, int]:
        """All values of a facet of names, or all outlets ("source"), each with the number of its articles, commonest
        first."""
        return self._counts(field, self.generation())

    def outcomes(self) -> dict[str, int]:
        """How many articles and files of the last build came to each state; the skipped ones "skipped: REASON"."""
        return dict(self._engine.terms("outcome"))

    def forms(self, request: SearchRequest) -> tuple[Bucket, ...]:
        """How the words of a query without marks are written in what it finds, each with its own total."""
        asked = request.query, request.filters
        return self._forms.get(asked, lambda: self._suggester.forms(*asked), generation=self.generation())

    def _found(self, request: SearchRequest) -> SearchResult:
        with phase("query"):
            return succession.search(request, self._engine.search)

    def _near(self, request: SearchRequest, suggestion: Suggestion | None) -> tuple[Hit, ...]:
        """The articles that hold some of the words, best first; for keystrokes, those of what was meant."""
        asked = request.query
        if suggestion and suggestion.kind == "telex":
            asked = query.parse(suggestion.text)
        elif asked.near:
            asked = replace(asked, must=asked.near)
        else:
            return ()
        found = self._found(SearchRequest(asked, request.filters, size=FEW, facet_size=0))
        return _marked(found.hits, asked, request.filters)

    def article(self, id: str) -> Document | Removed | None:
        return self._engine.get(id)

    def related(self, document: Document) -> Related:
        """Its copies in other outlets, and the articles that are like it."""
        with phase("query"):
            return related.to(document, self._engine)

    def marked(self, document: Document, query: Query) -> tuple[Snippet, tuple[Snippet, ...]]:
        """The whole article with every match marked: its title, and the paragraphs of its body."""
        title = highlight.marked(document.article.title, query, title=True)
        return title, tuple(highlight.paragraphs(document.article.body, query))

    def values(self, facet: str, slug: str) -> frozenset[str]:
        """The names that `slug` stands for: one, or all that differ in their tones alone.

        An unknown slug stands for itself, so that it matches nothing. Names are those of the generation that
        this thread asked for last: a page shows a hundred, and asks once.
        """
        if slug == NONE:
            return frozenset({NONE})
        names = self._slugs[facet].names(slug, self._settled())
        return names or _renamed(facet, slug) or frozenset({slug})

    def slug(self, facet: str, value: str) -> str:
        """The name's word in URLs: without tones, but with them where another name has the same letters."""
        return NONE if value == NONE else self._slugs[facet].slug(value, self._settled())

    def count(self) -> int:
        return self._engine.count()

    def generation(self) -> int:
        self._seen.generation = found = self._engine.generation()
        return found

    def _settled(self) -> int:
        return getattr(self._seen, "generation", None) or self.generation()

    def committed(self) -> datetime:
        """When the archive was written to last, in Hanoi."""
        return datetime.fromtimestamp(self.generation() / 1000, HANOI)

    def close(self) -> None:
        self._engine.close()

    def _read_counts(self, field: str, _generation: int) -> Mapping[str, int]:
        return dict(sorted(self._engine.terms(field), key=lambda term: (-term[1], term[0])))

    def _names(self, facet: str) -> Iterator[str]:
        return (name for name, _ in self._engine.terms(facet))


def open_searcher(settings: Settings) -> Searcher:
    """A searcher over the engine that the settings name, which is read with the first request.

    Raises:
        ConfigError: it is unknown, or the operator's lists of bodies and persons cannot be read.
    """
    register()  # read now, so that a wrong list stops the start and not the first reader
    roster()
    return Searcher(configured(settings), kept=settings.cache << 20)


def _renamed(facet: str, slug: str) -> frozenset[str]:
    """The names that had `slug` before, or have an alias of it."""
    if facet == "person":
        return frozenset(person.name for person in people(slug.replace("-", " ")))
    return _bodies().get(slug, frozenset())


@cache
def _bodies() -> Mapping[str, frozenset[str]]:
    """The slug of every name of a body -> the names of the bodies that have it."""
    held: dict[str, frozenset[str]] = {}
    for body in register().bodies:
        for slug in map(slugify, (body.name, *body.aliases)):
            held[slug] = held.get(slug, frozenset()) | {body.name}
    return held


def _marked(hits: tuple[Hit, ...], query: Query, filters: Filters) -> tuple[Hit, ...]:
    """With title and snippet; where no word of the query is found, the snippet shows the chosen names."""
    chosen = filters.person | filters.ministry
    with phase("snippets"):
        return tuple(
            replace(
                hit,
                title=highlight.marked(hit.document.article.title, query, title=True),
                snippet=highlight.snippet(hit.document.article.body, query, _places(hit.document, chosen)),
            )
            for hit in hits
        )


def _places(document: Document, names: frozenset[str]) -> list[tuple[int, int]]:
    """Where the body names each first."""
    mentions = [mention for mention in document.mentions if mention.field == "body" and mention.value in names]
    return [*{mention.value: (mention.start, mention.end) for mention in reversed(mentions)}.values()]


def _size(result: SearchResult) -> int:
    """About how many bytes an answer has: text of two bytes a letter, and what its mentions and buckets take."""
    articles = [hit.document for hit in (*result.hits, *result.near)]
    text = sum(len(document.article.body) + len(document.article.title) for document in articles)
    mentions = sum(len(document.mentions) for document in articles)
    buckets = sum(len(facet.buckets) for facet in result.facets)
    return 2 * text + 400 * mentions + 150 * buckets + 2_000 * (1 + len(articles))
