"""The nouns of the register of government bodies, and what a reader may ask it: by id, slug or name, and lineage."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

START, FOREVER = date.min, date.max
KINDS = ("ministry", "ministerial_agency", "government_agency")


@dataclass(frozen=True, slots=True)
class Succession:
    """Another body from which, or to which, tasks went."""

    id: str
    day: date
    how: str  # "renamed", "merged", "absorbed", ...; "took health" where some tasks went


@dataclass(frozen=True, slots=True)
class Body:
    """A row of the register; `since` and `until` are inclusive, START and FOREVER where there is no bound."""

    id: str
    name: str
    kind: str
    since: date
    until: date
    fields: tuple[str, ...]  # as listed after "các bộ": "Công Thương"
    abbreviations: tuple[str, ...]
    others: tuple[str, ...]  # further spellings, typing errors, former names
    shorts: tuple[str, ...]  # "Bộ Nông nghiệp": several rows may share one
    english: tuple[str, ...]  # official name first
    never: tuple[str, ...]  # names that hold a field and are no body
    exact: bool  # counts only in its official capitals
    predecessors: tuple[Succession, ...]
    successors: tuple[Succession, ...]
    row: str = field(default="", compare=False)  # where it is written: "bodies.yaml line 84"

    @property
    def slug(self) -> str:
        return slug(self.name)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every other name, each once: short ones, abbreviations, spellings, English ones."""
        names = (*self.shorts, *self.abbreviations, *self.others, *self.english)
        return tuple(dict.fromkeys(name for name in names if name != self.name))

    def valid(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a body; its parent may change: `parents` are (id, since, until), inclusive."""

    names: tuple[str, ...]
    parents: tuple[tuple[str, date, date], ...]
    row: str = field(default="", compare=False)

    def parent(self, day: date | None) -> str:
        """The id of the parent on that day; of the last one where none or no day fits."""
        if day:
            for id, since, until in self.parents:
                if since <= day <= until:
                    return id
        return self.parents[-1][0]


@dataclass(frozen=True, slots=True)
class Handover:
    """A body, and the day on which its tasks came from it or went to it."""

    body: Body
    day: date
    how: str  # as in Succession

    @property
    def whole(self) -> bool:
        """Whether the giver ended in the taker, and did not only hand some tasks over."""
        return not self.how.startswith("took ")


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

    def lineage(self, slug: str) -> tuple[Handover, ...]:
        """The bodies that ended in this one, over however many steps, each with its day; latest first.

        A body that lived on, or gave some tasks only, is a predecessor but not of this line.

        Raises:
            KeyError: no body has this slug.
        """
        found: dict[str, Handover] = {}
        waiting = [self.by_slug[slug]]
        while waiting:
            for step in self.predecessors(waiting.pop()):
                if step.body.id not in found and step.whole and step.body.until < step.day:
                    found[step.body.id] = step
                    waiting.append(step.body)
        return tuple(sorted(found.values(), key=lambda step: (step.day, step.body.id), reverse=True))

    def predecessors(self, body: Body) -> tuple[Handover, ...]:
        return tuple(Handover(self.by_id[link.id], link.day, link.how) for link in body.predecessors)

    def successors(self, body: Body) -> tuple[Handover, ...]:
        return tuple(Handover(self.by_id[link.id], link.day, link.how) for link in body.successors)


def slug(name: str) -> str:
    """The name in the form that URLs carry: "Bộ Công Thương" -> "bo-cong-thuong"."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", bare)).strip("-")
