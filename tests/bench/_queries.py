"""Documents -> requests of every class, the same on every run: words as often and as near as the class says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from random import Random

from indexer.clauses import And, Boost, Clause, Or, Phrase, Prefix, Query, Term
from indexer.engine import Analysed
from indexer.query import parse
from indexer.request import Filters, SearchRequest
from tests.bench._peers import TOP, leaves

COUNT = 24  # requests a class
PAGE = 10
SAMPLE = 5_000  # documents that say how frequent a word is

Words = list[list[str]]  # the terms of the bodies
Maker = Callable[[Random], Clause | None]


def classes(documents: Sequence[Analysed]) -> dict[str, list[SearchRequest]]:
    """Requests of each class; those on the stream "fold" alone, but "product", which is what the site asks."""
    maker = _Maker(documents[:SAMPLE])
    plain: dict[str, Maker] = {
        "rare": maker.term(0.0004, 0.004),
        "common": maker.term(0.05, 0.2),
        "broad": maker.term(0.2, 0.7),
        "and2": maker.both,
        "or3": maker.either,
        "phrase": maker.phrase(1, 0),
        "near": maker.phrase(4, 5),
        "prefix": maker.prefix,
    }
    found = {name: list(_requests(make)) for name, make in plain.items()}
    common = list(_requests(maker.term(0.1, 0.6), seed=2))
    found["filter"] = [replace(request, filters=maker.filters(place)) for place, request in enumerate(common)]
    found["date"] = [replace(request, sort="newest") for request in common]
    found["offset"] = [replace(request, start=500) for request in common]
    found["product"] = list(islice(maker.product(), COUNT))
    return found


def faceted(request: SearchRequest) -> SearchRequest:
    return replace(request, facet_size=TOP)


def _requests(make: Maker, seed: int = 1) -> Iterator[SearchRequest]:
    random = Random(seed)
    made: dict[Clause, None] = {}
    for _ in range(100_000):
        if len(made) == COUNT:
            break
        if (clause := make(random)) is not None:
            made[clause] = None
    for clause in made:
        boosts = tuple(Boost(leaf, 1.0) for leaf in leaves(clause) if not isinstance(leaf, Prefix))
        yield SearchRequest(Query(must=clause, boosts=boosts), size=PAGE, facet_size=0)


class _Maker:
    def __init__(self, documents: Sequence[Analysed]) -> None:
        self._documents = documents
        self._bodies: Words = [made.parts("fold")[1] for made in documents]
        held = Counter(term for body in self._bodies for term in set(body))
        self._share = {term: count / len(documents) for term, count in held.items()}
        ministries = Counter(name for made in documents for name in made.document.ministries)
        self._ministries = [name for name, _ in ministries.most_common(5)]

    def term(self, least: float, most: float) -> Maker:
        names = sorted(name for name, share in self._share.items() if least <= share <= most)
        return lambda random: Term("fold", random.choice(names)) if names else None

    def both(self, random: Random) -> Clause | None:
        return And(tuple(terms)) if len(terms := self._together(random, 2)) == 2 else None

    def either(self, random: Random) -> Clause | None:
        return Or(tuple(terms)) if len(terms := self._together(random, 3)) == 3 else None

    def phrase(self, distance: int, slop: int) -> Maker:
        def make(random: Random) -> Clause | None:
            body = random.choice(self._bodies)
            at = random.randrange(max(len(body) - distance, 1))
            pair = [body[at : at + 1], body[at + distance : at + distance + 1]]
            if any(len(held) != 1 or self._share[held[0]] < 0.01 for held in pair) or pair[0] == pair[1]:
                return None
            return Phrase(tuple((Term("fold", held[0]),) for held in pair), slop)

        return make

    def prefix(self, random: Random) -> Clause:
        name = random.choice(random.choice([body for body in self._bodies if body]))
        return Prefix("fold", name[: max(2, len(name) - 1)])

    def filters(self, place: int) -> Filters:
        ministry = frozenset({self._ministries[place % len(self._ministries)]})
        return Filters(ministry=ministry, since=date(2018, 1, 1), until=date(2022, 12, 31))

    def product(self) -> Iterator[SearchRequest]:
        """What readers of the sample's titles would type, and the whole ranking that it gets."""
        random = Random(3)
        for made in islice(random.sample(self._documents, len(self._documents)), 40 * COUNT):
            words = made.document.article.title.split()
            if len(words) >= 4:
                at = random.randrange(len(words) - 3)
                query = parse(" ".join(words[at : at + random.choice([2, 2, 3, 4])]), expand=False)
                if query.boosts and _plain(query.must):
                    yield SearchRequest(query, size=PAGE, facet_size=0)

    def _together(self, random: Random, count: int) -> list[Term]:
        """Words of one body, neither rare nor in most bodies."""
        body = sorted({term for term in random.choice(self._bodies) if 0.02 <= self._share[term] <= 0.4})
        return [Term("fold", term) for term in random.sample(body, min(count, len(body)))]


def _plain(clause: Clause) -> bool:
    """Only of what every engine of the benchmark has."""
    match clause:
        case And(clauses) | Or(clauses):
            return all(map(_plain, clauses))
    return isinstance(clause, Term)
