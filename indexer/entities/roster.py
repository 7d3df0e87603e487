"""data/persons.tsv and the operator's own list in, the persons that they know out: names, aliases, offices, labels.

A line holds, parted by tabs: full name; other forms, parted by "|"; offices, parted by "; ", each a
period as in ISO 8601 ("2021-04-08/2024-11-28", ".." for no bound) and a title; source. All but the
name may be missing. Lines of the operator's list (TIMTIN_PERSONS) replace ours of the same name.
Two lines of one name are namesakes: a label tells them apart, the facet value stays the name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from indexer.config import load_settings
from indexer.entities.bodies import FOREVER, START
from indexer.entities.passage import fold
from indexer.entities.register import read_own
from indexer.errors import ConfigError

OFFICE = re.compile(r"(?P<since>\.\.|\d{4}-\d\d-\d\d)/(?P<until>\.\.|\d{4}-\d\d-\d\d) (?P<title>\S.*)")
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Office:
    """`since` and `until` are inclusive, START and FOREVER where there is no bound."""

    title: str  # "Bộ trưởng Bộ Tài chính"
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a list knows."""

    name: str  # the facet value
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()  # in order of time
    source: str = ""
    label: str = ""  # what readers see: the name, of namesakes with the last office in brackets


def people(name: str) -> tuple[Person, ...]:
    """The known persons of this name or alias: none, one, or namesakes in the order of the list."""
    return _by_form().get(fold(name), ())


def person(name: str, role: str = "", day: date | None = None) -> Person | None:
    """The known person of this name; of namesakes the only one whose office fits, None where none or several do.

    Args:
        role: what stands before the name in the text: "Thứ trưởng Bộ Tài chính".
        day: of the text; an office counts from its beginning on, for "nguyên Bộ trưởng" stays one.
    """
    named = people(name)
    if len(named) > 1:
        named = tuple(one for one in named if any(_fits(office, role, day) for office in one.offices))
    return named[0] if len(named) == 1 else None


def _fits(office: Office, role: str, day: date | None) -> bool:
    return bool(role) and fold(office.title) in fold(role) and (day is None or office.since <= day)


@cache
def roster() -> tuple[Person, ...]:
    """Every known person, ours before the operator's.

    Raises:
        ConfigError: a line cannot be read; the message names file and line.
    """
    ours = load("persons.tsv", files(__package__).joinpath("data", "persons.tsv").read_text(encoding="utf-8"))
    path = load_settings().persons
    own = load(str(path), read_own(path, "TIMTIN_PERSONS")) if path else ()
    replaced = {person.name for person in own}
    return tuple(_labelled([*(person for person in ours if person.name not in replaced), *own]))


def load(name: str, text: str) -> tuple[Person, ...]:
    """The persons written in `text`.

    Raises:
        ConfigError: as `roster`.
    """
    persons = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                persons.append(_person(line))
            except ValueError as error:
                raise ConfigError(f"{name} line {number}: {error}") from error
    return tuple(persons)


def _person(line: str) -> Person:
    columns = line.split("\t")
    if len(columns) > COLUMNS:
        raise ValueError(f"{len(columns)} columns, expected name, other forms, offices, source, parted by tabs")
    name, forms, offices, source = (column.strip() for column in [*columns, "", "", ""][:COLUMNS])
    if not name[:1].isupper():
        raise ValueError(f"the name is {name!r}, expected one with a capital first")
    read = sorted((_office(part) for part in offices.split("; ") if part), key=lambda office: office.since)
    return Person(name, tuple(form for form in forms.split("|") if form), tuple(read), source)


def _office(text: str) -> Office:
    match = OFFICE.fullmatch(text)
    if not match:
        raise ValueError(f"the office is {text!r}, expected one like '2021-04-08/.. Bộ trưởng Bộ Nội vụ'")
    since = START if match["since"] == ".." else date.fromisoformat(match["since"])
    until = FOREVER if match["until"] == ".." else date.fromisoformat(match["until"])
    if since > until:
        raise ValueError(f"the office {text!r} ends before it begins")
    return Office(match["title"], since, until)


def _labelled(persons: list[Person]) -> Iterator[Person]:
    for person in persons:
        namesakes = sum(1 for other in persons if other.name == person.name) > 1
        last = person.offices[-1].title if namesakes and person.offices else ""
        yield replace(person, label=f"{person.name} ({last})" if last else person.name)


@cache
def _by_form() -> dict[str, tuple[Person, ...]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in roster():
        for form in dict.fromkeys(map(fold, (person.name, *person.aliases))):
            found[form].append(person)
    return {form: tuple(persons) for form, persons in found.items()}
