"""The nouns of the register of government bodies, and what a reader may ask it: by id, slug or name, and lineage."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct

from indexer.analysis import unmarked

START, FOREVER = date.min, date.max
Names = tuple[str, ...]
Text = Annotated[str, Meta(min_length=1)]


class Succession(Struct, frozen=True):
    """Another body from which, or to which, tasks went."""

    id: str
    day: date
    how: str  # "renamed", "merged", "absorbed", ...; "took health" where some tasks went


class FormerName(Struct, frozen=True):
    name: str


YAML_KEYS = {"since": "valid_from", "until": "valid_to", "fields": "enum", "abbreviations": "abbr", "shorts": "short"}


class Body(Struct, frozen=True, forbid_unknown_fields=True, rename=YAML_KEYS | {"never": "not"}):
    """A row of the register; `since` and `until` are inclusive, START and FOREVER where there is no bound."""

    id: Text
    name: Text
    kind: Literal["ministry", "ministerial_agency", "government_agency"]
    since: date = START
    until: date = FOREVER
    fields: Names = ()  # as listed after "các bộ": "Công Thương"
    abbreviations: Names = ()
    shorts: Names = ()  # "Bộ Nông nghiệp": several rows may share one
    spelling: Names = ()
    typos: Names = ()
    former_names: tuple[FormerName, ...] = ()
    en: str = ""
    en_alt: Names = ()
    en_abbr: Names = ()
    never: Names = ()  # names that hold a field and are no body
    exact: bool = False  # counts only in its official capitals
    outlet: bool = False  # also a source of news, which is credited
    heads: Names = ()  # offices that alone name it before a person: "Thống đốc"
    common: bool = False  # since its end the name is nearly always another country's
    predecessors: tuple[Succession, ...] = ()
    successors: tuple[Succession, ...] = ()
    row: str = ""  # where it is written: "bodies.yaml line 84"

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def others(self) -> Names:
        """Further spellings, typing errors, former names."""
        return (*self.spelling, *self.typos, *(former.name for former in self.former_names))

    @property
    def english(self) -> Names:
        """The official name first."""
        return tuple(filter(None, (self.en, *self.en_alt, *self.en_abbr)))

    @property
    def aliases(self) -> Names:
        """Every other name, each once: short ones, abbreviations, spellings, English ones."""
        names = (*self.shorts, *self.abbreviations, *self.others, *self.english)
        return tuple(dict.fromkeys(name for name in names if name != self.name))

    def valid(self, day: date) -> bool:
        return self.since <= day <= self.until


class Parent(Struct, frozen=True, array_like=True):
    """The body of which a unit was a part; both days inclusive, None for no bound."""

    id: str
    since: date | None
    until: date | None

    def valid(self, day: date) -> bool:
        return (self.since or START) <= day <= (self.until or FOREVER)


class Unit(Struct, frozen=True, forbid_unknown_fields=True, rename={"parents": "parent"}):
    """A part of a body; its parent may change."""

    name: Text
    parents: Annotated[tuple[Parent, ...], Meta(min_length=1)]
    abbr: Names = ()
    en: str = ""
    row: str = ""

    @property
    def names(self) -> Names:
        return (self.name, *self.abbr)

    def parent(self, day: date | None) -> str:
        """The id of the parent on that day; of the last one where none or no day fits."""
        return next((parent.id for parent in self.parents if day and parent.valid(day)), self.parents[-1].id)


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


def slugify(name: str) -> str:
    """The name in the form that URLs carry: "Bộ Công Thương" -> "bo-cong-thuong", "753/QĐ-TTg" -> "753-qd-ttg"."""
    return re.sub(r"[^a-z0-9]+", "-", unmarked(name.lower())).strip("-")
