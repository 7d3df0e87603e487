"""An article's text in; the persons, government bodies and dates that it names out, each with its places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indexer.entities import dates, ministries, numbers, persons
from indexer.entities.passage import Passage
from indexer.model import Mention

__all__ = ["Entities", "find"]


@dataclass(frozen=True, slots=True)
class Entities:
    persons: tuple[str, ...] = ()  # full names, in order of first mention, each once
    ministries: tuple[str, ...] = ()  # official names of bodies, likewise
    likely: date | None = None  # the day that the text implies where it has none
    mentions: tuple[Mention, ...] = ()  # by field, title first, then by place


def find(
    title: str, body: str, published: date | None, *, title_derived: bool = False, around: date | None = None
) -> Entities:
    """What an article names.

    Args:
        title: in NFC, as `body`.
        published: decides which year "12/6" is of and which body "Bộ Nông nghiệp" is.
        title_derived: the title repeats the body's first sentence and is left out.
        around: a day near to the unknown publication; tells which body of its time is meant, and nothing more.
    """
    passages = [Passage.of("body", body)] if title_derived else [Passage.of("title", title), Passage.of("body", body)]
    dated = [mention for passage in passages for mention in dates.find(passage, published)]
    named = ministries.find(passages, published or around or _latest(dated))
    known = persons.find(passages, named)
    numbered = [mention for passage in passages for mention in numbers.find(passage)]
    mentions = tuple(sorted(dated + named + known + numbered, key=lambda m: (m.field != "title", m.start, m.end)))
    return Entities(
        persons=_values("person", mentions),
        ministries=_values("ministry", mentions),
        likely=None if published else dates.likely(mentions, passages[-1]),
        mentions=mentions,
    )


def _values(kind: str, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.value for mention in mentions if mention.kind == kind and mention.facet))


def _latest(mentions: list[Mention]) -> date | None:
    """The last day with a year that the text mentions: it was written then or later."""
    days = [mention.value for mention in mentions if len(mention.value) == 10 and mention.value[0] != "X"]
    return date.fromisoformat(max(days)) if days else None
