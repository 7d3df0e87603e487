"""Names of bodies in, those of them that are Vietnamese out: "Bộ Tài chính Mỹ" is not Bộ Tài chính.

What tells: a country behind the name, a foreign person behind the office, a country's side before
it ("phía Hoa Kỳ: Bộ trưởng Thương mại"), or the body being foreign wherever the text says whose it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from indexer.entities import shape
from indexer.entities.forms import Named
from indexer.entities.gazetteer import Gazetteer, lines
from indexer.entities.passage import Passage, fold

LINK = re.compile(r"(?: \(| của| thuộc| nước| phía| liên bang| hoàng gia| vương quốc| cộng hòa| chính phủ){0,3} ?")
OTHERS = re.compile(
    r" (?:của )?(?:các nước|các quốc gia|một số nước|nước này|nước bạn|nước chủ nhà|nước ngoài|sở tại"
    r"|asean|nato|g7|g20)\b"
)
OURS = re.compile(r" (?:của )?(?:việt nam|nước ta|ta)\b")
AND_OURS = re.compile(r"(?: và |, | - |-)việt nam\b")
MORE = re.compile(r"(?:,? và |, | - |-| & )")
SIDE = re.compile(r"\b(?:phía|đoàn|phái đoàn|chính phủ|chính quyền|nước) ")
MAX_FIELDS = 5  # no ministry has more fields to its name


@dataclass(frozen=True, slots=True)
class _Verdict:
    named: Named
    side: str  # "ours", "theirs", or "" where the name stands bare


def keep_ours(named: Sequence[Named]) -> list[Named]:
    verdicts = [_Verdict(name, _side(name)) for name in named]
    theirs = Counter(id for verdict in verdicts if verdict.side == "theirs" for id in verdict.named.ids)
    bare = Counter(id for verdict in verdicts if verdict.side != "theirs" for id in verdict.named.ids)
    ours = {id for verdict in verdicts if verdict.side == "ours" for id in verdict.named.ids}
    kept, seen_theirs = [], set[str]()
    for verdict in verdicts:
        ids = set(verdict.named.ids)
        if verdict.side == "theirs":
            seen_theirs |= ids
        elif verdict.side == "ours" or not _carried_over(ids - ours, seen_theirs, theirs, bare):
            kept.append(verdict.named)
    return kept


def _carried_over(ids: set[str], seen: set[str], theirs: Counter[str], bare: Counter[str]) -> bool:
    """A bare name after a foreign one means the foreign one, where that is the commoner."""
    return bool(ids & seen) and all(theirs[id] >= bare[id] for id in ids)


def _side(name: Named) -> str:
    folded, end = name.passage.folded, name.end
    if OURS.match(folded, end):
        return "ours"
    if OTHERS.match(folded, end) or _country_behind(name.passage, end) or _country_before(name.passage, name.start):
        return "theirs"
    if name.office:
        after = name.passage.text[end : end + 40]
        if shape.foreign_name_first(after):
            return "theirs"
        if shape.vietnamese_name_first(after):
            return "ours"
    return ""


def _country_behind(passage: Passage, end: int) -> bool:
    for _ in range(MAX_FIELDS):
        link = LINK.match(passage.folded, end)
        country = _country_at(passage, link.end() if link else end)
        if country:
            return not AND_OURS.match(passage.folded, country)
        more = MORE.match(passage.folded, end)
        field = _field_at(passage.folded, more.end()) if more else 0
        if not field:
            return False
        end = field
    return False


def _country_before(passage: Passage, start: int) -> bool:
    """Whether "phía Hoa Kỳ:" stands before, with nothing but an office between."""
    colon = passage.folded.rfind(":", max(0, start - 25), start)
    sides = [side.end() for side in SIDE.finditer(passage.folded, max(0, colon - 40), max(0, colon))]
    return colon > 0 and bool(sides) and _country_at(passage, sides[-1]) == colon


def _country_at(passage: Passage, place: int) -> int:
    """The end of the country's name that starts at `place`; 0 where none does."""
    if not passage.text[place : place + 1].isupper():
        return 0
    return _longest_at(_countries(), passage.folded, place)


def _field_at(folded: str, place: int) -> int:
    return _longest_at(_fields(), folded, place)


def _longest_at(names: Gazetteer[str], folded: str, place: int) -> int:
    found = names.find(folded[place : place + 45])
    return place + found[0].end if found and found[0].start == 0 else 0


@cache
def _countries() -> Gazetteer[str]:
    return Gazetteer({fold(name): name for name in lines("countries.txt")})


@cache
def _fields() -> Gazetteer[str]:
    return Gazetteer({fold(name): name for name in lines("fields.txt")})
