"""Names of bodies in, those of them that are Vietnamese out: "Bộ Tài chính Mỹ" is not Bộ Tài chính.

What tells: a country behind the name, a foreign word or person behind it, a country's side before it
("phía Hoa Kỳ: Bộ trưởng Thương mại"), the body being foreign wherever the text says whose it is, or
a text about another country that nowhere speaks of Việt Nam.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from indexer.entities import forms, shape
from indexer.entities.forms import Named
from indexer.entities.gazetteer import Found, Gazetteer, lines
from indexer.entities.passage import Passage, fold

LINK = re.compile(r"(?: \(| của| thuộc| nước| phía| liên bang| hoàng gia| vương quốc| cộng hòa| chính phủ){0,3} ?")
OTHERS = re.compile(
    r" (?:của )?(?:các nước|các quốc gia|một số nước|nước này|nước bạn|nước chủ nhà|nước ngoài|sở tại"
    r"|asean|nato|g7|g20)\b"
)
OURS = re.compile(r" (?:của )?(?:việt nam|nước ta|ta)\b")
AND_OURS = re.compile(r"(?: và |, | - |-)việt nam\b")
MORE = re.compile(r"(?:,? và |, | - |-| & )(?P<ministry>bộ )?")
FIELD_SIGN = re.compile(r"(?: và | - |-| & )(?=[^\W\d_])")
SIDE = re.compile(r"\b(?:phía|đoàn|phái đoàn|chính phủ|chính quyền|nước) ")
HOME = re.compile(
    r"\b(?:vn|nước ta|hcm|liên bộ|ubnd|hđnd|đbqh|(?:tỉnh|thành|huyện|đảng) ủy"
    r"|quốc lộ|thủ tướng chính phủ|(?:tỉ|tỷ|triệu) đồng)\b"
)
APPOSED = re.compile(
    r"(?<!\w)(?P<first>[^\W\d_][\w'-]*) (?P<word>[^\W\d_][\w'-]*)"
    r"(?:,| -) (?:nguyên |cựu |quyền |tân )?(?:bộ|thứ) trưởng(?: bộ)? $"
)
CALLED = re.compile(r"\b(?:ông|bà|anh|chị|em|cô|thầy|cháu|bác|chú) $")
MIN_COUNTRY, MIN_BESIDE_HOME = 3, 6  # mentions of the country that an article is about
MAX_HOME = 1  # mention of ours in an article about another country
MAX_FIELDS = 5  # no ministry has more fields to its name


@dataclass(frozen=True, slots=True)
class _Verdict:
    named: Named
    side: str  # "ours", "theirs", or "" where the name stands bare


def keep_ours(named: Sequence[Named], passages: Sequence[Passage]) -> list[Named]:
    """The Vietnamese bodies among those named in the passages of one article."""
    sides = [_side(name) for name in named]
    abroad = _abroad([name for name, side in zip(named, sides, strict=True) if not side], passages)
    verdicts = [
        _Verdict(name, side or ("theirs" if abroad and _worldwide(name) else ""))
        for name, side in zip(named, sides, strict=True)
    ]
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
    if (
        OTHERS.match(folded, end)
        or _country_behind(name.passage, name.start, end)
        or _country_before(name.passage, name.start)
    ):
        return "theirs"
    fields_end = _fields_behind(name.passage, end)
    after = name.passage.text[fields_end : fields_end + 40]
    if fields_end > end and not _is_ours(folded[end:fields_end]):
        return "theirs"
    if shape.foreign_name_first(after):
        return "theirs"
    if name.why != "name" and _foreigner_before(name.passage, name.start):
        return "theirs"
    return "ours" if name.why != "name" and shape.vietnamese_name_first(after) else ""


def _foreigner_before(passage: Passage, start: int) -> bool:
    """Whether the office is said of a foreigner: "Lloyd Ashcombe, Bộ trưởng Quốc phòng"."""
    apposed = APPOSED.search(passage.folded, max(0, start - 60), start)
    if not apposed:
        return False
    first, word = (passage.text[slice(*apposed.span(part))] for part in ("first", "word"))
    return first[0].isupper() and word.istitle() and not shape.vietnamese(word)


def _abroad(bare: Sequence[Named], passages: Sequence[Passage]) -> bool:
    """Whether the article is about one other country, named before any bare body, and hardly about Việt Nam."""
    home = sum(map(_home_mentions, passages))
    if not bare or home > MAX_HOME or any(map(_has_unit, passages)):
        return False
    first = passages.index(bare[0].passage), bare[0].start
    countries = [
        ((at, found.start), found.value)
        for at, passage in enumerate(passages)
        for found in _countries().find(passage.folded)
        if _is_country(passage, found)
    ]
    most = max(Counter(country for _, country in countries).values(), default=0)
    return most >= (MIN_COUNTRY if home == 0 else MIN_BESIDE_HOME) and countries[0][0] < first


def _home_mentions(passage: Passage) -> int:
    return len(HOME.findall(passage.folded)) + len(_provinces().find(passage.folded))


def _is_country(passage: Passage, found: Found[str]) -> bool:
    """Whether it is no part of a name: "ông Đức", "Bệnh viện Việt Đức", "Trần Anh Hoa"."""
    text = passage.text
    if " " in found.value or not text[found.start].isupper():
        return text[found.start].isupper()
    word = text[max(0, found.start - 12) : max(0, found.start - 1)].rpartition(" ")[2]
    named = text[found.start - 1 : found.start] == " " and word[:1].isupper() and word.lower() not in shape.leads()
    return not named and CALLED.search(passage.folded, max(0, found.start - 6), found.start) is None


def _worldwide(name: Named) -> bool:
    """Whether ministries of other countries have this name too: one field, in words."""
    field = name.passage.folded[name.start : name.end].removeprefix(forms.MINISTRY)
    return _field_at(field, 0) == len(field)


def _has_unit(passage: Passage) -> bool:
    return any(found.value.kind == "unit" for found in forms.gazetteer().find(passage.folded))


def _country_behind(passage: Passage, start: int, end: int) -> bool:
    for _ in range(MAX_FIELDS):
        link = LINK.match(passage.folded, end)
        country = _country_at(passage, link.end() if link else end)
        if country:
            return not AND_OURS.match(passage.folded, country)
        more = MORE.match(passage.folded, end)
        field = _field_at(passage.folded, more.end()) if more else 0
        if not field or (more and more["ministry"] and passage.folded[more.end() : field] in passage.folded[start:end]):
            return False  # "Bộ Công an và Bộ Công an Lào"
        end = field
    return False


def _fields_behind(passage: Passage, end: int) -> int:
    """Where the fields end that follow a ministry's name: "Bộ Giao thông và Truyền thông"; `end` where none does."""
    more = FIELD_SIGN.match(passage.folded, end)
    field = _field_at(passage.folded, more.end()) if more and passage.text[more.end()].isupper() else 0
    return field or end


def _is_ours(more: str) -> bool:
    """Whether what follows a ministry's name is another one of ours, as in "Bộ Tài chính - Công Thương"."""
    found = forms.gazetteer().find(more)
    return bool(found) and found[-1].end == len(more) and found[-1].value.kind == "field"


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
def _provinces() -> Gazetteer[str]:
    return Gazetteer({fold(name): name for name in lines("provinces.txt")})


@cache
def _fields() -> Gazetteer[str]:
    return Gazetteer({fold(name): name for name in lines("fields.txt")})
