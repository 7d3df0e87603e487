"""data/bodies.yaml and the operator's own file in, the checked register of government bodies out.

A row of the operator's file (TIMTIN_BODIES) with the id of a row of ours overrides the keys that
it names; others are added. Whatever contradicts itself stops the start with file and line.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from indexer.config import load_settings
from indexer.entities.bodies import FOREVER, START, Body, Handover, Register, Unit, slugify
from indexer.errors import ConfigError

Row = dict[str, Any]
Made = TypeVar("Made", Body, Unit)
NOTES = frozenset({"doc_code", "head", "head_alt", "deputy", "note", "verified", "src"})  # read by people alone
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
        _merge(bodies, content.get("bodies") or (), "id")
        _merge(units, content.get("units") or (), "name")
    read = Register(
        tuple(_made(row, Body) for row in bodies.values()), tuple(_made(row, Unit) for row in units.values())
    )
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


def _merge(rows: dict[str, Row], more: Sequence[Row], key: str) -> None:
    seen = set[str]()
    for row in more:
        if key not in row:
            raise ConfigError(f"{row['row']}: no {key!r}")
        if row[key] in seen:
            raise ConfigError(f"{row['row']}: {row[key]!r} stands twice in this file")
        seen.add(row[key])
        rows[row[key]] = rows.get(row[key], {}) | row


def _made(row: Row, made: type[Made]) -> Made:
    said = {key: value for key, value in row.items() if key not in NOTES and value is not None}
    try:
        return msgspec.convert(said, made)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{row['row']}: {error}; docs/entities.md shows the form") from error


def _problems(register: Register) -> Iterator[str]:
    slugs: dict[str, Body] = {}
    for body in register.bodies:
        if slugs.setdefault(body.slug, body) is not body:
            yield f"{body.row}: {body.name}: {slugs[body.slug].id} has this name already"
        if body.since > body.until:
            yield f"{body.row}: {body.id} ends on {body.until}, before it begins"
        for link in (*body.predecessors, *body.successors):
            if link.id not in register.by_id:
                yield f"{body.row}: no body has the id {link.id!r}"
        yield from _wrong_days(register, body)
    for unit in register.units:
        for parent in unit.parents:
            if parent.id not in register.by_id or (parent.since or START) > (parent.until or FOREVER):
                yield f"{unit.row}: {unit.name}: wrong parent {parent.id!r} from {parent.since} to {parent.until}"
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
        for name in {slugify(name) for name in (body.name, *body.abbreviations, *body.others, *body.shorts)}:
            for other in claims.setdefault(name, []):
                if max(body.since, other.since) <= min(body.until, other.until):
                    yield f"{body.row}: {body.id} and {other.id} claim {name!r} in one period"
            claims[name].append(body)
