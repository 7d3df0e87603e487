"""data/bodies.yaml and the operator's own file in, the checked register of government bodies out.

A row of the operator's file (TIMTIN_BODIES) with the id of a row of ours overrides the keys that
it names; others are added. Whatever contradicts itself stops the start with file and line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from indexer.config import load_settings
from indexer.entities.bodies import FOREVER, KINDS, START, Body, Handover, Register, Succession, Unit, slug
from indexer.errors import ConfigError

Row = dict[str, Any]
LINKS = {"predecessors", "successors", "former_names"}
NAMES = {"enum", "abbr", "spelling", "typos", "short", "not", "en_abbr", "en_alt", "head_alt", "src"}
PLAIN = {"id", "name", "kind", "en", "doc_code", "head", "deputy", "note", "exact", "verified"}
BODY_KEYS = LINKS | NAMES | PLAIN | {"valid_from", "valid_to"}
UNIT_KEYS = {"name", "parent", "abbr", "en", "verified", "src", "note"}
ONE_DAY = timedelta(days=1)


@cache
def register() -> Register:
    """The project's register with the operator's rows.

    Raises:
        ConfigError: a file cannot be read or contradicts itself; the message names file and line.
    """
    ours = files(__package__).joinpath("data", "bodies.yaml").read_text(encoding="utf-8")
    own = load_settings().bodies
    return load(("bodies.yaml", ours), *([(str(own), read_own(own, "TIMTIN_BODIES"))] if own else []))


def lineage(slug: str) -> tuple[Handover, ...]:
    """The bodies that ended in the body of this slug, over however many steps, latest first.

    Raises:
        KeyError: no body has this slug.
    """
    return register().lineage(slug)


def read_own(path: Path, setting: str) -> str:
    """The text of an operator's file, in NFC.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{setting}={str(path)!r} cannot be read as UTF-8 text: {error}") from error


