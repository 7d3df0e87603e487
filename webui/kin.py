"""An article + the archive -> its copies in other outlets, and the articles that are like it."""

import re
from dataclasses import dataclass, replace

from indexer import Document, Filters, Searcher, SearchRequest

SIMILAR = 6  # articles listed
COPIES = 100  # those of an article that its page lists
CANDIDATES = 20  # best hits looked at
TITLE = 200  # letters of the title that are searched for
RUN = 3  # words
LIKE = 0.02  # the same, from which two articles tell of one thing though they name nobody in common
SAME = 0.6  # share of the runs of words in two texts that they have in common, from which they are copies


@dataclass(frozen=True, slots=True)
class Kin:
    copies: tuple[Document, ...] = ()  # earliest first
    similar: tuple[Document, ...] = ()  # likest first


def kin(searcher: Searcher, document: Document) -> Kin:
    own = _runs(document)
    copies: list[Document] = []
    similar: list[Document] = []
    for other in _candidates(searcher, document):
        runs = _runs(other)
        common = len(own & runs) / max(1, len(own | runs))
        if common >= SAME or (document.group and document.group == other.group):
            copies.append(other)
        elif common >= LIKE or _names(document) & _names(other):
            similar.append(other)
    known = {copy.id for copy in copies}
    copies += [other for other in _group(searcher, document) if other.id not in known]
    return Kin(tuple(sorted(copies, key=_time)), tuple(similar[:SIMILAR]))


def _names(document: Document) -> frozenset[str]:
    return frozenset((*document.persons, *document.ministries))


def _group(searcher: Searcher, document: Document) -> list[Document]:
    if not document.group:
        return []
    wanted = SearchRequest(filters=Filters(group=document.group), sort="oldest", size=COPIES)
    return [other for other in searcher.documents(wanted) if other.id != document.id]


def _candidates(searcher: Searcher, document: Document) -> list[Document]:
    """What holds all words of its title, then what holds some of them."""
    query = searcher.parse(" ".join(re.findall(r"\w+", document.article.title.lower()))[:TITLE], expand=False)
    found: list[Document] = []
    for clause in (query.must, query.near) if query.text else ():
        if clause:
            found += searcher.documents(SearchRequest(replace(query, must=clause), size=CANDIDATES))
    return [other for other in found if other.id != document.id]


def _time(document: Document) -> tuple[str, str]:
    """Articles without a date come last."""
    published = document.article.published
    return published.at.isoformat() if published else "unknown", document.id


def _runs(document: Document) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", document.article.body.lower())
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
