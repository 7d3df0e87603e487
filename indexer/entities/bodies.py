"""data/bodies.yaml in, the checked register of government bodies out: by id, by slug, by name, with lineage."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

from indexer.errors import ConfigError

START, FOREVER = date.min, date.max
KINDS = ("ministry", "ministerial_agency", "government_agency")


@dataclass(frozen=True, slots=True)
class Succession:
    """Another body from which, or to which, tasks went."""

    id: str
    day: date
    how: str


@dataclass(frozen=True, slots=True)
class Body:
    """A row of the register; `since` and `until` are inclusive."""

    id: str
    name: str
    kind: str
    since: date
    until: date
    fields: tuple[str, ...]  # as listed after "các bộ": "Công Thương"
    abbreviations: tuple[str, ...]
    others: tuple[str, ...]  # further spellings, typing errors, former names
    shorts: tuple[str, ...]  # "Bộ Nông nghiệp": several rows may share one
    never: tuple[str, ...]  # names that hold a field and are no body
    exact: bool  # counts only in its official capitals
    predecessors: tuple[Succession, ...]
    successors: tuple[Succession, ...]

    @property
    def slug(self) -> str:
        return slug(self.name)

    def valid(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a body; its parent may change: `parents` are (id, since, until), inclusive."""

    names: tuple[str, ...]
    parents: tuple[tuple[str, date, date], ...]

    def parent(self, day: date | None) -> str:
        """The id of the parent on that day; of the last one where none or no day fits."""
        if day:
            for id, since, until in self.parents:
                if since <= day <= until:
                    return id
        return self.parents[-1][0]


@dataclass(frozen=True)
class Register:
    bodies: tuple[Body, ...]
    units: tuple[Unit, ...]

    @cached_property
    def by_id(self) -> dict[str, Body]:
        return {body.id: body for body in self.bodies}

    @cached_property
    def by_slug(self) -> dict[str, Body]:
        return {body.slug: body for body in self.bodies}

    @cached_property
    def by_name(self) -> dict[str, Body]:
        return {body.name: body for body in self.bodies}

    def lineage(self, slug: str) -> tuple[tuple[Body, date], ...]:
        """The bodies that led to this one, each with the day of its handing over, latest first.

        Raises:
            KeyError: no body has this slug.
        """
        found: dict[str, date] = {}
        waiting = [self.by_slug[slug]]
        while waiting:
            for link in waiting.pop().predecessors:
                if link.id not in found:
                    found[link.id] = link.day
                    waiting.append(self.by_id[link.id])
        return tuple((self.by_id[id], found[id]) for id in sorted(found, key=lambda id: (found[id], id), reverse=True))


def slug(name: str) -> str:
    """The name in the form that URLs carry: "Bộ Công Thương" -> "bo-cong-thuong"."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", bare)).strip("-")


@cache
def register() -> Register:
    """The project's register.

    Raises:
        ConfigError: the data file contradicts itself; the message names the row.
    """
    text = files(__package__).joinpath("data", "bodies.yaml").read_text(encoding="utf-8")
    return load(text)


def load(text: str) -> Register:
    """The register written in `text`, checked.

    Raises:
        ConfigError: as `register`.
    """
    rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # both are safe, the first is fast
    read = Register(tuple(map(_body, rows["bodies"])), tuple(map(_unit, rows.get("units", ()))))
    problem = next(_problems(read), None)
    if problem:
        raise ConfigError(f"bodies.yaml: {problem}")
    return read


def _body(row: dict[str, Any]) -> Body:
    return Body(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        since=row["valid_from"] or START,
        until=row["valid_to"] or FOREVER,
        fields=tuple(row["enum"]),
        abbreviations=tuple(row["abbr"]),
        others=(*row.get("spelling", ()), *row.get("typos", ()), *(old["name"] for old in row.get("former_names", ()))),
        shorts=tuple(row.get("short", ())),
        never=tuple(row.get("not", ())),
        exact=row.get("exact", False),
        predecessors=tuple(Succession(**link) for link in row["predecessors"]),
        successors=tuple(Succession(**link) for link in row["successors"]),
    )


def _unit(row: dict[str, Any]) -> Unit:
    parents = tuple((id, since or START, until or FOREVER) for id, since, until in row["parent"])
    return Unit((row["name"], *row.get("abbr", ())), parents)


def _problems(register: Register) -> Iterator[str]:
    bodies = register.bodies
    yield from (f"{id}: this id is used twice" for id in _twice(body.id for body in bodies))
    yield from (f"{name}: this name is used twice" for name in _twice(body.slug for body in bodies))
    for body in bodies:
        if body.kind not in KINDS:
            yield f"{body.id}: kind {body.kind!r}, expected one of {', '.join(KINDS)}"
        if body.since > body.until:
            yield f"{body.id}: it ends on {body.until}, before it begins"
        for link in (*body.predecessors, *body.successors):
            if link.id not in register.by_id:
                yield f"{body.id}: no body has the id {link.id!r}"
    for unit in register.units:
        for id, since, until in unit.parents:
            if id not in register.by_id or since > until:
                yield f"{unit.names[0]}: wrong parent {id!r} from {since} to {until}"
    yield from _double_claims(bodies)


def _double_claims(bodies: Iterable[Body]) -> Iterator[str]:
    claims: dict[str, list[Body]] = {}
    for body in bodies:
        for name in {slug(name) for name in (body.name, *body.abbreviations, *body.others, *body.shorts)}:
            for other in claims.setdefault(name, []):
                if max(body.since, other.since) <= min(body.until, other.until):
                    yield f"{body.id} and {other.id} claim {name!r} in one period"
            claims[name].append(body)


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
