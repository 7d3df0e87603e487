"""Lucene in the benchmark: it finds and counts what ours does; where it cannot run, the run says so and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import _lucene
from tests.bench._corpus import invented
from tests.bench._lucene import Lucene
from tests.bench._peers import Answer, Sqlite, Timtin, ranked
from tests.bench._queries import classes, faceted
from tests.bench.engines import present

ARTICLES = 400
ASKED = {"common", "broad", "and2", "or3", "phrase", "near", "prefix", "filter", "date", "product"}


@pytest.mark.opensearch  # whose jars it takes; without them they are fetched, or the run fails aloud
def test_lucene_finds_and_counts_what_ours_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_lucene, "WARM", 0)
    documents = list(invented(ARTICLES))
    ours, lucene = Timtin(), Lucene()
    for engine in (ours, lucene):
        engine.build(documents, tmp_path / engine.name)
        engine.open(tmp_path / engine.name)
    asked = classes(documents)
    assert asked.keys() >= ASKED
    for name, requests in asked.items():
        for request in [*requests, *map(faceted, requests)]:
            expected, found = ours.search(request), lucene.search(request)
            assert (found.total, len(found.hits)) == (expected.total, len(expected.hits)), name
            assert counts(found) == counts(expected), name
            assert request.sort != "newest" or found.total > 100 or set(found.hits) == set(expected.hits)
    lucene.close()


@pytest.mark.parametrize(
    ("path", "jars", "reason"),
    [
        ("", "lib", "no java with javac on PATH"),
        ("programs", "lib", "no lucene-core in lib, where `make test-opensearch` puts it"),
    ],
)
def test_without_lucene_the_run_says_so_and_goes_on(tmp_path, capsys, monkeypatch, path: str, jars: str, reason: str):
    monkeypatch.delenv("OPENSEARCH_JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / path) if path else "")
    monkeypatch.setattr(_lucene, "JARS", Path(jars))
    for name in ("java", "javac"):
        program(tmp_path / "programs" / name)
    assert present(["sqlite", "lucene"]) == [Timtin, Sqlite]
    assert capsys.readouterr().out == f"NOT MEASURED: lucene, since there is {reason}\n"


def counts(answer: Answer) -> dict[str, list[int]]:
    return {name: [count for _, count in ranked(held)] for name, held in answer.facets.items() if name != "likely"}


def program(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
