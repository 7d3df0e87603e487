"""The nouns of timtin: what an archive holds. Values only, no I/O.

Read this first, then `clauses.py` and `request.py`. An `Article` is what a raw file held; a
`Document` is an article with its facet values, which an engine stores; a `SearchRequest` holds
a `Query` and `Filters`; a `SearchResult` answers it with hits and facets.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")  # days are days there, whatever the server's clock


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, and what says so."""

    at: datetime.datetime  # aware, at the offset of HANOI; midnight of the day where `timed` is False
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
    format: str  # "text", "markdown", "html", "mhtml", "jsonl", "feed", "pdf" or "docx"
    encoding: str
    certainty: float = 1.0  # of the encoding, from 0.0 to 1.0; below 1.0 it was told by the letters
    offset: int = 0  # the byte of the file or member at which the article's record begins
    extractor: str = ""  # what cut the main text out: "text", "page" or "field"
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
    captions: tuple[str, ...] = ()  # of its pictures; no part of the body, read for what they name
    language: str = "vi"  # "vi", "en" or "und": told by its syllables
    origin: Origin = Origin("", "text", "utf-8")


Kind = Literal["person", "ministry", "date", "number"]
Field = Literal["title", "body", "captions"]  # of captions: one after the other, parted by line feeds


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in an article that names something: `text[start:end] == surface`."""

    kind: Kind
    value: str  # person's or body's name, "2025-04-23" / "2025-04" / "XXXX-06-12", "753/QĐ-TTg"
    surface: str
    field: Field
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
