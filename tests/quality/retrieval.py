"""`python -m tests.quality retrieval DOCS QUERIES [ablations]`: known-item ranking with the shipped defaults.

DOCS lines: {"id", "title"?, "body" or "text"}; QUERIES lines: {"query", "relevant": [id, ...]};
plain, .gz or .xz. The last line has MRR@10, S@1, S@10 and nDCG@10 of the queries as given; the
line before it those of the same queries typed without tones. With `ablations` a table comes
first: MRR@10 with and without tones, over the even and the odd queries apart, of the ranking
with one part left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from indexer import Article, Document, Searcher, SearchRequest, open_engine, ranking
from indexer.analysis import analyze
from tests.quality import rows

DEPTH = 10

Asked = Sequence[tuple[str, frozenset[str]]]

ABLATIONS: Mapping[str, Mapping[str, float]] = {
    "as shipped": {"WORD": ranking.WORD},
    "no words": {"WORD": 0},
    "no title that begins so": {"HEAD": 0},
    "no adjacency": {"PAIR": 0},
    "no phrase": {"WHOLE": 0, "TITLE_WHOLE": 0},
    "no titles": {"TITLE": 0, "TITLE_WHOLE": 0, "HEAD": 0},
    "syllables alone": {"WORD": 0, "HEAD": 0, "PAIR": 0, "WHOLE": 0, "TITLE": 0, "TITLE_WHOLE": 0},
}


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
    typed = [(str(row["query"]), frozenset(row["relevant"])) for row in queries]
    bare = [(toneless(text), relevant) for text, relevant in typed]
    with TemporaryDirectory() as folder:
        searcher = indexed(documents, folder)
        for name, weights in ABLATIONS.items() if args[2:] == ["ablations"] else ():
            with patch.multiple(ranking, **weights):
                scores = [
                    score(answered(searcher, half)) for asked in (typed, bare) for half in (asked[::2], asked[1::2])
                ]
            print(name, *(f"{one.mrr:.4f}" for one in scores), sep="\t", flush=True)
        print(f"without tones: {score(answered(searcher, bare))}")
        print(score(answered(searcher, typed)))


def answered(searcher: Searcher, asked: Asked) -> list[tuple[list[str], frozenset[str]]]:
    with patch("indexer.search._marked", lambda hits, *_: hits):  # marks cost most and rank nothing
        return [(ranked(searcher, text), relevant) for text, relevant in asked]


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
    """The text as typed without tones; an abbreviation, of which every token has the span, once."""
    return " ".join({token.start: token.literal or token.fold for token in analyze(text)}.values())


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
