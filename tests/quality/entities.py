"""`python -m tests.quality entities GOLD.jsonl [-v]`: persons, bodies and dates against annotated articles.

A line of the gold holds `id`, `text`, `published` (or `published_range`: two days between which it was) and
the expected `persons`, `bodies` and `dates`, each `{value, accept: [...], optional, via, zone}`. The text is
read like a file. Micro F1 over the sets of values of each article; bodies known only by a unit and persons of
the page's furniture do not count. `-v` lists what is false and what is missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from indexer import entities, extract
from indexer.entities.passage import fold
from indexer.extract import Piece
from tests.quality import rows

FACETS = ("persons", "bodies", "dates")
SIGNS = str.maketrans("-–—,&", "     ")


@dataclass
class Score:
    """Counts over all articles; the lists are of the last one compared."""

    right: int = 0
    false: int = 0
    missed: int = 0
    last_false: list[str] = field(default_factory=list)
    last_missed: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.false + self.missed)

    def compare(self, expected: Sequence[Mapping[str, Any]], values: Sequence[str]) -> None:
        left, used = {normal(value) for value in values}, set[str]()
        self.last_missed = []
        for entry in expected:
            accepted = {normal(value) for value in entry["accept"]}
            if entry.get("zone") == "boilerplate":
                continue
            if entry.get("optional") or entry.get("via") == ["unit"]:
                used |= accepted & left
            elif accepted & left:
                used |= accepted & left
                self.right += 1
            else:
                self.last_missed.append(entry["value"])
        self.last_false = sorted(left - used)
        self.missed += len(self.last_missed)
        self.false += len(self.last_false)


def main(args: Sequence[str]) -> None:
    scores = {facet: Score() for facet in FACETS}
    for row in rows(Path(args[0])):
        found = predicted(row)
        for facet, score in scores.items():
            score.compare(row[facet], found[facet])
            if "-v" in args and (score.last_false or score.last_missed):
                print(f"{row['id']} {facet}: false {score.last_false}, missed {score.last_missed}")
    print(" ".join(f"{facet} F1 {score.f1:.4f}" for facet, score in scores.items()))


def predicted(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    (article,) = extract.read(Piece(f"{row['id']}.txt", raw=row["text"].encode()))
    published = date.fromisoformat(row["published"]) if row["published"] else None
    period = row.get("published_range")
    around = date.fromisoformat(period[1]) if period else None
    title = "" if article.title_derived else article.title
    found = entities.find(title, article.body, published, captions=article.captions, around=around)
    days = tuple(mention.value for mention in found.mentions if mention.kind == "date")
    return {"persons": found.persons, "bodies": found.ministries, "dates": days}


def normal(value: str) -> str:
    """The form in which values are compared: letters small, tones in one place, signs between words alike."""
    return " ".join(fold(value).translate(SIGNS).split())
