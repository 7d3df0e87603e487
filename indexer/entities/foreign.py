"""Names of bodies in, those of them that are Vietnamese out: "Bộ Tài chính Mỹ" is not Bộ Tài chính.

What tells: a country behind the name, a foreign word or person behind it, a country's side before it
("phía Hoa Kỳ: Bộ trưởng Thương mại"); of names that stand bare, what the article speaks of (`anchors`).
"""

import re
from collections.abc import Sequence
from functools import cache

from indexer.entities import forms, shape
from indexer.entities.anchors import Anchor, Anchors
from indexer.entities.forms import Named
from indexer.entities.gazetteer import Gazetteer, lines
from indexer.entities.passage import Passage, fold

LINK = re.compile(r"(?: \(| của| thuộc| nước| phía| liên bang| hoàng gia| vương quốc| cộng hòa| chính phủ){0,3} ?")
OTHERS = re.compile(
    r" (?:của )?(?:các nước|(?:hiệp hội )?các quốc gia|một số nước|nước này|nước bạn|nước chủ nhà|nước ngoài|sở tại"
    r"|asean|nato|g7|g20)\b"
)
OURS = re.compile(r" (?:của |- |\()?(?:việt nam|vn|nước ta|ta)\b")
MORE = re.compile(r"(?:,? và |, | - |-| & | )(?P<ministry>bộ )?")
FIELD_SIGN = re.compile(r"(?: và | - |-| & )(?=[^\W\d_])")
SIDE = re.compile(r"\b(?:phía|đoàn|phái đoàn|chính phủ|chính quyền|nước) ")
APPOSED = re.compile(
    r"(?<!\w)(?P<first>[^\W\d_][\w'-]*) (?P<word>[^\W\d_][\w'-]*)"
    r"(?:,| -) (?:nguyên |cựu |quyền |tân )?(?:bộ|thứ) trưởng(?: bộ)? $"
)
LONGEST_NAME = 40  # characters of a person's
MAX_FIELDS = 5  # no ministry has more fields to its name


def keep_ours(named: Sequence[Named], passages: Sequence[Passage]) -> list[Named]:
    """The Vietnamese bodies among those named in the passages of one article."""
    sides = [_side(name) for name in named]
    if all(sides):
        return [name for name, side in zip(named, sides, strict=True) if side == "ours"]
    places = [(next(at for at, one in enumerate(passages) if one is name.passage), name.start) for name in named]
    told = zip(named, places, sides, strict=True)
    around = Anchors(passages, {place: anchor for name, place, side in told if (anchor := _anchor(name, side))})
    return [
        name
        for name, place, side in zip(named, places, sides, strict=True)
        if side == "ours" or not (side or around.abroad(name, place, worldwide=_worldwide(name)))
    ]


def _anchor(name: Named, side: str) -> Anchor | None:
    """What the name tells about names behind it; None where it may be any country's, or is no ministry's."""
    if side == "theirs":
        return Anchor("theirs", name.bare)
    ministry = name.passage.folded.startswith(forms.MINISTRY, name.start)
    return Anchor("home") if side == "ours" or (ministry and not side and not _worldwide(name)) else None


def _side(name: Named) -> str:
    """Whose the text says that the body is: "ours", "theirs", "some" (of several countries), or "" where bare."""
    folded, end = name.passage.folded, name.end
    if OURS.match(folded, end):
        return "ours"
    if OTHERS.match(folded, end):
        return "some"
    if _said_foreign(name):
        return "theirs"
    return "ours" if shape.vietnamese_name_first(name.passage.text[end : end + LONGEST_NAME]) else ""


def _said_foreign(name: Named) -> bool:
    passage, end = name.passage, name.end
    if _country_behind(passage, name.start, end) or _country_before(passage, name.start):
        return True
    fields_end = _fields_behind(passage, end)
    if fields_end > end and not _is_ours(passage.folded[end:fields_end]):
        return True
    behind = passage.text[fields_end : fields_end + LONGEST_NAME].removeprefix(")")
    if shape.foreign_name_first(behind):
        return True
    return name.why != "name" and _foreigner_before(passage, name.start)


def _foreigner_before(passage: Passage, start: int) -> bool:
    """Whether the office is said of a foreigner: "Lloyd Ashcombe, Bộ trưởng Quốc phòng"."""
    apposed = APPOSED.search(passage.folded, max(0, start - 60), start)
    if not apposed:
        return False
    first, word = (passage.text[slice(*apposed.span(part))] for part in ("first", "word"))
    return first[0].isupper() and word.istitle() and not shape.vietnamese(word)


def _worldwide(name: Named) -> bool:
    """Whether ministries of other countries have this name too: one field, in words."""
    return _field_at(name.bare, 0) == len(name.bare)


def _country_behind(passage: Passage, start: int, end: int) -> bool:
    for _ in range(MAX_FIELDS):
        link = LINK.match(passage.folded, end)
        if _country_at(passage, link.end() if link else end):
            return True
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
    return _longest_at("countries.txt", passage.folded, place)


def _field_at(folded: str, place: int) -> int:
    return _longest_at("fields.txt", folded, place)


def _longest_at(file: str, folded: str, place: int) -> int:
    found = _names(file).find(folded[place : place + 45])
    return place + found[0].end if found and found[0].start == 0 else 0


@cache
def _names(file: str) -> Gazetteer[str]:
    return Gazetteer({fold(name): name for name in lines(file)})
