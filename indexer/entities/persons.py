"""A text in, the persons that it names out, each with its places: the facet `person`.

Candidates come from `runs`; whether one names a person is told by itself (`judge`), by the list of
known persons, or by the rest of the article. Short
forms ("ông Hải", "Bộ trưởng Lutnick") fold into the full name; titles are never part of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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


def find(passages: Sequence[Passage], bodies: Iterable[Mention]) -> list[Evidence]:
    spans = [(mention.field, mention.start, mention.end) for mention in bodies]
    candidates = []
    for passage in passages:
        reader = Reader(passage, [(start, end) for field, start, end in spans if field == passage.field])
        candidates += list(reader.candidates())
    full = _full_names(candidates)
    names = listed_names(full[at].name for at in sorted(full))
    names |= _other_names([(candidates[at], full[at].name) for at in sorted(full)], names)
    people = ShortForms(names.values())
    found: list[Evidence] = []
    for at, candidate in enumerate(candidates):
        value = names[full[at].name] if at in full else _short_form(candidate, people)
        if value:
            people.mentioned(value)
            found.append(Evidence(_mention(candidate, value), full[at].why if at in full else "short form"))
    return found


def _other_names(found: list[tuple[Candidate, str]], names: dict[str, str]) -> dict[str, str]:
    """A person's other name -> the one told before it: "Lê Bình, tên thật là Lê Thanh Sơn"."""
    others = {}
    for (one, known), (other, name) in pairwise(found):
        near = one.passage is other.passage and one.end < other.start < one.end + FAR
        if near and OTHER_NAME.search(one.passage.folded, one.end, other.start):
            others[name] = names[known]
    return others


@dataclass(frozen=True, slots=True)
class _FullName:
    name: str
    why: str


def _mention(candidate: Candidate, value: str) -> Mention:
    passage = candidate.passage
    return Mention(
        "person", value, candidate.surface, passage.field, candidate.start, candidate.end, role=candidate.role
    )


def _full_names(candidates: list[Candidate]) -> dict[int, _FullName]:
    """Place of the candidate -> its name, for those that name a person in full.

    Args:
        candidates: those with words that belong to no name are cut to the name, in place.
    """
    sure: dict[int, _FullName] = {}
    maybe: dict[int, str] = {}
    things = Counter[str]()
    linked = -1  # where the last sure name ended
    for at, candidate in enumerate(candidates):
        cut = judge.cut(candidate)
        if cut is None:
            continue
        candidates[at] = cut
        why = judge.reason(cut) or _in_list(cut, linked)
        if why:
            sure[at] = _FullName(judge.name(cut), why)
            linked = cut.end
        elif cut.blocked:
            things[judge.name(cut)] += not judge.described(cut)
        else:
            maybe[at] = judge.name(cut)
    sure = _without_things(sure, things)
    return sure | _named_elsewhere(candidates, {fold(full.name) for full in sure.values()}, maybe)


def _without_things(sure: dict[int, _FullName], things: Counter[str]) -> dict[int, _FullName]:
    """Those that nobody vouches for are no persons where the name is rather a street's or a firm's in the article."""
    named = Counter(full.name for full in sure.values())
    told = {full.name for full in sure.values() if full.why not in WEAK}
    return {at: full for at, full in sure.items() if full.name in told or things[full.name] < named[full.name]}


def _in_list(candidate: Candidate, linked: int) -> str:
    """Whether the name follows another one in a list."""
    near = 0 <= candidate.start - linked < NEAR and linked >= 0
    listed = near and not candidate.blocked and LISTED.fullmatch(candidate.passage.folded, linked, candidate.start)
    return "list of persons" if listed and judge.looks_like_a_name(candidate) else ""


def _named_elsewhere(candidates: list[Candidate], sure: set[str], maybe: dict[int, str]) -> dict[int, _FullName]:
    """Of the names that nothing vouches for, those that the article has elsewhere with a title."""
    titled = (one for one in candidates if len(one.words) == 1 and not one.blocked)
    called = {fold(one.words[0].text) for one in titled}
    found = {}
    for at, name in maybe.items():
        if fold(name) in sure or (judge.foreign(candidates[at].words) and fold(name).split()[-1] in called):
            found[at] = _FullName(name, "named elsewhere")
    return found


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
