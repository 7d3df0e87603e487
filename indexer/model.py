"""The nouns of timtin: what crosses the borders between its rooms. Values only, no I/O.

Read this first. An `Article` is what a raw file held; a `Document` is an article with its
facet values, which an engine stores; a `SearchRequest` holds a `Query` and `Filters`; a
`SearchResult` answers it with hits and facets.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")  # days are days there, whatever the server's clock
NONE = "_none"  # the filter value for "has no value in this facet"; no name starts with "_"
VALUE_FACETS = ("person", "ministry")  # facets whose values are names; the third is "date"

Sort = Literal["relevance", "newest", "oldest"]
Op = Literal["any", "all"]
Stream = Literal["fold", "syl", "word", "title_fold", "title_syl", "sketch"]
STREAMS: tuple[Stream, ...] = ("fold", "syl", "word", "title_fold", "title_syl", "sketch")


# ------------------------------------------------------------------ articles


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, and what says so."""

    at: datetime.datetime  # aware, in HANOI; midnight of the day where `timed` is False
    evidence: str  # "json-ld", "meta", "time", "header line", "url", "feed", "field" or "file name"
    literal: str  # the characters that were read
    timed: bool = True

    @property
    def day(self) -> datetime.date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read from, and how: of two runs over one source only `ingested` and `version` differ."""

    name: str  # path of the file as given, with "!<member>" of an archive and "#<line>" of a JSONL file
    format: str  # "text", "html", "jsonl", "json", "feed", "warc", "mhtml", "pdf" or "docx"
    encoding: str
    certainty: float = 1.0  # of the encoding, from 0.0 to 1.0; below 1.0 it was told by the letters
    offset: int = 0  # the byte of the file or member at which the article's record begins
    extractor: str = ""  # what cut the main text out: "text", "page", "trafilatura" or "field"
    removed: float = 0.0  # share of the source's text that was left out as furniture
    sha256: str = ""  # of the file, member, line or record that holds the article
    notes: tuple[str, ...] = ()  # what was dropped or repaired, for the operator
    ingested: datetime.datetime | None = None  # aware, in HANOI
    version: str = ""  # of timtin


@dataclass(frozen=True, slots=True)
class Article:
    """One news item. All text is NFC; paragraphs of the body are separated by one line feed."""

    id: str  # stable: the same link or content gives the same id; [0-9a-z-]+
    title: str
    body: str
    title_derived: bool = False  # the source had no title; this is the first sentence of the body
    published: Published | None = None
    url: str = ""  # http(s) only, or empty
    source: str = ""  # the outlet's name, or empty
    summary: str = ""  # the lead (sapo) where the source marks one; it stays in the body where it stood there
    author: str = ""  # as written, several between commas
    section: str = ""
    language: str = "vi"  # "vi", "en" or "und": told by its syllables
    origin: Origin = Origin("", "text", "utf-8")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in an article that names something: `text[start:end] == surface`."""

    kind: Literal["person", "ministry", "date", "number"]
    value: str  # person's or body's name, "2025-04-23" / "2025-04" / "XXXX-06-12", "753/QĐ-TTg"
    surface: str
    field: Literal["title", "body"]
    start: int  # code points in that field
    end: int
    role: str = ""  # "Thứ trưởng Bộ Tài chính" before a person; "unit" for a body known by its unit
    facet: bool = True  # counts as a facet value (a body named only through its unit does not)


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said before it was edited."""

    title: str
    body: str
    ingested: datetime.datetime | None  # when that text was read


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its facet values: what an engine stores."""

    article: Article
    persons: tuple[str, ...] = ()  # full names, in order of first mention, each once
    ministries: tuple[str, ...] = ()  # official names of bodies, likewise
    likely: datetime.date | None = None  # the day that the text implies where the article has no date
    mentions: tuple[Mention, ...] = ()
    group: str = ""  # id of the earliest of its near-duplicates, which carries it too; empty where there are none
    versions: tuple[Version, ...] = ()  # former texts, oldest first

    @property
    def id(self) -> str:
        return self.article.id

    @property
    def day(self) -> datetime.date | None:
        return self.article.published.day if self.article.published else None

    def values(self, facet: str) -> tuple[str, ...]:
        return self.persons if facet == "person" else self.ministries


@dataclass(frozen=True, slots=True)
class Removed:
    """What stands in a document's place after it was deleted, until it is stored again."""

    id: str


# ------------------------------------------------------------------ queries


@dataclass(frozen=True, slots=True)
class Term:
    """Matches documents with this term in this stream."""

    stream: Stream
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Matches documents in which the parts stand in order, at most `slop` positions apart.

    Each part is a choice of terms. `fold` and `syl` share positions, so parts may mix them.
    """

    parts: tuple[tuple[Term, ...], ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Matches documents with a term in this stream that starts with `text`."""

    stream: Stream
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """Matches documents with a value in this facet whose folded syllables hold these, side by side."""

    facet: str  # "person" or "ministry"
    folds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Matches documents published in this period."""

    period: Period


@dataclass(frozen=True, slots=True)
class And:
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Or:
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Matches documents that match `count` of the clauses or more."""

    count: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    clause: Clause


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every document."""


Clause = Term | Phrase | Prefix | Named | Dated | And | Or | AtLeast | Not | Everything


@dataclass(frozen=True, slots=True)
class Boost:
    """Adds `weight` times the clause's score where it matches; never changes what matches."""

    clause: Clause
    weight: float


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader should know about how his text was read."""

    kind: str  # "unbalanced-quote", "plain", ...: the front end has the words
    text: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader's text means: `must` decides what matches, `boosts` alone decide the score."""

    text: str = ""  # as typed, in NFC
    must: Clause = Everything()
    boosts: tuple[Boost, ...] = ()
    near: Clause | None = None  # what holds most of the words but not all; None where there is no such thing
    words: tuple[tuple[str, ...], ...] = ()  # folded syllables of its words of several
    notes: tuple[Note, ...] = ()


# ------------------------------------------------------------------ filters


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, a month of it, or a day of that; written 2025, 2025-04 or 2025-04-02."""

    year: int
    month: int = 0  # 0: the whole year
    day: int = 0  # 0: the whole month

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as `text`.

        Raises:
            ValueError: another form, or a day that no calendar has.
        """
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError(text)
        period = cls(*map(int, text.split("-")))
        datetime.date(period.year, period.month or 1, period.day or 1)
        if str(period) != text:  # month 00 or day 00
            raise ValueError(text)
        return period

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def parent(self) -> Period | None:
        if self.day:
            return Period(self.year, self.month)
        return Period(self.year) if self.month else None


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
    query: Query = Query()
    filters: Filters = Filters()
    sort: Sort = "relevance"  # without a query: newest first
    start: int = 0
    size: int = 10
    facet_size: int = 10  # values listed a facet, beside the chosen ones; 0: nothing is counted
    grouped: bool = False  # of near-duplicates only the earliest found one is a hit
    lineage: bool = False  # a chosen ministry stands for those that ended in it too; the searcher's, not the engine's


# ------------------------------------------------------------------ results


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


@dataclass(frozen=True, slots=True)
class Bucket:
    value: str  # a name, or str(Period)
    count: int  # the total of the search that choosing this value gives


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
    near: tuple[Hit, ...] = ()  # hold most of the words; in no count
    suggestion: Suggestion | None = None  # where nothing was found

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)
