"""An article + the engine that holds it -> its copies in other outlets, and the articles that are like it."""

import re
from dataclasses import dataclass, replace

from indexer import query
from indexer.engine import Engine
from indexer.model import Document
from indexer.request import Filters, SearchRequest

SIMILAR = 6  # articles listed
COPIES = 100  # those of an article that its page lists
CANDIDATES = 20  # best hits looked at
TITLE = 200  # letters of the title that are searched for
RUN = 3  # words
LIKE = 0.02  # share of the runs of words in two texts that they have in common, from which they tell of one thing
SAME = 0.6  # the same, from which they are copies


@dataclass(frozen=True, slots=True)
class Related:
    """What a reader of an article may read next."""

    copies: tuple[Document, ...] = ()  # earliest first
    similar: tuple[Document, ...] = ()  # likest first


def to(document: Document, engine: Engine) -> Related:
    """Likeness is Jaccard's, of the runs of words in the two bodies.

    Raises:
        EngineError: could not search.
    """
    own, names = _runs(document), _names(document)
    copies = {other.id: other for other in _group(document, engine)}
    similar: list[Document] = []
    for other in _candidates(document, engine):
        runs = _runs(other)
        common = len(own & runs) / max(1, len(own | runs))
        if common >= SAME:
            copies[other.id] = other
        elif other.id not in copies and (common >= LIKE or names & _names(other)):
            similar.append(other)
    return Related(tuple(sorted(copies.values(), key=_time)), tuple(similar[:SIMILAR]))


def _names(document: Document) -> frozenset[str]:
    return frozenset((*document.persons, *document.ministries))


def _group(document: Document, engine: Engine) -> list[Document]:
    if not document.group:
        return []
    return _others(document, engine, SearchRequest(filters=Filters(group=document.group), sort="oldest", size=COPIES))


def _candidates(document: Document, engine: Engine) -> list[Document]:
    """What holds all words of its title, then what holds some of them."""
    asked = query.parse(" ".join(re.findall(r"\w+", document.article.title.lower()))[:TITLE], expand=False)
    wanted = [clause for clause in (asked.must, asked.near) if asked.text and clause]
    requests = (SearchRequest(replace(asked, must=clause), size=CANDIDATES) for clause in wanted)
    return [other for request in requests for other in _others(document, engine, request)]


def _others(document: Document, engine: Engine, request: SearchRequest) -> list[Document]:
    hits = engine.search(replace(request, facet_size=0)).hits
    return [hit.document for hit in hits if hit.document.id != document.id]


def _time(document: Document) -> tuple[str, str]:
    """Articles without a date come last."""
    published = document.article.published
    return published.at.isoformat() if published else "unknown", document.id


def _runs(document: Document) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", document.article.body.lower())
    return frozenset(zip(*(words[at:] for at in range(RUN)), strict=False))