def load(*sources: tuple[str, str]) -> Register:
    """The register written in the sources, checked; later ones override.

    Args:
        sources: (name of the file, its text).

    Raises:
        ConfigError: as `register`.
    """
    bodies: dict[str, Row] = {}
    units: dict[str, Row] = {}
    for name, text in sources:
        content = _content(name, text)
        _merge(bodies, content.get("bodies") or (), "id", BODY_KEYS)
        _merge(units, content.get("units") or (), "name", UNIT_KEYS)
    read = Register(_made(_body, bodies), _made(_unit, units))
    problem = next(_problems(read), None)
    if problem:
        raise ConfigError(problem)
    return read


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # both are safe, the first is fast
    """Gives every mapping the number of its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Row:
        row: Row = super().construct_mapping(node, deep)
        return row | {"line": node.start_mark.line + 1}


def _content(name: str, text: str) -> Row:
    try:
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise ConfigError(f"{name}{line}: no YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(content, dict) or not any(isinstance(content.get(key), list) for key in ("bodies", "units")):
        raise ConfigError(f"{name} line 1: expected a list under 'bodies' or 'units'")
    for key in ("bodies", "units"):
        for row in content.get(key) or ():
            if not isinstance(row, dict):
                raise ConfigError(f"{name}: {row!r} under {key!r} is no row; expected {{id: ..., name: ...}}")
            row["row"] = f"{name} line {row.pop('line')}"
    return content


def _merge(rows: dict[str, Row], more: Sequence[Row], key: str, known: set[str]) -> None:
    seen = set[str]()
    for row in more:
        if key not in row:
            raise ConfigError(f"{row['row']}: no {key!r}")
        unknown = row.keys() - known - {"row"}
        if unknown:
            raise ConfigError(f"{row['row']}: unknown key {min(unknown)!r}; known are {', '.join(sorted(known))}")
        if row[key] in seen:
            raise ConfigError(f"{row['row']}: {row[key]!r} stands twice in this file")
        seen.add(row[key])
        rows[row[key]] = rows.get(row[key], {}) | row


def _made(make: Callable[[Row], Any], rows: dict[str, Row]) -> tuple[Any, ...]:
    made = []
    for row in rows.values():
        try:
            made.append(make(row))
        except KeyError as error:
            raise ConfigError(f"{row['row']}: no {error}") from error
        except (TypeError, ValueError) as error:
            raise ConfigError(f"{row['row']}: {error}") from error
    return tuple(made)


def _body(row: Row) -> Body:
    return Body(
        id=_text(row, "id"),
        name=_text(row, "name"),
        kind=_text(row, "kind"),
        since=_day(row.get("valid_from"), START),
        until=_day(row.get("valid_to"), FOREVER),
        fields=_names(row, "enum"),
        abbreviations=_names(row, "abbr"),
        others=(
            *_names(row, "spelling"),
            *_names(row, "typos"),
            *(_text(old, "name") for old in _links(row, "former_names")),
        ),
        shorts=_names(row, "short"),
        english=(*([row["en"]] if row.get("en") else []), *_names(row, "en_alt"), *_names(row, "en_abbr")),
        never=_names(row, "not"),
        exact=bool(row.get("exact", False)),
        predecessors=tuple(_succession(link) for link in _links(row, "predecessors")),
        successors=tuple(_succession(link) for link in _links(row, "successors")),
        row=row["row"],
    )


def _unit(row: Row) -> Unit:
    parents = tuple((id, _day(since, START), _day(until, FOREVER)) for id, since, until in row["parent"])
    return Unit((_text(row, "name"), *_names(row, "abbr")), parents, row["row"])


def _text(row: Row, key: str) -> str:
    if not isinstance(row[key], str) or not row[key].strip():
        raise ValueError(f"{key!r} is {row[key]!r}, expected text")
    return str(row[key])


def _names(row: Row, key: str) -> tuple[str, ...]:
    names = row.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"{key!r} is {names!r}, expected a list of names")
    return tuple(names)


def _links(row: Row, key: str) -> list[Row]:
    links = row.get(key, [])
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise ValueError(f"{key!r} is {links!r}, expected a list of {{id: ..., day: ..., how: ...}}")
    return links


def _succession(link: Row) -> Succession:
    return Succession(_text(link, "id"), _day(link["day"], START), _text(link, "how"))


def _day(value: object, absent: date) -> date:
    if value is None:
        return absent
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no day; expected one like 2025-03-01")
    return value


def _problems(register: Register) -> Iterator[str]:
    slugs: dict[str, Body] = {}
    for body in register.bodies:
        if slugs.setdefault(body.slug, body) is not body:
            yield f"{body.row}: {body.name}: {slugs[body.slug].id} has this name already"
        if body.kind not in KINDS:
            yield f"{body.row}: kind {body.kind!r}, expected one of {', '.join(KINDS)}"
        if body.since > body.until:
            yield f"{body.row}: {body.id} ends on {body.until}, before it begins"
        for link in (*body.predecessors, *body.successors):
            if link.id not in register.by_id:
                yield f"{body.row}: no body has the id {link.id!r}"
        yield from _wrong_days(register, body)
    for unit in register.units:
        for id, since, until in unit.parents:
            if id not in register.by_id or since > until:
                yield f"{unit.row}: {unit.names[0]}: wrong parent {id!r} from {since} to {until}"
    yield from _double_claims(register.bodies)


def _wrong_days(register: Register, body: Body) -> Iterator[str]:
    """Tasks pass only between bodies that are there on the day, or the day before."""
    pairs = [(handover.body, body, handover.day) for handover in register.predecessors(body)]
    pairs += [(body, handover.body, handover.day) for handover in register.successors(body)]
    for giver, taker, day in pairs:
        if not giver.since < day <= (giver.until + ONE_DAY if giver.until != FOREVER else FOREVER):
            yield f"{body.row}: {giver.id} was not there before {day} to hand over to {taker.id}"
        if not taker.valid(day):
            yield f"{body.row}: {taker.id} was not there on {day} to follow {giver.id}"


def _double_claims(bodies: Sequence[Body]) -> Iterator[str]:
    claims: dict[str, list[Body]] = {}
    for body in bodies:
        for name in {slug(name) for name in (body.name, *body.abbreviations, *body.others, *body.shorts)}:
            for other in claims.setdefault(name, []):
                if max(body.since, other.since) <= min(body.until, other.until):
                    yield f"{body.row}: {body.id} and {other.id} claim {name!r} in one period"
            claims[name].append(body)
