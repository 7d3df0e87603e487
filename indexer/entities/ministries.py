"""A text in, the government bodies that it names out, each with its places: the facet `ministry`.

A name counts as written, shortened, abbreviated, in an office ("Thứ trưởng Tư pháp") or in a
list ("các bộ: Công an, Ngoại giao"); foreign namesakes do not (`foreign`), and a name that has
ended stands for the body of the time that is spoken of (`tenure`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from indexer.entities import foreign, forms, shape, tenure
from indexer.entities.forms import Form, Named
from indexer.entities.gazetteer import Found, entries
from indexer.entities.passage import UNIT, Evidence, Passage
from indexer.entities.register import register

OFFICE = re.compile(r"(?:bộ trưởng|thứ trưởng)(?: (?:các |2 |hai )?bộ)? $")
OPENER = re.compile(
    r"\b(?:(?:các|hai|ba|bốn|liên|những|nhiều|giữa|một số|đại diện|lãnh đạo) bộ|bộ,? ?(?:ban,? ?)?ngành)\b"
)
LIST_SIGN = re.compile(r"(?:,? và |, |; | - |/| & |,? cùng |,? với |: )(?:các )?(?:bộ )?")
OFFICE_WHY, LIST_WHY = "in an office", "in a list"
BEFORE = 70  # characters read back for an opener: a list's head is no longer
LONGEST_NAME, LONGEST_COMPOUND = 40, 8  # characters: of a person's name, of a word that compounds with "bộ"
CREDIT = re.compile(
    r"(?:theo|ảnh|nguồn|video|clip|tin|phóng viên|pv|đồ họa|(?:theo dõi|mời|xem) [^.\n]{0,70} của)[: (]*$"
)
HEADED = re.compile(r"\b(?:(?:phó )?tổng giám đốc|lãnh đạo|trụ sở|đài) $")
LOCAL = re.compile(
    r" (?:quốc gia(?! việt nam)|(?:khu vực |vùng )?(?:tỉnh|tp\b|thành phố|huyện|quận|địa phương|các địa phương)"
    r"|(?:số|khu vực) [0-9ivx]+)"
)


def find(passages: Sequence[Passage], day: date | None) -> list[Evidence]:
    """The bodies named, and behind them those whose units are.

    Args:
        day: when the text was written, as far as known; tells which of two bodies of one name is meant.
    """
    places = [(passage, forms.gazetteer().find(passage.folded)) for passage in passages]
    named = [name for passage, bodies in places for name in _named(passage, bodies, day)]
    ours = foreign.keep_ours(named, passages)
    spelt = frozenset(id for name in ours if len(name.ids) == 1 for id in name.ids)
    found = [_evidence(name, id) for name in ours for id in tenure.bodies(name, spelt, day)]
    return found + [unit for passage, bodies in places for unit in _units(passage, bodies, day)]


def _evidence(name: Named, id: str) -> Evidence:
    why = name.why if id in name.ids else f"{name.why}; its successor on that day"
    return name.passage.evidence("ministry", register().by_id[id].name, (name.start, name.end), why)


def _named(passage: Passage, bodies: Sequence[Found[Form]], day: date | None) -> Iterator[Named]:
    chained = -1  # where the last body or list opener ended
    for found in bodies:
        form = found.value
        if _is_unit(form, day):
            continue
        if form.kind == "head" and shape.vietnamese_name_first(passage.text[found.end : found.end + LONGEST_NAME]):
            yield Named(passage, found.start, found.end, form.ids, OFFICE_WHY)
        elif form.kind == "body" and _written_as_name(passage, found):
            chained = found.end
            yield Named(passage, found.start, found.end, form.ids, _office(passage, found.start) or "name")
        elif form.kind == "field" and _capitals(passage, found):
            why = _office(passage, found.start) or _listed(passage.folded, chained, found.start)
            if why:
                chained = found.end
                yield Named(passage, found.start, found.end, form.ids, why)


def _office(passage: Passage, start: int) -> str:
    return OFFICE_WHY if passage.before(start, OFFICE, 20) else ""


def _written_as_name(passage: Passage, found: Found[Form]) -> bool:
    text, folded, form = passage.text, passage.folded, found.value
    if form.exact and text[found.start : found.end] != form.exact:
        return False
    if form.outlet and _credit(passage, found):
        return False
    if not folded.startswith(forms.MINISTRY, found.start):
        return _capitals(passage, found)
    inner = text[found.start + len(forms.MINISTRY)]
    if text[found.start] == "B":
        return inner.isupper() or not form.capital
    before = folded[max(0, found.start - LONGEST_COMPOUND) : found.start].split()
    return inner.isupper() and entries("compounds.txt").keys().isdisjoint(before[-1:])


def _capitals(passage: Passage, found: Found[Form]) -> bool:
    """Whether the name stands in capitals where it must; of a body's a later word may: "tổng thanh tra Chính phủ"."""
    text = passage.text[found.start : found.end]
    if found.value.letters and text.isalpha():
        return text.isupper()
    return text[0].isupper() or (found.value.kind == "body" and not text.removesuffix(" Việt Nam").islower())


def _credit(passage: Passage, found: Found[Form]) -> bool:
    """Whether an outlet is named as the source of news or by its letters, and not spoken of."""
    before = passage.folded[max(0, found.start - 90) : found.start]
    return (found.value.letters and not HEADED.search(before)) or CREDIT.search(before) is not None


def _listed(folded: str, chained: int, start: int) -> str:
    if chained >= 0 and LIST_SIGN.fullmatch(folded, chained, start):
        return LIST_WHY
    openers = [opener.end() for opener in OPENER.finditer(folded, max(0, start - BEFORE), start)]
    opened = openers and entries("fillers.txt").keys() >= {*re.findall(r"\w+", folded[openers[-1] : start])}
    return LIST_WHY if opened else ""


def _is_unit(form: Form, day: date | None) -> bool:
    """Whether the name is a unit's; some bodies' names are units' after the body's end."""
    if form.unit < 0 or form.kind == "never":
        return False
    return not any(day and register().by_id[id].valid(day) for id in form.ids)


def _units(passage: Passage, bodies: Sequence[Found[Form]], day: date | None) -> Iterator[Evidence]:
    for found in bodies:
        if not _is_unit(found.value, day) or not _capitals(passage, found) or LOCAL.match(passage.folded, found.end):
            continue
        parent = register().units[found.value.unit].parent(day)
        name = register().by_id[parent].name
        yield passage.evidence("ministry", name, (found.start, found.end), "its unit on that day", role=UNIT)
