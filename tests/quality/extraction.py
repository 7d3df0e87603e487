"""`python -m tests.quality extraction DIR`: pages with their gold, ours beside plain trafilatura and get_text.

DIR holds `NAME.html` or `NAME.txt` with `NAME.gold.json`: title, body, published (ISO 8601 or null), evidence.
Body F1 is that of bags of words, averaged over the pages; furniture precision is the share of what was
left out that is not the article's; date and title count when they are exactly the gold's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from indexer import Article
from indexer.extract import articles

PAGES = (".html", ".htm", ".txt")
_WORD = re.compile(r"\w+")

Bag = Counter[str]


@dataclass(frozen=True, slots=True)
class Found:
    title: str = ""
    body: str = ""
    published: str | None = None
    evidence: str = "none"


def main(args: Sequence[str]) -> None:
    pages = list(corpus(Path(args[0])))
    for name, read in (("get_text", plain), ("trafilatura", trafilatura)):
        print(f"{name}: {line(score(pages, read))}")
    for path, gold in pages:
        for trouble in troubles(ours(path), gold):
            print(f"{path.name}: {trouble}")
    print(line(score(pages, ours)))


def corpus(folder: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for path in sorted(folder.iterdir()):
        gold = path.with_name(f"{path.name.removesuffix(path.suffix)}.gold.json")
        if path.suffix in PAGES and gold.exists():
            yield path, json.loads(gold.read_text(encoding="utf-8"))


def ours(path: Path) -> Found:
    article = next(articles([path]), None)
    if not isinstance(article, Article):
        return Found()
    published = article.published
    when = published.at.isoformat() if published else None
    return Found(article.title, article.body, when, published.evidence if published else "none")


def plain(path: Path) -> Found:
    page = BeautifulSoup(path.read_bytes(), "lxml")
    return Found(page.title.get_text() if page.title else "", page.get_text(" "))


def trafilatura(path: Path) -> Found:
    """As its documentation says, with its own dates."""
    from trafilatura import bare_extraction  # noqa: PLC0415  a library that is only compared with

    found = bare_extraction(
        path.read_text(encoding="utf-8", errors="replace"), include_comments=False, with_metadata=True
    )
    return Found(found.title or "", found.text or "", found.date) if found else Found()


def score(pages: Sequence[tuple[Path, Mapping[str, Any]]], read: Callable[[Path], Found]) -> dict[str, float]:
    each = [_one(path, read(path), gold) for path, gold in pages]
    return {name: sum(values[name] for values in each) / len(each) for name in each[0]}


def _one(path: Path, found: Found, gold: Mapping[str, Any]) -> dict[str, float]:
    wanted, got, page = bag(gold["body"]), bag(found.body), bag(plain(path).body)
    removed = page - got
    lost = wanted - got
    return {
        "body_f1": f1(got, wanted),
        "furniture_precision": 1 - (removed & lost).total() / max(1, removed.total()),
        "title": float(found.title == gold["title"]),
        "date": float(day(found.published) == day(gold["published"])),
        "evidence": float(found.evidence == gold.get("evidence", found.evidence)),
    }


def troubles(found: Found, gold: Mapping[str, Any]) -> Iterator[str]:
    if (value := f1(bag(found.body), bag(gold["body"]))) < 0.97:
        yield f"body F1 {value:.3f}"
    for name in ("title", "published", "evidence"):
        if getattr(found, name) != gold.get(name, getattr(found, name)):
            yield f"{name} {getattr(found, name)!r}, not {gold[name]!r}"


def bag(text: str) -> Bag:
    return Counter(_WORD.findall(text.casefold()))


def f1(got: Bag, wanted: Bag) -> float:
    return 2 * (got & wanted).total() / (got.total() + wanted.total()) if got or wanted else 1.0


def day(text: str | None) -> str:
    return (text or "")[:10]


def line(values: Mapping[str, float]) -> str:
    return " ".join(f"{name} {value:.4f}" for name, value in values.items())
