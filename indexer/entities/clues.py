"""A passage in, what the lists and the register name in it out: titles, places, countries, known persons, bodies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.entities.gazetteer import Found, Gazetteer, entries, lines
from indexer.entities.passage import Passage, Span, fold
from indexer.entities.register import register
from indexer.entities.roster import roster

NAME_PARTS = ("place", "other", "country")
BETWEEN = ("body", "country", "place", "attribute", "field")  # that may stand between a title and its person


@dataclass(frozen=True, slots=True)
class Clue:
    """What a name of the lists says."""

    kind: str  # "title", "attribute", "field", "block", "plain", "place", "country", "other", "known" or "body"
    value: str = ""  # kind of title or of block, full name of a known person
    capital: bool = False  # counts only with a capital first: "Vụ" is a unit, "vụ" a case


LISTS = {  # kind of clue -> file
    "attribute": "attributes.txt",
    "field": "fields.txt",
    "other": "not_persons.txt",
    "country": "countries.txt",
    "place": "places.txt",
}

BODY = Clue("body")


def find(passage: Passage, bodies: Sequence[Span]) -> list[Found[Clue]]:
    """The clues of the passage; those at one place in rising weight: names, bodies, titles.

    Args:
        bodies: spans of their names; words in them say nothing of their own ("Công an" in "Bộ Công an"), but for
            titles, that may hold a body's name or be all that names it ("Thống đốc Lê Cát Tường").
    """
    inside = {place for start, end in bodies for place in range(start, end)}
    found = [item for item in gazetteer().find(passage.folded) if _counts(passage, item, inside)]
    named = [*found, *(Found(start, end, BODY) for start, end in bodies)]
    return sorted(named, key=lambda item: (item.value.kind == "title", item.value.kind == "body"))


def _counts(passage: Passage, item: Found[Clue], inside: set[int]) -> bool:
    """Titles count as written, names in capitals: "TP Hồ Chí Minh", "thành phố Hồ Chí Minh"."""
    start, end, clue = item
    if clue.kind in ("title", "field"):
        return True
    if start in inside:
        return False
    if clue.kind == "attribute":
        return passage.text[start].islower()
    if clue.kind in ("block", "plain"):
        return not clue.capital or passage.text[start].isupper()
    return not passage.text[start:end].islower()


@cache
def gazetteer() -> Gazetteer[Clue]:
    return Gazetteer(dict(_names()))


def _names() -> Iterator[tuple[str, Clue]]:
    """Folded name -> clue; of a name in two lists the later one holds."""
    for kind, file in LISTS.items():
        for name in lines(file):
            yield fold(name), Clue(kind)
    for name in (field for body in register().bodies for field in body.fields):
        yield fold(name), Clue("field")
    for person in roster():
        for form in (person.name, *person.aliases):
            yield fold(form), Clue("known", person.name)
    for name, kind in entries("titles.tsv").items():
        yield fold(name), Clue("title", kind)
    for name, kind in entries("place_words.tsv").items():
        yield fold(name), Clue("plain" if kind == "plain" else "block", kind, capital=name[0].isupper())
