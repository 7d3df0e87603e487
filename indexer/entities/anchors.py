"""The passages of an article in, whether a body that stands bare in them is another country's out.

What is abroad (countries, seats of government, leaders, bodies said to be foreign) and what is at home
(Việt Nam, its provinces, persons, officials, bodies of a name that only ours have) are anchors. An article
with hardly anything at home is about abroad throughout. In one that is partly so the nearest anchor before
a bare name decides: within the sentence, or as long as the text stays with a body just said to be foreign.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from indexer.entities import forms, shape
from indexer.entities.forms import Named
from indexer.entities.gazetteer import Gazetteer, lines
from indexer.entities.passage import Passage, fold
from indexer.entities.roster import roster

# "scene" tells what the article is about and nothing about the names behind it: "thép Mỹ", "ở Mỹ".
Kind = Literal["home", "person", "abroad", "theirs", "scene"]
Place = tuple[int, int]  # number of a passage, character in it

WEIGHTS: Mapping[Kind, int] = {"abroad": 1, "theirs": 2, "scene": 1}
MIN_ABROAD = 3  # weight of an article about another country
ABROAD_PER_HOME = 10  # and so much more for each anchor at home
CARRIED = 250  # characters over which a body said to be foreign stays so
OBJECT = re.compile(r"\b(?:với|sang|vào|từ|tới|đến|cho|thăm)(?: nước| phía| thị trường)? $")
BESIDE = 60  # characters between a person and his office
READ_BACK = 25  # characters before a country that tell what it does in the sentence
HOME = re.compile(
    r"(?<![\w.])(?:vn|nước ta|hcm|liên bộ|ubnd|hđnd|đbqh|(?:tỉnh|thành|huyện) ủy"
    r"|quốc lộ|thủ tướng chính phủ|(?:tỉ|tỷ|triệu) đồng)\b"
)
NO_PLACES = ("thái bình dương", "giờ việt nam")
CALLED = re.compile(r"\b(?:ông|bà|anh|chị|em|cô|thầy|cháu|bác|chú) $")


@dataclass(frozen=True, slots=True)
class Anchor:
    kind: Kind
    name: str = ""  # of a foreign body: folded, without "bộ"


NOTHING = Anchor("scene")


class Anchors:
    def __init__(self, passages: Sequence[Passage], bodies: Mapping[Place, Anchor]) -> None:
        """`bodies` are the anchors that the article's bodies are."""
        found = {(at, start): Anchor(kind) for at, passage in enumerate(passages) for start, kind in _kinds(passage)}
        anchors = sorted((found | dict(bodies)).items(), key=lambda item: item[0])
        self._places = [place for place, anchor in anchors if anchor.kind != "scene"]
        self._anchors = [anchor for _, anchor in anchors if anchor.kind != "scene"]
        self._first = anchors[0][0] if anchors else (len(passages), 0)
        self._said = {anchor.name: place for place, anchor in reversed(anchors)}  # where a foreign body is first named
        self._abroad = sum(WEIGHTS.get(anchor.kind, 0) for _, anchor in anchors)
        self._home = sum(anchor.kind == "home" for anchor in self._anchors)
        self._persons = sum(anchor.kind == "person" for anchor in self._anchors)

    def abroad(self, name: Named, place: Place, *, worldwide: bool) -> bool:
        """Whether the body named at the place is another country's.

        Args:
            worldwide: ministries of other countries have this name too.
        """
        at_home = self._home + self._persons
        if self._abroad < MIN_ABROAD or self._abroad <= at_home:
            return False
        at = bisect_left(self._places, place) - 1
        last, nearest = (self._places[at], self._anchors[at]) if at >= 0 else (self._first, NOTHING)
        apart = place[1] - last[1] if place[0] == last[0] else len(name.passage.text)
        beside = (nearest.kind == "person" and apart < BESIDE) or self._before_ours(name, place, at + 1)
        if nearest.kind == "home" or beside:
            return False
        if worldwide and self._first < place and self._abroad >= MIN_ABROAD + ABROAD_PER_HOME * self._home:
            return True
        if nearest.kind not in ("abroad", "theirs"):
            return False
        said = self._abroad > 2 * at_home and self._said.get(name.bare, place) < place
        if (said or nearest.name == name.bare) and apart <= CARRIED:
            return True
        return worldwide and place[1] - apart >= name.passage.sentence(name.start)[0]

    def _before_ours(self, name: Named, place: Place, at: int) -> bool:
        """Whether the sentence goes on to a Vietnamese person: "Bộ Ngoại giao, người phát ngôn Phạm Thu Vẽ"."""
        at += self._places[at : at + 1] == [place]
        if at == len(self._places) or self._anchors[at].kind != "person" or self._places[at][0] != place[0]:
            return False
        return self._places[at][1] < min(name.end + BESIDE, name.passage.sentence(name.start)[1])


def _kinds(passage: Passage) -> Iterator[tuple[int, Kind]]:
    for found in _names().find(passage.folded):
        if found.value == "home":
            if passage.text[found.start].isupper():
                yield found.start, "home"
        elif found.value and is_country(passage, found.start, found.end) and not _receives(passage, found.start):
            yield found.start, "abroad" if found.value == "seat" else "scene"
    for sign in HOME.finditer(passage.folded):
        yield sign.start(), "home"
    for unit in forms.gazetteer().find(passage.folded):
        if unit.value.kind == "unit":
            yield unit.start, "home"
    for start in shape.vietnamese_names(passage.text):
        yield start, "person"


def _receives(passage: Passage, start: int) -> bool:
    """Whether something goes to what stands at the place: "bán sang Mỹ"."""
    return OBJECT.search(passage.folded, max(0, start - READ_BACK), start) is not None


def is_country(passage: Passage, start: int, end: int) -> bool:
    """Whether what reads like a country is one, and no part of a name: "ông Đức", "Trần Anh Hoa"."""
    text = passage.text
    if " " in text[start:end] or not text[start].isupper():
        return text[start].isupper()
    word = text[max(0, start - 12) : max(0, start - 1)].rpartition(" ")[2]
    named = text[start - 1 : start] == " " and word[:1].isupper() and not shape.lead(word)
    return not named and CALLED.search(passage.folded, max(0, start - 6), start) is None


@cache
def _names() -> Gazetteer[str]:
    """Folded names of "country", "seat" (of government, with leaders abroad) and "home"."""
    leaders = (person for person in roster() if not all(map(shape.vietnamese, person.name.split())))
    names = {fold(form): "seat" for person in leaders for form in (person.name, *person.aliases)}
    names |= {fold(name): "seat" for name in lines("seats.txt")}
    names |= {fold(name): "country" for name in lines("countries.txt")}
    return Gazetteer(names | {fold(name): "home" for name in lines("provinces.txt")} | dict.fromkeys(NO_PLACES, ""))
