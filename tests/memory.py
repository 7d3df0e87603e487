"""The engine that defines the meaning of the port: it keeps everything in a dict and scans it all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import overload

from indexer import analysis
from indexer.clauses import (
    STREAMS,
    And,
    AtLeast,
    Clause,
    Dated,
    Everything,
    Named,
    Not,
    Or,
    Phrase,
    Prefix,
    Stream,
    Term,
)
from indexer.engine import Analysed
from indexer.engine.stored import Outline, dump, outline
from indexer.model import Document, Period, Removed
from indexer.request import NONE, VALUE_FACETS, Bucket, Facet, Filters, Hit, SearchRequest, SearchResult


class MemoryEngine:
    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._generation = 0
        self._removed: set[str] = set()
        self._outcomes: Mapping[str, int] = {}

    def add(self, documents: Iterable[Document | Analysed], outcomes: Mapping[str, int] | None = None) -> None:
        self._outcomes = outcomes or self._outcomes
        self._commit({**self._documents, **by_id(documents)})

    def rebuild(self, documents: Iterable[Document | Analysed]) -> None:
        self._outcomes = {}
        self._commit(by_id(documents))

    def delete(self, ids: Iterable[str]) -> int:
        gone = set(ids) & set(self._documents)
        self._removed |= gone
        self._commit({id: document for id, document in self._documents.items() if id not in gone})
        return len(gone)

    def _commit(self, documents: dict[str, Document]) -> None:
        self._documents = documents
        self._removed -= set(documents)
        self._generation = max(time.time_ns() // 1_000_000, self._generation + 1)

    def get(self, id: str) -> Document | Removed | None:
        return self._documents.get(id) or (Removed(id) if id in self._removed else None)

    def count(self) -> int:
        return len(self._documents)

    def generation(self) -> int:
        return self._generation

    def close(self) -> None:
        self._documents = {}

    @overload
    def scan(self) -> Iterator[Document]: ...

    @overload
    def scan(self, request: SearchRequest) -> Iterator[Outline]: ...

    def scan(self, request: SearchRequest | None = None) -> Iterator[Document] | Iterator[Outline]:
        if request:
            hits = self.search(replace(request, size=self.count())).hits
            return (outline(dump(hit.document)) for hit in hits)
        return iter(sorted(self._documents.values(), key=lambda document: document.id))

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        if field == "outcome":
            return iter(sorted(self._outcomes.items()))
        return iter(sorted(Counter(text for held in self.scan() for text in set(values(held, field))).items()))

    def search(self, request: SearchRequest) -> SearchResult:
        matching = [document for document in self.scan() if matches(document, request.query.must)]
        found = [document for document in matching if passes(document, request.filters)]
        first = first_of_groups(found)
        hits = [Hit(document, score(document, request)) for document in (first if request.grouped else found)]
        hits.sort(key=lambda hit: order(hit, request))
        page = hits[request.start : request.start + request.size]
        facets = tuple(all_facets(matching, request)) if request.facet_size else ()
        return SearchResult(len(found), tuple(page), facets, len(first))


def by_id(documents: Iterable[Document | Analysed]) -> dict[str, Document]:
    plain = (document.document if isinstance(document, Analysed) else document for document in documents)
    return {document.id: document for document in plain}


def values(document: Document, field: str) -> Iterable[str]:
    """What `terms` tells of a document."""
    if field == "source":
        return [document.article.source] if document.article.source else []
    if field in VALUE_FACETS:
        return document.values(field)
    return [term for part in texts(document, field) for term in part]  # type: ignore[arg-type]


# ------------------------------------------------------------------ what matches


@cache  # each text is analysed once
def streams_of(title: str, body: str) -> dict[Stream, tuple[list[str], ...]]:
    held = next(analysis.streams_of([(title, body)]))
    fold = tuple(map(analysis.folds_of, held["syl"]))
    return {**held, "fold": fold, "title_syl": held["syl"][:1], "title_fold": fold[:1]}


def texts(document: Document, stream: Stream) -> tuple[list[str], ...]:
    """The terms of the title and, for the streams of the whole text, those of the body."""
    return streams_of(document.article.title, document.article.body)[stream]


def matches(document: Document, clause: Clause) -> bool:
    match clause:
        case Everything():
            return True
        case Term(stream, text):
            return any(text in part for part in texts(document, stream))
        case Prefix(stream, text):
            return any(term.startswith(text) for part in texts(document, stream) for term in part)
        case Phrase():
            return phrases(document, clause) > 0
        case And(clauses) | Or(clauses):
            quantifier = all if isinstance(clause, And) else any
            return quantifier(matches(document, inner) for inner in clauses)
        case Named(facet, folds):
            return any(analysis.holds(value, folds) for value in document.values(facet))
        case Dated(period):
            return within(document.day, period)
        case AtLeast(count, clauses):
            return sum(matches(document, inner) for inner in clauses) >= count
        case Not(inner):
            return not matches(document, inner)
    raise TypeError(clause)


def phrases(document: Document, phrase: Phrase) -> int:
    """How many times the first part starts an occurrence."""
    streams: dict[Stream, tuple[list[str], ...]] = {stream: texts(document, stream) for stream in STREAMS}
    pieces = range(len(streams[phrase.parts[0][0].stream]))
    return sum(
        ends(streams, phrase, piece, at)
        for piece in pieces
        if all(any(word in words for words, word in sought(streams, part, piece)) for part in phrase.parts)
        for at in range(len(streams["fold"][piece]))
        if stands(streams, phrase.parts[0], piece, at)
    )


def ends(streams: dict[Stream, tuple[list[str], ...]], phrase: Phrase, piece: int, at: int) -> bool:
    """Whether the other parts can follow, each at most slop + 1 after the one before."""
    reached = {at}
    for part in phrase.parts[1:]:
        near = {after for before in reached for after in range(before + 1, before + 2 + phrase.slop)}
        reached = {after for after in near if stands(streams, part, piece, after)}
    return bool(reached)


def stands(streams: dict[Stream, tuple[list[str], ...]], part: tuple[Term, ...], piece: int, at: int) -> bool:
    return any(at < len(terms) and terms[at] == text for terms, text in sought(streams, part, piece))


def sought(
    streams: dict[Stream, tuple[list[str], ...]], part: tuple[Term, ...], piece: int
) -> list[tuple[list[str], str]]:
    """Of each term of the part the terms of a piece, among which it is sought; a title's stream has one piece."""
    return [(terms, term.text) for term in part for terms in streams[term.stream][piece : piece + 1]]


