"""`python -m tests.quality analysis CASES.tsv`: one index of all texts, each query with the shipped defaults.

A case passes when its match_text is found, its other_text is `below` it or absent / `absent` /
`also` found / `none` (nothing asked), and `highlight`, where given, equals the marked letters.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import Searcher, SearchRequest
from tests.quality.retrieval import indexed

Case = Mapping[str, str]


def main(args: Sequence[str]) -> None:
    passed: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    with Path(args[0]).open(encoding="utf-8", newline="") as lines:
        cases = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    with TemporaryDirectory() as folder:
        searcher = indexed(texts(cases), folder)
        for case in cases:
            trouble = failure(case, searcher)
            tried[case["tier"]] += 1
            passed[case["tier"]] += trouble is None
            if trouble:
                print(f"{case['id']} {case['query']}: {trouble}")
    print(" ".join(f"{tier} {passed[tier]}/{tried[tier]}" for tier in sorted(tried)))


def texts(cases: Sequence[Case]) -> list[dict[str, str]]:
    sides = [(f"{case['id']}-{side}", case[f"{side}_text"]) for case in cases for side in ("match", "other")]
    return [{"id": id, "title": text} for id, text in sides if text]


def failure(case: Case, searcher: Searcher) -> str | None:
    result = searcher.search(SearchRequest(searcher.parse(case["query"]), size=100, facet_size=0))
    hits = {hit.document.id: hit for hit in (*result.hits, *result.near)}
    ids = list(hits)
    match, other = (f"{case['id']}-{side}" for side in ("match", "other"))
    if match not in hits:
        return f"{case['match_text']!r} is not found"
    if case["other_expect"] == "absent" and other in {hit.document.id for hit in result.hits}:
        return f"{case['other_text']!r} is found"
    if case["other_expect"] == "also" and other not in hits:
        return f"{case['other_text']!r} is not found"
    if case["other_expect"] == "below" and other in hits and ids.index(other) < ids.index(match):
        return f"{case['other_text']!r} stands above"
    title = hits[match].title
    marked = " ".join(title.text[start:end] for start, end in title.marks)
    if case["highlight"] and marked != case["highlight"]:
        return f"marked {marked!r}, not {case['highlight']!r}"
    return None
