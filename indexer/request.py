"""The nouns of a search: what is asked of an engine, and what it answers. Values only."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Literal, NamedTuple

from indexer.clauses import Query
from indexer.model import Document, Period

NONE = "_none"  # the filter value for "has no value in this facet"; no name starts with "_"
VALUE_FACETS = ("person", "ministry")  # facets whose values are names; the third is "date"

Sort = Literal["relevance", "newest", "oldest"]
Op = Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class Filters:
    """The narrowings that the reader chose. `NONE` among the values means "has none"."""

    person: frozenset[str] = frozenset()
    ministry: frozenset[str] = frozenset()
    person_op: Op = "any"
    ministry_op: Op = "any"
    x_person: frozenset[str] = frozenset()  # excluded
    x_ministry: frozenset[str] = frozenset()
    date: Period | None = None
    since: datetime.date | None = None  # inclusive, as `until`
    until: datetime.date | None = None
    undated: bool = False  # only articles without a publication date
    likely: Period | None = None  # of those, only the ones whose text implies a day in this period
    group: str = ""  # only the near-duplicates of this group, or the article of this id

    def chosen(self, facet: str) -> frozenset[str]:
        return self.person if facet == "person" else self.ministry

    def op(self, facet: str) -> Op:
        return self.person_op if facet == "person" else self.ministry_op

    def excluded(self, facet: str) -> frozenset[str]:
        return self.x_person if facet == "person" else self.x_ministry


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked of an engine; by default the ten newest articles, with all facets."""

    query: Query = Query()
    filters: Filters = Filters()
    sort: Sort = "relevance"  # without a query: newest first
    start: int = 0
    size: int = 10
    facet_size: int = 10  # values listed a facet, beside the chosen ones; 0: nothing is counted
    grouped: bool = False  # of near-duplicates only the earliest found one is a hit
    lineage: bool = False  # a chosen ministry stands for those that ended in it too; the searcher's, not the engine's


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage and the spans in it to mark: `(start, end)` code points, ascending, disjoint."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document. Engines leave the snippets to the searcher."""

    document: Document
    score: float  # 0.0 where the request sorts by date
    title: Snippet = Snippet("")
    snippet: Snippet = Snippet("")


class Bucket(NamedTuple):  # a page may list hundreds, and a dataclass takes five times as long to make
    """A value of a facet and how many articles have it."""

    value: str  # a name, or str(Period)
    count: int  # type: ignore[assignment]  # the total of the search that choosing this value gives

    @classmethod
    def each(cls, pairs: Iterable[tuple[str, int]]) -> "tuple[Bucket, ...]":
        """Of values with counts; in half of the time that making them one by one takes."""
        return tuple(map(tuple.__new__, repeat(cls), pairs))


@dataclass(frozen=True, slots=True)
class Facet:
    """A named list of values with counts.

    `person`, `ministry`: chosen values and the commonest others, by falling count, ties by
    value. `date`: every period below the chosen one that has articles, in order of time.
    `likely`: the same over articles without a date, by the day that their text implies.
    """

    name: str
    buckets: tuple[Bucket, ...]
    none: int = 0  # articles with no value
    distinct: int = 0  # values with a count above 0, listed or not


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another text that the reader may have meant, and the total of its search."""

    text: str
    total: int
    kind: Literal["telex", "spelling"]  # an input method was off; a few letters or tones are wrong


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What is found. `near` and `suggestion` are the searcher's; engines leave them empty."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()  # date, likely, person, ministry; none where facet_size is 0
    groups: int = 0  # what was found, near-duplicates counted once
    near: tuple[Hit, ...] = ()  # hold some of the words; in no count
    suggestion: Suggestion | None = None  # where nothing was found, or what seems misspelled

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)