def score(document: Document, request: SearchRequest) -> float:
    return sum(boost.weight for boost in request.query.boosts if matches(document, boost.clause))


def first_of_groups(found: list[Document]) -> list[Document]:
    """Of near-duplicates only the earliest."""
    oldest = sorted(found, key=lambda document: order(Hit(document, 0.0), SearchRequest(sort="oldest")))
    return list({document.group or document.id: document for document in reversed(oldest)}.values())


def order(hit: Hit, request: SearchRequest) -> tuple[object, ...]:
    published = hit.document.article.published
    time = published.at.timestamp() if published else 0.0
    by_time = (published is None, time if request.sort == "oldest" else -time, hit.document.id)
    return (-hit.score, *by_time) if request.sort == "relevance" else by_time


# ------------------------------------------------------------------ what the filters let through


def passes(document: Document, filters: Filters) -> bool:
    if filters.group and (document.group or document.id) != filters.group:
        return False
    return passes_dates(document, filters) and all(passes_values(document, filters, facet) for facet in VALUE_FACETS)


def passes_dates(document: Document, filters: Filters) -> bool:
    day = document.day
    if filters.date and not within(day, filters.date):
        return False
    if (filters.since or filters.until) and day is None:
        return False
    if day and not (filters.since or date.min) <= day <= (filters.until or date.max):
        return False
    if filters.undated and day:
        return False
    return not filters.likely or (day is None and within(document.likely, filters.likely))


def within(day: date | None, period: Period) -> bool:
    return day is not None and period.first <= day <= period.last


def has(document: Document, facet: str, value: str) -> bool:
    values = document.values(facet)
    return not values if value == NONE else value in values


def passes_values(document: Document, filters: Filters, facet: str) -> bool:
    if any(has(document, facet, value) for value in filters.excluded(facet)):
        return False
    chosen = filters.chosen(facet)
    quantifier: Callable[[Iterable[bool]], bool] = any if filters.op(facet) == "any" else all
    return not chosen or quantifier(has(document, facet, value) for value in chosen)


# ------------------------------------------------------------------ what the facets say


def all_facets(matching: list[Document], request: SearchRequest) -> Iterator[Facet]:
    yield date_facet(matching, request.filters)
    yield likely_facet(matching, request.filters)
    for facet in VALUE_FACETS:
        yield value_facet(matching, request, facet)


def value_facet(matching: list[Document], request: SearchRequest, facet: str) -> Facet:
    """The definition itself: a count is the total of the search that choosing the value gives."""

    def total(value: str) -> int:
        chosen = frozenset({value}) | (filters.chosen(facet) if filters.op(facet) == "all" else frozenset())
        narrowed = replace(filters, **{facet: chosen})
        return sum(has(document, facet, value) and passes(document, narrowed) for document in matching)

    filters = request.filters
    chosen = filters.chosen(facet) - {NONE}
    held = {value for document in matching for value in document.values(facet)}
    counts = {value: total(value) for value in held}
    ranked = sorted((value for value in counts if counts[value]), key=lambda value: (-counts[value], value))
    others = [value for value in ranked if value not in chosen][: request.facet_size]
    shown = sorted([*chosen, *others], key=lambda value: (-counts.get(value, 0), value))
    return Facet(facet, tuple(Bucket(value, counts.get(value, 0)) for value in shown), total(NONE), len(ranked))


def date_facet(matching: list[Document], filters: Filters) -> Facet:
    rest = replace(filters, date=None, since=None, until=None, undated=False, likely=None)
    scope = [document for document in matching if passes(document, rest)]
    days = [document.day for document in scope if document.day]
    return periods("date", days, filters.date, none=len(scope) - len(days))


def likely_facet(matching: list[Document], filters: Filters) -> Facet:
    rest = replace(filters, date=None, since=None, until=None, undated=True, likely=None)
    scope = [document for document in matching if passes(document, rest)]
    days = [document.likely for document in scope if document.likely]
    return periods("likely", days, filters.likely, none=len(scope) - len(days))


def periods(name: str, days: list[date], chosen: Period | None, none: int) -> Facet:
    """The years; the months of a chosen year; the days of a chosen month or of a chosen day's month."""
    above = chosen.parent if chosen and chosen.day else chosen
    size = 1 if above is None else 2 if not above.month else 3
    inside = [day for day in days if above is None or within(day, above)]
    counts = Counter(Period(*(day.year, day.month, day.day)[:size]) for day in inside)
    if chosen and chosen.day:
        counts[chosen] += 0
    buckets = tuple(Bucket(str(period), counts[period]) for period in sorted(counts))
    return Facet(name, buckets, none, sum(count > 0 for count in counts.values()))
