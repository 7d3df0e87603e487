"""The register in, every way to write a body's name out: what the gazetteer of ministries looks for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Literal

from indexer.entities.bodies import Body
from indexer.entities.gazetteer import Gazetteer, lines
from indexer.entities.passage import Passage, fold
from indexer.entities.register import register

MINISTRY = "bộ "
BETWEEN_WORDS = (" và ", " - ", "-", ", ", " & ", "&", " ", " -", "- ", ",")
BETWEEN_LETTERS = ("", "-", "&", ",", ", ", " & ", " - ", " và ", ".", " ")
SEPARATOR = re.compile(r" ?(?:[-–,&]| và ) ?")
OURS = re.compile(r"(?<!\A)(?: của)? việt nam\Z")
AMBIGUOUS_VERBS = ("xây dựng",)  # "Bộ xây dựng dự thảo": the ministry builds

Kind = Literal["body", "field", "head", "unit", "never"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a matched name stands for. `ids` may hold several rows that had one name at different times."""

    kind: Kind
    ids: tuple[str, ...] = ()
    letters: bool = False  # an abbreviation: counts only in capitals
    capital: bool = False  # the field's own first letter must be a capital, even after "Bộ"
    exact: str = ""  # counts only when written like this
    outlet: bool = False  # as of a body
    unit: int = -1  # place among the register's units; of a body, where its name is now a unit's


@dataclass(frozen=True, slots=True)
class Named:
    """A place that names a body, before it is known whose and of what time."""

    passage: Passage
    start: int
    end: int
    ids: tuple[str, ...]
    why: str  # "name", "in an office" ("Bộ trưởng Công Thương"), "in a list"

    @property
    def bare(self) -> str:
        """The name as written, folded, without "bộ"."""
        return self.passage.folded[self.start : self.end].removeprefix(MINISTRY)


@cache
def gazetteer() -> Gazetteer[Form]:
    names: dict[str, Form] = {}
    for name, form in _all():
        for spelt in {name, OURS.sub(" vn", name)}:
            names[spelt] = _both(names[spelt], form) if spelt in names else form
    return Gazetteer(names)


def _both(held: Form, other: Form) -> Form:
    """One form for a name that two rows, or a row and a unit, had at different times."""
    if held.kind == "never" and other.kind == "body":
        return other
    if other.kind == "unit":
        return replace(held, unit=other.unit)
    return replace(held, ids=tuple(dict.fromkeys(held.ids + other.ids))) if held.kind == other.kind else held


def spellings(name: str, between: Iterable[str] = BETWEEN_WORDS) -> Iterator[str]:
    """The folded name with every usual sign between its parts."""
    parts = SEPARATOR.split(fold(name))
    yield fold(name)
    for signs in product(between, repeat=len(parts) - 1):
        yield "".join(part + sign for part, sign in zip(parts, (*signs, ""), strict=True))


def _all() -> Iterator[tuple[str, Form]]:
    for name in lines("not_bodies.txt"):
        yield fold(name), Form("never")
    for body in register().bodies:
        for name in body.never:
            yield fold(name), Form("never")
    for body in register().bodies:
        yield from _of_ministry(body) if body.kind == "ministry" else _of_agency(body)
    for at, unit in enumerate(register().units):
        for name in unit.names:
            yield fold(name), Form("unit", letters=name.isupper(), unit=at)


def _of_ministry(body: Body) -> Iterator[tuple[str, Form]]:
    ids = (body.id,)
    for name in {body.name.removeprefix("Bộ "), *body.fields}:
        for spelling in spellings(name):
            yield spelling, Form("field", ids, letters=name.isupper(), capital=True)
            yield MINISTRY + spelling, Form("body", ids, capital=spelling in AMBIGUOUS_VERBS)
    for name in body.abbreviations:
        if name.startswith("Bộ "):
            yield from _of_letters(name.removeprefix("Bộ "), ids)
    for name in (*body.others, *body.shorts):
        yield fold(name), Form("body", ids, capital=name in body.shorts)
    for name in body.shorts:  # "bộ trưởng Giao thông"
        if name.startswith("Bộ "):
            yield fold(name.removeprefix("Bộ ")), Form("field", ids, capital=True)


def _of_letters(letters: str, ids: tuple[str, ...]) -> Iterator[tuple[str, Form]]:
    for spelling in spellings(letters, BETWEEN_LETTERS):
        yield MINISTRY + spelling, Form("body", ids)
        if len(spelling) > 3:  # two or three letters alone mean too many things
            yield spelling, Form("field", ids, letters=True, capital=True)


def _of_agency(body: Body) -> Iterator[tuple[str, Form]]:
    exact = body.name if body.exact else ""
    for name in (body.name, *body.others, *body.fields):
        for spelling in spellings(name):
            yield spelling, Form("body", (body.id,), capital=True, exact=exact, outlet=body.outlet)
    for name in body.abbreviations:
        yield fold(name), Form("body", (body.id,), letters=name.isupper(), capital=True, outlet=body.outlet)
    for name in body.heads:
        yield fold(name), Form("head", (body.id,))
