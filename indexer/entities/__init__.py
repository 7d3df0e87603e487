"""An article's text in; the persons, government bodies and dates that it names out, each with its places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.entities import dates, ministries, numbers, persons
from indexer.entities.passage import Evidence, Passage
from indexer.model import Mention

_FIELDS = ("title", "body", "captions")


@dataclass(frozen=True, slots=True)
class Entities:
    persons: tuple[str, ...] = ()  # full names, in order of first mention, each once
    ministries: tuple[str, ...] = ()  # official names of bodies, likewise
    likely: date | None = None  # the day that the text implies where it has none
    evidence: tuple[Evidence, ...] = ()  # by field in the order of `_FIELDS`, then by place

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(one.mention for one in self.evidence)


def find(
    title: str,
    body: str,
    published: date | None,
    *,
    captions: Sequence[str] = (),
    around: date | None = None,
) -> Entities:
    """What an article names.

    Args:
        title: in NFC, as `body` and `captions`; empty where it only repeats the beginning of the body.
        published: decides which year "12/6" is of and which body "Bộ Nông nghiệp" is.
        around: a day near to the unknown publication; tells which body of its time is meant, and nothing more.
    """
    text = Passage.of("body", body)
    passages = [Passage.of("title", title), text, Passage.of("captions", "\n".join(captions))]
    dated = [one for passage in passages for one in dates.find(passage, published)]
    named = ministries.find(passages, published or around or _latest(dated))
    known = persons.find(passages, [one.mention for one in named])
    numbered = [one for passage in passages for one in numbers.find(passage)]
    found = sorted(dated + named + known + numbered, key=_place)
    mentions = [one.mention for one in found]
    return Entities(
        persons=_values("person", mentions),
        ministries=_values("ministry", mentions),
        likely=None if published else dates.likely(mentions, text),
        evidence=tuple(found),
    )


def _place(one: Evidence) -> tuple[int, int, int]:
    return _FIELDS.index(one.mention.field), one.mention.start, one.mention.end


def _values(kind: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.value for mention in mentions if mention.kind == kind and mention.facet))


def _latest(dated: list[Evidence]) -> date | None:
    """The last day with a year that the text mentions: it was written then or later."""
    days = [one.mention.value for one in dated if len(one.mention.value) == 10 and one.mention.value[0] != "X"]
    return date.fromisoformat(max(days)) if days else None
