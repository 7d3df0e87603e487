"""Lucene as an engine of the benchmark: `Lucene.java` beside this, in a Java process at the other end of a pipe.

Its jar comes with the OpenSearch of the tests. What goes through the pipe, either way, is a list of byte strings:
their number and, before each, its length, four bytes each. Time is taken by Java, without the way here and back.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from indexer.analysis import GAP
from indexer.clauses import And, Clause, Or, Phrase, Prefix, Term
from indexer.engine import Analysed
from indexer.request import SearchRequest
from tests.bench._peers import STREAMS, TOP, Answer, Facets, Timing, scopes, scores_itself, seconds
from tests.opensearch.cluster import CACHE, VERSION

JARS = CACHE / f"opensearch-{VERSION}" / "lib"
WARM = 0.1  # seconds of CPU that a request is repeated for before it counts: then it is compiled
_OPTIONS = ("-Xmx2g", "-Xbatch", "-cp")  # who needs a compiled method waits for it
_LENGTH = struct.Struct(">i")


def absent() -> str:
    """Why Lucene cannot run here; empty where it can."""
    if not (_program("java") and _program("javac")):
        return "no java with javac on PATH"
    if not any(JARS.glob("lucene-core-*.jar")):
        return f"no lucene-core in {JARS}, where `make test-opensearch` puts it"
    return ""


class Lucene:
    name = "lucene"

    def build(self, documents: Iterable[Analysed], folder: Path) -> float:
        folder.mkdir(parents=True)
        with _started("build", folder) as java:
            assert java.stdin and java.stdout
            for made in documents:
                _write(java.stdin, _document(made))
            java.stdin.close()
            (spent,) = _read(java.stdout)
        return int(spent) / 1e9

    def open(self, folder: Path) -> None:
        self._java = _started("serve", folder)
        self._warm: set[SearchRequest] = set()

    def search(self, request: SearchRequest) -> Answer:
        searches = scopes(request) if request.facet_size else []
        own = [name for scope, names in searches if scope.filters == request.filters for name in names]
        total, hits, facets, timing = self._ask(request, own, request.size)
        for scope, names in searches:
            if scope.filters != request.filters:
                _, _, counted, more = self._ask(scope, names, 0)
                facets |= counted
                timing = Timing(timing.wall + more.wall, timing.cpu + more.cpu)
        self._warm.add(request)
        return Answer(total, hits, facets, timing)

    def close(self) -> None:
        with self._java as java:
            assert java.stdin
            java.stdin.close()

    def _ask(self, request: SearchRequest, facets: Sequence[str], size: int) -> tuple[int, list[bytes], Facets, Timing]:
        """One search; `size` 0: its facets alone."""
        repeated = 0 if request in self._warm else int(WARM * 1e9)
        head = (repeated, request.start, size, request.sort, ",".join(facets), *_query(request))
        assert self._java.stdin and self._java.stdout
        _write(self._java.stdin, [str(word).encode() for word in head])
        timing, found, *rest = _read(self._java.stdout)
        wall, cpu = (int(number) / 1e9 for number in timing.split())
        total, shown = map(int, found.split())
        counted: Facets = {name: _counts(lines) for name, lines in zip(facets, rest[shown:], strict=True)}
        return total, rest[:shown], counted, Timing(wall, cpu)


def _program(name: str) -> str:
    """Its path, in the Java that the nodes of the tests run on; empty where there is none."""
    home = os.environ.get("OPENSEARCH_JAVA_HOME")
    return shutil.which(name, path=f"{home}/bin" if home else None) or ""


def _started(task: str, folder: Path) -> subprocess.Popen[bytes]:
    source = Path(__file__).with_name("Lucene.java")
    command = [_program("java"), *_OPTIONS, f"{JARS}/*", str(source), task, str(folder), str(GAP), str(TOP)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _write(pipe: IO[bytes], parts: Sequence[bytes]) -> None:
    pipe.write(_LENGTH.pack(len(parts)) + b"".join(_LENGTH.pack(len(part)) + part for part in parts))
    pipe.flush()


def _read(pipe: IO[bytes]) -> list[bytes]:
    def length() -> int:
        (found,) = _LENGTH.unpack(pipe.read(_LENGTH.size))
        return int(found)

    return [pipe.read(length()) for _ in range(length())]


def _counts(lines: bytes) -> list[tuple[str, int]]:
    pairs = (line.split("\t") for line in lines.decode().splitlines())
    return [(name, int(count)) for name, count in pairs]


def _document(made: Analysed) -> list[bytes]:
    published = made.document.article.published
    assert published
    head = (int(published.at.timestamp()), published.at.year, *map("\n".join, _values(made)))
    streams = (part for stream in STREAMS for part in (stream, made.text(stream)))  # type: ignore[arg-type]
    return [made.id.encode(), made.stored, *(str(part).encode() for part in (*head, *streams))]


def _values(made: Analysed) -> tuple[Sequence[str], Sequence[str]]:
    return made.document.persons, made.document.ministries


def _query(request: SearchRequest) -> list[str]:
    """Operators before what they join, as `Lucene.java` reads them."""
    boosts, plain, filters = request.query.boosts, scores_itself(request), request.filters
    parts = [("MUST" if plain else "FILTER", _clause(request.query.must))]
    if not plain:
        parts += [("SHOULD", ["boost", str(held.weight), *_clause(held.clause)]) for held in boosts]
    for facet in ("person", "ministry"):
        parts += [("FILTER", ["term", facet, name]) for name in filters.chosen(facet)]
    if filters.since and filters.until:
        first, last = seconds(filters.since), seconds(filters.until) + 86_399
        parts.append(("FILTER", ["range", "at", str(first), str(last)]))
    return _joined(parts) if len(parts) > 1 or not plain else parts[0][1]


def _clause(clause: Clause) -> list[str]:
    match clause:
        case Term(stream, text):
            return ["term", stream, text]
        case Prefix(stream, text):
            return ["prefix", stream, text]
        case Phrase(parts, slop):
            assert all(len(part) == 1 for part in parts), "choices in a phrase have no counterpart"
            return ["phrase", str(slop), parts[0][0].stream, " ".join(part[0].text for part in parts)]
        case And(clauses) | Or(clauses):
            occur = "MUST" if isinstance(clause, And) else "SHOULD"
            return _joined([(occur, _clause(inner)) for inner in clauses])
    raise TypeError(clause)


def _joined(parts: Sequence[tuple[str, list[str]]]) -> list[str]:
    return ["all", str(len(parts)), *(word for occur, query in parts for word in (occur, *query))]
