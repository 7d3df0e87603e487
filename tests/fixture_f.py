"""Fixture F: the articles A01 to A26 that the tests of the web front end search. All persons are invented."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from indexer import HANOI, Article, Document, Origin, Published, Searcher, Version, document, open_engine
from tests.memory import MemoryEngine

SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
LONG_WORDS = 20_000
READ = dt.datetime(2025, 9, 3, 8, tzinfo=HANOI)  # when every file was read
TABLE = Path(__file__).parent / "cases" / "fixture_f.tsv"


@cache
def documents() -> tuple[Document, ...]:
    rows = TABLE.read_text(encoding="utf-8").splitlines()[2:]
    found = {(one := document(_article(row.split("\t")))).id: one for row in rows}
    former = Version(found["a16"].article.title, found["a16"].article.body, READ)
    found |= {id: replace(found[id], group="a15") for id in ("a15", "a16")}
    found["a17"] = replace(found["a17"], versions=(former,))
    return tuple(found.values())


@cache
def searcher() -> Searcher:
    if elsewhere := os.environ.get("PAGES_ENGINE"):  # an archive that holds the documents already
        return Searcher(open_engine(elsewhere, timeout=30.0))
    engine = MemoryEngine()
    engine.add(documents())
    return Searcher(engine)


def _article(row: list[str]) -> Article:
    number, title, body, published, source, encoding, author = row
    if number == "22":
        body += " / " + "lời bàn " * (LONG_WORDS // 2)
    return Article(
        id=f"a{number}",
        title=SCRIPT if title == "SCRIPT" else title,
        body="\n".join(paragraph.strip() for paragraph in body.split("/ ")),
        published=_published(published),
        url=f"https://bao.example/bai-{16 if number == '17' else int(number)}",
        source=source,
        author=author,
        origin=Origin(f"A{number}.txt", "text", encoding, ingested=READ),
    )


def _published(text: str) -> Published | None:
    return Published(dt.datetime.fromisoformat(text).astimezone(HANOI), "meta", text) if text else None
