"""`python -m tests.quality retrieval DOCS QUERIES`: known-item ranking with the shipped defaults.

DOCS lines: {"id", "title"?, "body" or "text"}; QUERIES lines: {"query", "relevant": [id, ...]};
plain, .gz or .xz. The last line has MRR@10, S@1, S@10 and nDCG@10 of the queries as given; the
line before it those of the same queries typed without tones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import Article, Document, Searcher, SearchRequest, open_engine
from indexer.analysis import analyze
from tests.quality import rows

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Score:
    mrr: float
    first: float
    found: float
    ndcg: float

    def __str__(self) -> str:
        return f"MRR@10 {self.mrr:.4f} S@1 {self.first:.4f} S@10 {self.found:.4f} nDCG@10 {self.ndcg:.4f}"


def main(args: Sequence[str]) -> None:
    documents, queries = (rows(Path(path)) for path in args[:2])
    asked = [(str(row["query"]), frozenset(row["relevant"])) for row in queries]
    with TemporaryDirectory() as folder:
        searcher = indexed(documents, folder)
        bare = score([(ranked(searcher, toneless(text)), relevant) for text, relevant in asked])
        typed = score([(ranked(searcher, text), relevant) for text, relevant in asked])
    print(f"without tones: {bare}")
    print(typed)


def indexed(documents: Iterable[dict[str, str]], folder: str) -> Searcher:
    engine = open_engine(f"whoosh:{folder}")
    engine.rebuild(
        Document(Article(row["id"], row.get("title", ""), row.get("body") or row.get("text", ""))) for row in documents
    )
    return Searcher(engine)


def ranked(searcher: Searcher, text: str) -> list[str]:
    """Ids, best first: what holds all words, then what comes near."""
    result = searcher.search(SearchRequest(searcher.parse(text), size=DEPTH, facet_size=0))
    return [hit.document.id for hit in (*result.hits, *result.near)][:DEPTH]


def toneless(text: str) -> str:
    return " ".join(token.literal or token.fold for token in analyze(text))


def score(answers: Sequence[tuple[list[str], frozenset[str]]]) -> Score:
    """Means over the queries, each from 0.0 to 1.0."""

    def mean(of: Callable[[list[int], int], float]) -> float:
        return sum(of(places(ids, relevant), len(relevant)) for ids, relevant in answers) / len(answers)

    return Score(
        mean(lambda found, _: 1 / (found[0] + 1) if found else 0.0),
        mean(lambda found, _: float(found[:1] == [0])),
        mean(lambda found, _: float(bool(found))),
        mean(lambda found, count: gain(found) / gain(range(min(count, DEPTH)))),
    )


def places(ids: Sequence[str], relevant: frozenset[str]) -> list[int]:
    return [place for place, id in enumerate(ids) if id in relevant]


def gain(found: Iterable[int]) -> float:
    return sum(1 / math.log2(place + 2) for place in found)
