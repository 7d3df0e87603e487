"""Named fields in, what they state of an article out: of a dump, a feed, JSON-LD, meta elements.

Their names stand in data/fields.tsv.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from indexer.cache import Table
from indexer.extract import fragment, identity, lists, paragraphs, published
from indexer.extract.draft import Draft
from indexer.model import Published

_Value = TypeVar("_Value")

MAX_DEPTH = 20  # objects and lists in each other; real ones have some four

_PLAIN = Table(lambda name: re.sub(r"[\W_]", "", name).casefold())
# where objects keep their text
_INSIDE = ("name", "rendered", "text", "html", "value", "content", "data", "blocks", "@id")


def of(fields: Mapping[str, object], whose: str) -> Draft:
    """All but the body.

    Args:
        fields: as `named` gives them.
        whose: the evidence that a date of theirs is: "field", "feed", "json-ld" or "meta".

    Raises:
        ExtractError: HTML that is nested too deep.
    """
    days = (_day(value, whose) for value in values(fields, whose, "published"))
    title, summary, author, section, source = (
        next(texts(fields, whose, field), "") for field in ("title", "summary", "author", "section", "source")
    )
    return Draft(
        title=fragment.line(title),
        published=next(filter(None, days), None),
        url=identity.best(list(texts(fields, whose, "url"))),
        source=identity.host(source) or paragraphs.line(source),
        summary=fragment.line(summary),
        author="" if identity.link(author) else paragraphs.line(author),
        section=paragraphs.line(section),
    )


def values(fields: Mapping[str, object], whose: str, field: str) -> Iterator[object]:
    """What the fields of the names for this one hold, by trust."""
    return (fields[name] for name in _names().get(f"{whose}.{field}", ()) if fields.get(name) is not None)


def texts(fields: Mapping[str, object], whose: str, field: str) -> Iterator[str]:
    """The same, of those that are text, lists of texts, or objects with a name."""
    return filter(None, map(said, values(fields, whose, field)))


def named(fields: Mapping[str, _Value]) -> dict[str, _Value]:
    """By their names in small letters, without what parts words."""
    return {_PLAIN[name]: value for name, value in fields.items()}


def said(value: object, between: str = ", ", depth: int = MAX_DEPTH) -> str:
    """The text of a value of JSON, of several, or of an object that has it or a name; deeper ones say nothing."""
    if isinstance(value, Mapping) and depth:
        return next(filter(None, (said(value.get(key), between, depth - 1) for key in _INSIDE)), "")
    if isinstance(value, list) and depth:
        return between.join(filter(None, (said(item, between, depth - 1) for item in value)))
    return value if isinstance(value, str) else ""


def _day(value: object, evidence: str) -> Published | None:
    """Of a literal, or of seconds since 1970, or of milliseconds as browsers count."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return published.from_machine(said(value), evidence)
    try:
        at = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    found = published.from_machine(at.isoformat(timespec="seconds"), evidence)
    return replace(found, literal=str(value)) if found else None


@cache
def _names() -> Mapping[str, list[str]]:
    return {field: names.split() for field, names in lists.rows("fields.tsv")}
