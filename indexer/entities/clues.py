"""A folded text in, the names of the lists in it out: titles, places, countries, known persons, what blocks a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.entities.gazetteer import Found, Gazetteer, lines
from indexer.entities.passage import Passage, fold
from indexer.entities.roster import roster

Span = tuple[int, int]
NAME_PARTS = ("place", "other", "country")


@dataclass(frozen=True, slots=True)
class Clue:
    """What a name of the lists says: "title", "block", "plain", "place", "country", "other" or "known"."""

    kind: str
    value: str  # kind of title or of block, full name of a known person
    capital: bool = False  # counts only with a capital first: "Vụ" is a unit, "vụ" a case


def find(passage: Passage, bodies: Sequence[Span]) -> list[Found[Clue]]:
    """The clues of the passage, in order, disjoint.

    Args:
        bodies: spans of names of bodies; the words in them say nothing of their own ("Công an" in "Bộ Công an").
    """
    inside = {place for start, end in bodies for place in range(start, end)}
    return [item for item in gazetteer().find(passage.folded) if _counts(passage, item, inside)]


def _counts(passage: Passage, item: Found[Clue], inside: set[int]) -> bool:
    """Titles count as written, names in capitals: "TP Hồ Chí Minh", "thành phố Hồ Chí Minh"."""
    text = passage.text[item.start : item.end]
    if item.value.kind in ("block", "plain"):
        return item.start not in inside and (not item.value.capital or text[0].isupper())
    return item.value.kind == "title" or not text.islower()


@cache
def gazetteer() -> Gazetteer[Clue]:
    return Gazetteer(dict(_names()))


def _names() -> Iterator[tuple[str, Clue]]:
    """Folded name -> clue; of a name in two lists the later one holds."""
    for kind, file in (("other", "not_persons.txt"), ("country", "countries.txt"), ("place", "places.txt")):
        for name in lines(file):
            yield fold(name), Clue(kind, "")
    for person in roster():
        for form in (person.name, *person.aliases):
            yield fold(form), Clue("known", person.name)
    for line in lines("titles.tsv"):
        name, kind = line.split("\t")
        yield fold(name), Clue("title", kind)
    for line in lines("place_words.tsv"):
        name, kind = line.split("\t")
        yield fold(name), Clue("plain" if kind == "plain" else "block", kind, capital=name[0].isupper())
