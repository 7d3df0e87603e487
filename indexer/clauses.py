"""The nouns of a question: what a reader's text means, as clauses that every engine answers. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.model import Period

Stream = Literal["fold", "syl", "word", "title_fold", "title_syl", "sketch"]
STREAMS: tuple[Stream, ...] = ("fold", "syl", "word", "title_fold", "title_syl", "sketch")


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
    near: Clause | None = None  # what holds some of the words but not all; None where there is no such thing
    words: tuple[tuple[str, ...], ...] = ()  # folded syllables of each
    notes: tuple[Note, ...] = ()
