"""Names of bodies in, those of them that are Vietnamese out: "Bộ Tài chính Mỹ" is not Bộ Tài chính.

What tells: a country behind the name or its side before it, a foreign word or person behind it, who holds the office.
Of names that stand bare tells what the article speaks of: what is abroad in it (countries, seats of government,
leaders, bodies said to be foreign) and what is at home (provinces, officials). An article with hardly anything at home
is about abroad throughout; in one that is partly so the nearest of these before a bare name decides, within the
sentence or where it is a body of the same name.
"""

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Literal

from indexer.entities import forms, shape
from indexer.entities.forms import Named
from indexer.entities.gazetteer import Gazetteer, lines, listed
from indexer.entities.passage import Passage, fold
from indexer.entities.roster import roster

LINK = re.compile(r"(?: \(| của| thuộc| nước| phía| liên bang| hoàng gia| vương quốc| cộng hòa| chính phủ){0,3} ?")
OTHERS = re.compile(
    r" (?:của )?(?:các nước|(?:hiệp hội )?các quốc gia|một số nước|nước này|nước bạn|nước chủ nhà|nước ngoài|sở tại"
    r"|asean|nato|g7|g20)\b"
)
OURS = re.compile(r" (?:của |- |\()?(?:việt nam|vn|nước ta|ta)\b")
MORE = re.compile(r"(?:,? và |, | - |-| & | )(?P<ministry>bộ )?")
SIDE = re.compile(r"\b(?:phía|đoàn|phái đoàn|chính phủ|chính quyền|nước) ")
FIELD_SIGN = re.compile(r"(?: và | - |-| & )(?=[^\W\d_])")
APPOSED = re.compile(
    r"(?<!\w)(?P<name>[^\W\d_][\w'-]* [^\W\d_][\w'-]*)(?:,| -) (?:nguyên |cựu |quyền |tân )?(?:bộ|thứ) trưởng(?: bộ)? $"
)
LONGEST_NAME = 40  # characters of a person's
MAX_FIELDS = 5  # no ministry has more fields to its name

_Place = tuple[int, int]  # number of the passage, start in it
# "scene" tells what the article is about and nothing about the names behind it: "thép Mỹ", "ở Mỹ".
Anchor = Literal["home", "abroad", "theirs", "scene"]
NOWHERE = (sys.maxsize, 0)  # behind all places
MIN_ABROAD = 3  # weight of an article about another country
ABROAD_PER_HOME = 10  # and so much more for each anchor at home
CARRIED = 250  # characters over which a body said to be foreign stays so
CALLED = re.compile(r"\b(?:ông|bà|anh|chị|em|cô|thầy|cháu|bác|chú) $")
FILES = {"seat": "seats.txt", "country": "countries.txt", "province": "provinces.txt", "home": "home.txt"}
NO_PLACES = ("thái bình dương", "giờ việt nam")


def keep_ours(named: Sequence[Named], passages: Sequence[Passage]) -> list[Named]:
    """The Vietnamese bodies among those named in the passages of one article."""
    told = [(name, _side(name)) for name in named]
    article = Article(passages, [name for name, side in told if side == "theirs"])
    return [name for name, side in told if side == "ours" or not (side or article.abroad(name))]


class Article:
    """What is abroad and at home in it, each with its place: the number of its passage, and where it starts there."""

    def __init__(self, passages: Sequence[Passage], theirs: Sequence[Named]) -> None:
        """`theirs` are the bodies that the text says to be foreign."""
        self._passages = passages
        self._theirs = {self._place(name): name.bare for name in theirs}

    def abroad(self, name: Named) -> bool:
        """Whether the body, of which nothing beside it tells, is another country's."""
        worldwide = _worldwide(name)
        if not worldwide and name.bare not in self._theirs.values():
            return False
        telling, abroad_from = self._read
        place = self._place(name)
        at = bisect_left(telling, (place, "")) - 1
        (number, last), nearest = telling[at] if at >= 0 else ((0, 0), "scene")
        if abroad_from is None or nearest == "home":
            return False
        distance = name.start - last if name.passage is self._passages[number] else sys.maxsize
        if self._theirs.get((number, last)) == name.bare and distance <= CARRIED:
            return True
        here = nearest != "scene" and distance <= name.start - name.passage.sentence(name.start)[0]
        return worldwide and (here or abroad_from < place)

    @cached_property
    def _read(self) -> tuple[list[tuple[_Place, Anchor]], _Place | None]:
        """What tells of bare names, in order; and from where on they are foreign: None where all are at home."""
        found = {(at, start): kind for at, passage in enumerate(self._passages) for start, kind in _anchors(passage)}
        found |= dict.fromkeys(self._theirs, "theirs")
        count = Counter(found.values())
        abroad = count["abroad"] + count["scene"] + 2 * count["theirs"]
        at_home = abroad < MIN_ABROAD or abroad <= count["home"]
        throughout = abroad >= MIN_ABROAD + ABROAD_PER_HOME * count["home"]
        telling: list[tuple[_Place, Anchor]] = sorted(item for item in found.items() if item[1] != "scene")
        return telling, None if at_home else min(found) if throughout else NOWHERE

    def _place(self, name: Named) -> _Place:
        return self._passages.index(name.passage), name.start


