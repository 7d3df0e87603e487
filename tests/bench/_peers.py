"""The engines of the benchmark. Each stores the same analysed documents and answers the same requests.

An answer is the total, the stored bytes of the hits, and, where asked for, the counts of the
years and of the commonest hundred persons and ministries.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import tantivy
from tantivy import Occur, Query
from whoosh import query as wq, sorting
from whoosh.fields import KEYWORD, NUMERIC
from whoosh.index import create_in, open_dir

from indexer import HANOI
from indexer.clauses import And, Clause, Not, Or, Phrase, Prefix, Term
from indexer.engine import Analysed
from indexer.engine.whoosh import WhooshEngine
from indexer.engine.whoosh.deadline import Deadline
from indexer.engine.whoosh.generations import Generations
from indexer.engine.whoosh.snapshot import Snapshot
from indexer.request import Filters, SearchRequest
from tests.stock import schema
from webui.middleware import allocator

STREAMS = ("fold", "syl", "title_fold", "title_syl", "word")
TOP = 100
_APART = " ‖" * 8  # between title and body for engines that know no larger gap; more than any query skips

Facets = dict[str, Sequence[tuple[str, int]]]


class Timing(NamedTuple):
    wall: float  # seconds
    cpu: float


class Answer(NamedTuple):
    total: int
    hits: list[bytes]
    facets: Facets
    timing: Timing | None = None  # where another process than the asked one finds it


class Peer(Protocol):
    name: str

    def build(self, documents: Iterable[Analysed], folder: Path) -> float | None:
        """Seconds of CPU, where another process than the asked one spends them."""

    def open(self, folder: Path) -> None: ...

    def search(self, request: SearchRequest) -> Answer: ...


def scopes(request: SearchRequest) -> list[tuple[SearchRequest, Sequence[str]]]:
    """The searches that give the counts of the facets: what is chosen in a facet does not narrow its own."""
    filters = request.filters
    if filters == Filters():
        return [(request, ("date", "person", "ministry"))]
    free = {"date": replace(filters, since=None, until=None), "person": filters}
    free["ministry"] = replace(filters, ministry=frozenset())
    return [(replace(request, filters=narrowed), (name,)) for name, narrowed in free.items()]


def leaves(clause: Clause) -> tuple[Clause, ...]:
    return clause.clauses if isinstance(clause, And | Or) else (clause,)


def scores_itself(request: SearchRequest) -> bool:
    """Whether the boosts are what matches, so that a peer needs no second query for the score."""
    boosts = [boost.clause for boost in request.query.boosts if boost.weight == 1]
    return boosts == list(leaves(request.query.must))


def ranked(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(((name, count) for name, count in counts if count), key=lambda held: (-held[1], held[0]))[:TOP]


def seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=HANOI).timestamp())


class Timtin:
    name = "timtin"

    def build(self, documents: Iterable[Analysed], folder: Path) -> None:
        WhooshEngine(folder).rebuild(documents)

    def open(self, folder: Path) -> None:
        allocator.share()  # as the web workers that search
        self._snapshot = Generations(folder).open(Snapshot)
        self.segments = self._snapshot.segments

    def search(self, request: SearchRequest) -> Answer:
        answer = self._snapshot.answer(request, Deadline(60))
        hits = [found.segment.blobs[found.row] for found in answer.shown]
        counted: Facets = {facet.name: facet.buckets for facet in answer.facets}
        return Answer(answer.total, hits, counted)


class Tantivy:
    """Facets of text, as its users write them."""

    name = "tantivy"

    def build(self, documents: Iterable[Analysed], folder: Path) -> None:
        folder.mkdir(parents=True)
        index = self._register(tantivy.Index(self._schema(), path=str(folder)))
        writer = index.writer(heap_size=512_000_000, num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(**_texts(document), **self._values(document)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        index = self._register(tantivy.Index.open(str(folder)))
        self._searcher, self._fields = index.searcher(), index.schema

    def search(self, request: SearchRequest) -> Answer:
        query = self._filtered(request)
        order = {"order_by_field": "at"} if request.sort == "newest" else {}
        found = self._searcher.search(query, limit=request.size, offset=request.start, count=True, **order)
        hits = [self._searcher.doc(address).get_first("document") for _, address in found.hits]
        facets: Facets = {}
        for scope, wanted in scopes(request) if request.facet_size else ():
            facets |= self._facets(self._filtered(scope), wanted)
        return Answer(found.count, hits, facets)

    def _schema(self) -> Any:
        builder = tantivy.SchemaBuilder()
        for stream in STREAMS:
            option = "freq" if stream == "word" else "position"
            builder.add_text_field(stream, tokenizer_name="blanks", index_option=option)
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field("document", stored=True)
        builder.add_integer_field("at", indexed=True, fast=True)
        builder.add_integer_field("date", indexed=True, fast=True)
        self._value_fields(builder)
        return builder.build()

    def _value_fields(self, builder: Any) -> None:
        for facet in ("person", "ministry"):
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")

    def _register(self, index: Any) -> Any:
        index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        return index

    def _values(self, made: Analysed) -> dict[str, Any]:
        document = made.document
        assert document.day and document.article.published
        return {
            "id": made.id,
            "document": made.stored,
            "at": int(document.article.published.at.timestamp()),
            "date": document.day.year,
            **self._names(made),
        }

    def _names(self, made: Analysed) -> dict[str, Any]:
        return {"person": list(made.document.persons), "ministry": list(made.document.ministries)}

    def _facets(self, query: Any, names: Sequence[str]) -> Facets:
        found = self._searcher.aggregate(query, {name: {"terms": {"field": name, "size": TOP + 50}} for name in names})
        return {
            name: ranked((self._label(name, bucket["key"]), bucket["doc_count"]) for bucket in held["buckets"])
            for name, held in found.items()
        }

    def _label(self, facet: str, key: Any) -> str:
        return str(int(key)) if facet == "date" else str(key)

    def _key(self, facet: str, name: str) -> Any:
        return name

    def _filtered(self, request: SearchRequest) -> Any:
        boosts, plain = request.query.boosts, scores_itself(request)
        parts = [(Occur.Must, self._query(request.query.must, scored=plain))]
        if not plain and boosts:
            parts += [(Occur.Should, Query.boost_query(self._query(held.clause), held.weight)) for held in boosts]
        for facet in ("person", "ministry"):
            for name in request.filters.chosen(facet):
                parts.append((Occur.Must, _silent(Query.term_query(self._fields, facet, self._key(facet, name)))))
        if request.filters.since and request.filters.until:
            first, last = (seconds(day) for day in (request.filters.since, request.filters.until))
            within = Query.range_query(self._fields, "at", tantivy.FieldType.Integer, first, last + 86_399)
            parts.append((Occur.Must, _silent(within)))
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def _query(self, clause: Clause, *, scored: bool = True) -> Any:
        query = self._matching(clause)
        return query if scored else _silent(query)

    def _matching(self, clause: Clause) -> Any:
        match clause:
            case Term(stream, text):
                return Query.term_query(self._fields, stream, text, index_option="freq")
            case Phrase(parts, slop):
                assert all(len(part) == 1 for part in parts), "choices in a phrase have no counterpart"
                return Query.phrase_query(self._fields, parts[0][0].stream, [part[0].text for part in parts], slop)
            case Prefix(stream, text):
                return Query.regex_query(self._fields, stream, f"{text}.*")
            case And(clauses):
                return Query.boolean_query([(Occur.Must, self._matching(inner)) for inner in clauses])
            case Or(clauses):
                return Query.boolean_query([(Occur.Should, self._matching(inner)) for inner in clauses])
        raise TypeError(clause)


class TantivyNumbers(Tantivy):
    """Facets of whole numbers, with the names kept outside: the fastest that tantivy can count."""

    name = "tantivy-int"

    def build(self, documents: Iterable[Analysed], folder: Path) -> None:
        self._numbers: dict[str, int] = {}
        super().build(documents, folder)
        (folder / "names.pickle").write_bytes(pickle.dumps(self._numbers))

    def open(self, folder: Path) -> None:
        super().open(folder)
        self._numbers = pickle.loads((folder / "names.pickle").read_bytes())
        self._by_number = list(self._numbers)

    def _value_fields(self, builder: Any) -> None:
        for facet in ("person", "ministry"):
            builder.add_integer_field(facet, indexed=True, fast=True)

    def _names(self, made: Analysed) -> dict[str, Any]:
        number = self._numbers
        return {
            facet: [number.setdefault(name, len(number)) for name in made.document.values(facet)]
            for facet in ("person", "ministry")
        }

    def _label(self, facet: str, key: Any) -> str:
        return str(int(key)) if facet == "date" else self._by_number[int(key)]

    def _key(self, facet: str, name: str) -> Any:
        return self._numbers[name]


class Sqlite:
    name = "sqlite"

    def build(self, documents: Iterable[Analysed], folder: Path) -> None:
        folder.mkdir(parents=True)
        base = sqlite3.connect(folder / "fts.db")
        base.executescript(
            f"""PRAGMA journal_mode = off; PRAGMA synchronous = off;
            CREATE VIRTUAL TABLE fts USING fts5({", ".join(STREAMS)}, content='',
                tokenize="unicode61 tokenchars '_%''‖'");
            CREATE TABLE article (row INTEGER PRIMARY KEY, at INTEGER, year INTEGER, document BLOB);
            CREATE TABLE name (number INTEGER PRIMARY KEY, facet TEXT, name TEXT, UNIQUE (facet, name));
            CREATE TABLE has (row INTEGER, number INTEGER, PRIMARY KEY (row, number)) WITHOUT ROWID;"""
        )
        for row, made in enumerate(documents, start=1):
            _insert(base, row, made)
        base.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        base.execute("CREATE INDEX who ON has (number, row)")
        base.commit()

    def open(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts.db")

    def search(self, request: SearchRequest) -> Answer:
        self._find(request)
        total = self._base.execute("SELECT count(*) FROM found").fetchone()[0]
        order = "at DESC" if request.sort == "newest" else "score"
        page = self._base.execute(
            f"SELECT document FROM found JOIN article USING (row) ORDER BY {order} LIMIT ? OFFSET ?",
            (request.size, request.start),
        )
        hits = [document for (document,) in page]
        facets: Facets = {}
        for scope, wanted in scopes(request) if request.facet_size else ():
            if scope is not request:
                self._find(scope)
            facets |= {name: counts for name, counts in self._facets() if name in wanted}
        return Answer(total, hits, facets)

    def _find(self, request: SearchRequest) -> None:
        self._base.execute("DROP TABLE IF EXISTS temp.found")
        where, values = _where(request)
        score = "0" if request.sort == "newest" else "bm25(fts)"
        self._base.execute(
            f"CREATE TEMP TABLE found AS SELECT fts.rowid AS row, {score} AS score FROM fts WHERE {where}", values
        )

    def _facets(self) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        years = self._base.execute("SELECT year, count(*) FROM found JOIN article USING (row) GROUP BY year")
        yield "date", ranked((str(year), count) for year, count in years)
        counted = self._base.execute(
            "SELECT facet, name, n FROM (SELECT number, count(*) AS n FROM found JOIN has USING (row) GROUP BY number)"
            " JOIN name USING (number)"
        ).fetchall()
        for wanted in ("person", "ministry"):
            yield wanted, ranked((name, count) for facet, name, count in counted if facet == wanted)


class Stock:
    """Whoosh with its own codec, the same schema, and facets as its documentation shows them."""

    name = "whoosh"

    def build(self, documents: Iterable[Analysed], folder: Path) -> None:
        folder.mkdir(parents=True)
        fields = schema()
        fields.remove("sketch")
        for facet in ("person", "ministry"):
            fields.add(facet, KEYWORD(commas=True, sortable=True))
        fields.add("at", NUMERIC(int, bits=64, sortable=True))
        fields.add("date", NUMERIC(int, sortable=True))
        writer = create_in(folder, fields).writer(limitmb=512)
        for made in documents:
            article = made.document.article
            assert article.published
            writer.add_document(
                id=made.id,
                document=made.stored,
                person=_commas(made.document.persons),
                ministry=_commas(made.document.ministries),
                at=int(article.published.at.timestamp()),
                date=article.published.at.year,
                **{stream: made.text(stream) for stream in STREAMS},  # type: ignore[arg-type]
            )
        writer.commit(optimize=True)

    def open(self, folder: Path) -> None:
        self._searcher = open_dir(str(folder)).searcher()

    def search(self, request: SearchRequest) -> Answer:
        counted: Facets = {}
        searches = scopes(request) if request.facet_size else [(request, ())]
        if searches[0][0] is not request:
            searches.insert(0, (request, ()))
        for scope, wanted in searches:
            found = self._found(scope, wanted)
            counted |= {name: _counted(found.groups(name)) for name in wanted}
            if scope is request:
                total, hits = len(found), [hit["document"] for hit in found[request.start :]]
        return Answer(total, hits, counted)

    def _found(self, request: SearchRequest, wanted: Sequence[str]) -> Any:
        facets = sorting.Facets()
        for name in wanted:
            facets.add_field(name, allow_overlap=name != "date")
        return self._searcher.search(
            _whoosh(request),
            limit=request.start + request.size,
            sortedby=sorting.FieldFacet("at", reverse=True) if request.sort == "newest" else None,
            groupedby=facets if wanted else None,
            maptype=sorting.Count,
        )


def _texts(made: Analysed) -> dict[str, str]:
    return {stream: made.text(stream).replace("\n", _APART + " ") for stream in STREAMS}  # type: ignore[arg-type]


def _silent(query: Any) -> Any:
    return Query.const_score_query(query, 0.0)


def _insert(base: Any, row: int, made: Analysed) -> None:
    texts = _texts(made)
    marks = ", ".join("?" * (len(STREAMS) + 1))
    base.execute(f"INSERT INTO fts (rowid, {', '.join(STREAMS)}) VALUES ({marks})", (row, *texts.values()))
    published = made.document.article.published
    assert published
    values = (row, int(published.at.timestamp()), published.at.year, made.stored)
    base.execute("INSERT INTO article VALUES (?, ?, ?, ?)", values)
    for facet in ("person", "ministry"):
        for name in made.document.values(facet):
            base.execute("INSERT OR IGNORE INTO name (facet, name) VALUES (?, ?)", (facet, name))
            base.execute("INSERT INTO has SELECT ?, number FROM name WHERE facet = ? AND name = ?", (row, facet, name))


def _where(request: SearchRequest) -> tuple[str, list[Any]]:
    where, values = "fts MATCH ?", [_fts(request.query.must)]
    if request.filters.since and request.filters.until:
        where += " AND fts.rowid IN (SELECT row FROM article WHERE at BETWEEN ? AND ?)"
        values += [seconds(request.filters.since), seconds(request.filters.until) + 86_399]
    for facet in ("person", "ministry"):
        for name in request.filters.chosen(facet):
            where += " AND fts.rowid IN (SELECT row FROM has JOIN name USING (number) WHERE facet = ? AND name = ?)"
            values += [facet, name]
    return where, values


def _fts(clause: Clause) -> str:
    match clause:
        case Term(stream, text):
            return f'{stream} : "{text}"'
        case Phrase(parts, 0):
            return f'{parts[0][0].stream} : "{" ".join(part[0].text for part in parts)}"'
        case Prefix(stream, text):
            return f'{stream} : "{text}" *'
        case And(clauses) | Or(clauses):
            return "(" + (" AND " if isinstance(clause, And) else " OR ").join(map(_fts, clauses)) + ")"
    raise NotImplementedError(clause)  # its NEAR has no order


def _whoosh(request: SearchRequest) -> Any:
    must = _whoosh_clause(request.query.must)
    boosts = [(_whoosh_clause(boost.clause), boost.weight) for boost in request.query.boosts]
    if boosts and not scores_itself(request):
        must = wq.AndMaybe(
            wq.ConstantScoreQuery(must, 0.0), wq.Or([query.with_boost(weight) for query, weight in boosts])
        )
    narrow = [
        wq.Term(facet, _commas([name])) for facet in ("person", "ministry") for name in request.filters.chosen(facet)
    ]
    if request.filters.since and request.filters.until:
        narrow.append(wq.NumericRange("at", seconds(request.filters.since), seconds(request.filters.until) + 86_399))
    return wq.And([must, *(wq.ConstantScoreQuery(query, 0.0) for query in narrow)]) if narrow else must


def _whoosh_clause(clause: Clause) -> Any:
    match clause:
        case Term(stream, text):
            return wq.Term(stream, text)
        case Phrase(parts, slop):
            return wq.Phrase(parts[0][0].stream, [part[0].text for part in parts], slop=slop + 1)
        case Prefix(stream, text):
            return wq.Prefix(stream, text)
        case And(clauses):
            return wq.And([_whoosh_clause(inner) for inner in clauses])
        case Or(clauses):
            return wq.Or([_whoosh_clause(inner) for inner in clauses])
        case Not(inner):
            return wq.Not(_whoosh_clause(inner))
    raise TypeError(clause)


def _commas(names: Sequence[str]) -> str:
    """Stock Whoosh splits at commas, which some names hold themselves."""
    return ",".join(name.replace(",", ";") for name in names)


def _counted(groups: Any) -> list[tuple[str, int]]:
    held: Counter[str] = Counter()
    for name, count in groups.items():
        if name not in (None, ""):
            held[name.decode() if isinstance(name, bytes) else str(name)] += count
    return ranked(held.items())
