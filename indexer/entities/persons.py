"""A text in, the persons that it names out, each with its places: the facet `person`.

Candidates come from `runs`; whether one names a person is told by itself (`judge`), by the list of
known persons, or by the rest of the article. Short
forms ("ông Hải", "Bộ trưởng Lutnick") fold into the full name; titles are never part of it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.entities import judge, shape
from indexer.entities.identity import ShortForms, listed_names
from indexer.entities.passage import Evidence, Passage, fold
from indexer.entities.runs import Candidate, Reader
from indexer.model import Mention

LISTED = re.compile(r"(?:,|;| và| cùng|,? với) $")
OTHER_NAME = re.compile(
    r"[, (](?:tên (?:thật|đầy đủ|khai sinh)|bí danh|nghệ danh|bút danh|pháp danh|còn gọi)(?: là)?:? $"
)
WEAK = frozenset(
    {"title in the clause", "given name", "surname and given names", "list of persons", "verb of a person behind it"}
)
FAR = 60  # characters between a person's two names
NEAR = 12  # characters between two names of a list
CALLED_BY_SURNAME = frozenset({"leader", "address", "rank"})


@dataclass(slots=True)
class _Reading:
    """A candidate, cut to the name where one is in it; without `why` nothing says that it is a person's full name."""

    candidate: Candidate
    name: str = ""
    why: str = ""


def find(passages: Sequence[Passage], bodies: Sequence[Mention]) -> list[Evidence]:
    readings = list(_readings(passages, bodies))
    _drop_things(readings)
    _vouch(readings)
    full = [one for one in readings if one.why]
    names = listed_names(one.name for one in full)
    names |= _other_names(full, names)
    people = ShortForms(names.values())
    found: list[Evidence] = []
    for one in readings:
        value = names[one.name] if one.why else _short_form(one.candidate, people)
        if value:
            people.mentioned(value)
            found.append(one.candidate.names(value, one.why or "short form"))
    return found


def _readings(passages: Sequence[Passage], bodies: Sequence[Mention]) -> Iterator[_Reading]:
    for passage in passages:
        linked = -1  # where the last sure name ended
        spans = [(body.start, body.end) for body in bodies if body.field == passage.field]
        for candidate in Reader(passage, spans).candidates():
            cut = judge.cut(candidate)
            if cut is None:
                yield _Reading(candidate)
                continue
            why = judge.reason(cut) or _in_list(cut, linked)
            linked = cut.end if why else linked
            yield _Reading(cut, judge.name(cut), why)


def _drop_things(readings: Sequence[_Reading]) -> None:
    """Those that nobody vouches for are no persons where the name is rather a street's or a firm's in the article."""
    unsure = (one for one in readings if one.candidate.blocked and not one.why)
    things = Counter(one.name for one in unsure if not judge.described(one.candidate))
    named = Counter(one.name for one in readings if one.why)
    told = {one.name for one in readings if one.why and one.why not in WEAK}
    for one in readings:
        if one.why and one.name not in told and things[one.name] >= named[one.name]:
            one.name = one.why = ""


def _vouch(readings: Sequence[_Reading]) -> None:
    """Of the names that nothing speaks for, those are persons' that the article has elsewhere with a title."""
    free = [one for one in readings if not one.candidate.blocked]
    maybe = [one for one in free if one.name and not one.why]
    sure = set(map(fold, {one.name for one in readings if one.why}))
    called = {fold(one.candidate.words[0].text) for one in free if len(one.candidate.words) == 1}
    for one in maybe:
        name = fold(one.name)
        if name in sure or (judge.foreign(one.candidate.words) and name.rpartition(" ")[2] in called):
            one.why = "named elsewhere"


def _other_names(full: Sequence[_Reading], names: dict[str, str]) -> dict[str, str]:
    """A person's other name -> the one told before it: "Lê Bình, tên thật là Lê Thanh Sơn"."""
    others = {}
    for known, other in pairwise(full):
        passage, end, start = known.candidate.passage, known.candidate.end, other.candidate.start
        near = passage is other.candidate.passage and end < start < end + FAR
        if near and OTHER_NAME.search(passage.folded, end, start):
            others[other.name] = names[known.name]
    return others


def _in_list(candidate: Candidate, linked: int) -> str:
    """Whether the name follows another one in a list."""
    near = 0 <= candidate.start - linked < NEAR and linked >= 0
    listed = near and not candidate.blocked and LISTED.fullmatch(candidate.passage.folded, linked, candidate.start)
    return "list of persons" if listed and judge.looks_like_a_name(candidate) else ""


def _short_form(candidate: Candidate, people: ShortForms) -> str:
    """The full name that a given name or a foreign surname behind a title stands for; empty where none does."""
    if not candidate.title or candidate.blocked:
        return ""
    words = [word.text for word in candidate.words]
    first = candidate.title == "address" or shape.eastern_surname(words[0])
    return people.full(words, by_surname=first) or _lone_foreign(candidate)


def _lone_foreign(candidate: Candidate) -> str:
    """A foreigner of whom the text gives the surname only."""
    text = candidate.words[0].text
    lone = len(candidate.words) == 1 and len(text) > 2 and not (text.isupper() or shape.typed_together(text))
    lone = lone and not shape.vietnamese(text)
    return text if lone and candidate.title in CALLED_BY_SURNAME else ""