def _worldwide(name: Named) -> bool:
    """Whether ministries of other countries have this name too: one field, in words."""
    return _field_at(name.bare, 0) == len(name.bare)


def _anchors(passage: Passage) -> Iterator[tuple[int, Anchor]]:
    for start, end, kind in _names().find(passage.folded):
        capital, address = passage.text[start].isupper(), passage.text[start - 1 : start] == "."  # "chinhphu.vn"
        if (kind == "province" and capital) or (kind == "home" and not address):
            yield start, "home"
        elif kind in ("seat", "country") and _is_country(passage, start, end):
            yield start, "abroad" if kind == "seat" else "scene"


def _is_country(passage: Passage, start: int, end: int) -> bool:
    """Whether what reads like a country is one, and no part of a name: "ông Đức", "Trần Anh Hoa"."""
    text = passage.text
    if " " in text[start:end] or not text[start].isupper():
        return text[start].isupper()
    word = text[max(0, start - 12) : max(0, start - 1)].rpartition(" ")[2]
    named = word[:1].isupper() and not shape.lead(word)
    return not named and passage.before(start, CALLED, 6) is None


@cache
def _names() -> Gazetteer[str]:
    """Folded names of "country", "seat" (of government, with leaders abroad), "province" and "home"."""
    leaders = (person for person in roster() if not all(map(shape.vietnamese, person.name.split())))
    names = {fold(form): "seat" for person in leaders for form in (person.name, *person.aliases)}
    for kind, file in FILES.items():
        names |= {fold(name): kind for name in lines(file)}
    return Gazetteer(names | dict.fromkeys(NO_PLACES, ""))


def _side(name: Named) -> str:
    """Whose the text says that the body is: "ours", "theirs", "some" (of several countries), or "" where bare."""
    folded, end = name.passage.folded, name.end
    if OURS.match(folded, end):
        return "ours"
    if OTHERS.match(folded, end):
        return "some"
    if _said_foreign(name):
        return "theirs"
    if shape.vietnamese_name_first(name.passage.text[end : end + LONGEST_NAME]):
        return "ours"
    holder = _holder_before(name)
    return ("ours" if shape.vietnamese(holder) else "theirs") if holder else ""


def _said_foreign(name: Named) -> bool:
    passage, end = name.passage, name.end
    if _country_behind(passage, name.start, end) or _country_before(passage, name.start):
        return True
    fields_end = _fields_behind(passage, end)
    if fields_end > end and not forms.gazetteer().find(passage.folded[end:fields_end]):
        return True
    behind = passage.text[fields_end : fields_end + LONGEST_NAME].removeprefix(")")
    return shape.foreign_name_first(behind)


def _holder_before(name: Named) -> str:
    """The last word of the name of whom the office is said: "Lloyd Ashcombe, Bộ trưởng Quốc phòng"; or nothing."""
    apposed = name.passage.before(name.start, APPOSED, 60)
    words = name.passage.text[slice(*apposed.span("name"))] if apposed else ""
    return words.split()[-1] if words.istitle() else ""


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


def _country_before(passage: Passage, start: int) -> bool:
    """Whether "phía Hoa Kỳ:" stands before, with nothing but an office between."""
    colon = passage.folded.rfind(":", max(0, start - 25), start)
    sides = [side.end() for side in SIDE.finditer(passage.folded, max(0, colon - 40), max(0, colon))]
    return colon > 0 and bool(sides) and _country_at(passage, sides[-1]) == colon


def _country_at(passage: Passage, place: int) -> int:
    """The end of the country's name that starts at `place`; 0 where none does."""
    country = listed("countries.txt").at(passage.folded, place) if passage.text[place : place + 1].isupper() else None
    return country.end if country else 0


def _field_at(folded: str, place: int) -> int:
    field = listed("fields.txt").at(folded, place)
    return field.end if field else 0
