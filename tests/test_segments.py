"""Our segments through Whoosh itself: its ordinary queries on our arrays give what its own codec gives."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from whoosh import query as wq
from whoosh.index import create_in, open_dir
from whoosh.qparser import QueryParser

from indexer import clock
from indexer.analysis import folds
from indexer.clauses import STREAMS, Boost, Phrase, Query, Stream, Term
from indexer.engine import analysed
from indexer.engine.whoosh import WhooshEngine, arrays, deadline, postings, scope, scoring
from indexer.engine.whoosh.arrays import Arrays
from indexer.engine.whoosh.copies import copy
from indexer.engine.whoosh.generations import Generations
from indexer.errors import IndexDamaged, SearchTimeout
from indexer.model import Article, Document
from indexer.query import parse
from indexer.request import Filters, SearchRequest
from tests.engines import merge_all
from tests.stock import schema
from tests.test_versus import document

QUERIES: list[Any] = [
    wq.Term("id", "n07"),
    wq.Term("syl", "thuê'"),
    wq.Term("fold", "nothing"),
    wq.And([wq.Term("fold", "thue"), wq.Term("fold", "hop")]),
    wq.Or([wq.Term("fold", "mua"), wq.Term("title_fold", "lu")]),
    wq.And([wq.Every(), wq.Not(wq.Term("fold", "thue"))]),
    wq.Phrase("fold", ["y", "te"]),
    wq.Phrase("fold", ["dam", "thue"], slop=3),
    wq.Prefix("fold", "t"),
    wq.TermRange("fold", "d", "m"),
    wq.Wildcard("fold", "*a*"),
    wq.Every("title_syl"),
]


def segments(root: Path) -> list[Arrays]:
    return [arrays.read(path) for path in Generations(root).current().folder.glob("*.arrays")]


def documents() -> list[Document]:
    return [document(Random(number), number) for number in range(60)]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several segments, with deletions in them."""
    root = tmp_path_factory.mktemp("ours")
    engine = WhooshEngine(root)
    engine.rebuild([*documents()[:40], document(Random(1), 59)])
    engine.add(documents()[40:])
    engine.delete(["n03", "n41"])
    return Generations(root).current().folder


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same in Whoosh's own codec."""
    return indexed(tmp_path_factory.mktemp("stock"), [held for held in documents() if held.id not in ("n03", "n41")])


def indexed(folder: Path, documents: Sequence[Document]) -> Any:
    index = create_in(folder, schema())
    writer = index.writer()
    for held in map(analysed, documents):
        writer.add_document(id=held.id, document=held.stored, **{stream: held.text(stream) for stream in STREAMS})
    writer.commit()
    return index


def found(index: Any, query: Any) -> set[str]:
    with index.searcher() as searcher:
        return {hit["id"] for hit in searcher.search(query, limit=None)}


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_whoosh_finds_in_our_segments_what_it_finds_in_its_own(ours: Path, stock: Any, query: Any):
    assert found(open_dir(str(ours)), query) == found(stock, query)


@pytest.mark.parametrize("typed", ["thue hop", '"y te"', "th* OR lu", "thue NOT hop", '"dam thue"~3'])
def test_our_segments_answer_the_query_language_of_whoosh(ours: Path, stock: Any, typed: str):
    index = open_dir(str(ours))
    query = QueryParser("fold", index.schema).parse(typed)
    assert found(index, query) == found(stock, query)


def test_whoosh_reads_stored_documents_from_our_segments(ours: Path):
    with open_dir(str(ours)).searcher() as searcher:
        assert searcher.document(id="n07")["document"] == analysed(document(Random(7), 7)).stored


def test_another_process_opens_the_index_by_its_folder_alone(ours: Path):
    code = "import sys; from whoosh.index import open_dir; print(open_dir(sys.argv[1]).doc_count())"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(ours)], check=False, capture_output=True, text=True
    )
    assert ran.stdout == "58\n", ran.stderr


# ------------------------------------------------------------------ scores


def bm25(index: Any, boosts: Sequence[Boost], among: set[str]) -> dict[str, float]:
    """The formula written out over the postings of Whoosh's own codec, with lengths as they are."""
    with index.reader() as reader:
        ids = {row: fields["id"] for row, fields in reader.iter_docs()}
        lengths = {row: {s: len(analysed_terms(ids[row], s)) for s in STREAMS} for row in ids}
        scores = dict.fromkeys(among, 0.0)
        for boost in boosts:
            assert isinstance(boost.clause, Term)
            stream, text = boost.clause.stream, boost.clause.text
            if (stream, text) not in reader:
                continue
            matcher = reader.postings(stream, text)
            held = dict(weights(matcher))
            idf = math.log1p((len(ids) - len(held) + 0.5) / (len(held) + 0.5))
            average = sum(lengths[row][stream] for row in ids) / len(ids)
            for row, count in held.items():
                if ids[row] in scores:
                    norm = 1.2 * (1 - 0.75 + 0.75 * lengths[row][stream] / average)
                    scores[ids[row]] += boost.weight * idf * count * 2.2 / (count + norm)
    return scores


@cache
def analysed_terms(id: str, stream: Stream) -> list[str]:
    made = analysed(document(Random(int(id[1:])), int(id[1:])))
    return [term for part in made.parts(stream) for term in part]


def weights(matcher: Any) -> Iterator[tuple[int, float]]:
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return indexed(tmp_path_factory.mktemp("whole"), documents())


@pytest.fixture(scope="module", params=[1, 3], ids="{} commits".format)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """The same documents in so many commits."""
    filled = WhooshEngine(tmp_path_factory.mktemp("commits"))
    for start in range(request.param):
        filled.add(documents()[start :: request.param])
    return filled


def test_a_phrase_weighs_as_if_texts_were_their_words_in_random_order(tmp_path: Path):
    """Ten words, three of them "thuế", two "xe": so 0.6 are expected side by side, in four articles."""
    engine = WhooshEngine(tmp_path)
    bodies = ["thuế xe thuế", "xe thuế vụ", "lũ lụt", "mùa vụ"]
    engine.rebuild(Document(Article(f"n{at}", "", body)) for at, body in enumerate(bodies))
    phrase = Phrase(((Term("fold", "thue"),), (Term("fold", "xe"),)))
    hits = engine.search(SearchRequest(Query(must=Term("fold", "thue"), boosts=(Boost(phrase, 2.0),)))).hits
    want = 2.0 * math.log1p((4 - 0.6 + 0.5) / (0.6 + 0.5)) * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * 3 / 2.5))
    assert {hit.document.id: hit.score for hit in hits} == {"n0": pytest.approx(want), "n1": 0.0}


def test_a_score_does_not_depend_on_what_else_is_found(engine: WhooshEngine):
    query = parse("đàm phán thuế")
    whole = {hit.document.id: hit.score for hit in engine.search(SearchRequest(query, size=100)).hits}
    some = engine.search(SearchRequest(query, Filters(ministry=frozenset({"Bộ Y tế"})), size=100)).hits
    assert 0 < len(some) < len(whole)
    assert {hit.document.id: hit.score for hit in some} == {hit.document.id: whole[hit.document.id] for hit in some}


@pytest.mark.parametrize("text", ["thuê", "thue hop", "đàm phán thuế", "mua lu y te"])
def test_scores_are_those_of_the_formula_over_all_segments(engine: WhooshEngine, whole: Any, text: str):
    query = parse(text)
    terms = tuple(boost for boost in query.boosts if isinstance(boost.clause, Term))
    result = engine.search(SearchRequest(replace(query, boosts=terms), size=100))
    assert result.total
    want = bm25(whole, terms, {hit.document.id for hit in result.hits})
    assert {hit.document.id: hit.score for hit in result.hits} == pytest.approx(want, rel=1e-4)


def test_a_score_is_the_sum_of_what_its_boosts_give_alone(tmp_path: Path):
    engine = WhooshEngine(tmp_path)
    held = [document(Random(number), number) for number in range(300)]
    engine.rebuild(held[:250])
    engine.add(held[250:])
    titles = [made.article.title for made in held[:20]]  # each stands in one title, and its parts in more
    for text in (*titles, *(" ".join(folds(title)) for title in titles), "thuê thue thuê phi"):
        query = parse(text)
        parts = [scores(engine, replace(query, boosts=(boost,))) for boost in query.boosts]
        want = {id: sum(part[id] for part in parts) for id in parts[0]}
        assert scores(engine, query) == pytest.approx(want, rel=1e-5)


def scores(engine: WhooshEngine, query: Query) -> dict[str, float]:
    return {hit.document.id: hit.score for hit in engine.search(SearchRequest(query, size=300)).hits}


# ------------------------------------------------------------------ merging, limits


def test_many_small_commits_leave_few_segments(tmp_path: Path):
    engine = WhooshEngine(tmp_path)
    for made in documents():
        engine.add([made])
    assert len(segments(tmp_path)) <= 6  # log2 of 60
    assert list(engine.scan()) == sorted(documents(), key=lambda held: held.id)


@pytest.mark.parametrize("at_once", [1, 7, 2_000_000])
def test_a_merged_segment_is_what_its_documents_give_at_once(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postings, "_BLOCK", at_once)
    kept = [document(Random(number), number) for number in range(60) if number % 7]
    whole, merged = WhooshEngine(tmp_path / "whole"), WhooshEngine(tmp_path / "merged")
    whole.rebuild(kept)
    for start in (0, 20, 40):
        merged.add(document(Random(number), number) for number in range(start, start + 20))
    merged.delete(f"n{number:02}" for number in range(0, 60, 7))
    merge_all(merged)
    (one,), (other,) = segments(tmp_path / "whole"), segments(tmp_path / "merged")
    assert one.keys() == other.keys()
    for name in one.keys() - {"blobs.bytes", "blobs.starts", "blobs.dictionary"}:  # compressed by other samples
        assert np.array_equal(one[name], other[name], equal_nan=name == "times"), name


def test_merging_all_leaves_one_segment_without_what_was_deleted(tmp_path: Path):
    engine = WhooshEngine(tmp_path)
    engine.rebuild(documents()[:30])
    engine.add(documents()[30:])
    engine.delete(["n00", "n45"])
    before = engine.search(SearchRequest(parse("thue"), size=100))
    merge_all(engine)
    after = engine.search(SearchRequest(parse("thue"), size=100))
    assert len(segments(tmp_path)) == 1
    assert (after.total, after.facets) == (before.total, before.facets)
    assert engine.count() == 58


def test_a_rebuild_of_many_batches_leaves_one_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.engine.whoosh.batch.ROWS", 16)
    engine = WhooshEngine(tmp_path)
    engine.rebuild([*documents(), documents()[3]])  # the last of two with one id stays
    assert len(segments(tmp_path)) == 1
    assert list(engine.scan()) == sorted(documents(), key=lambda held: held.id)


def test_a_run_that_rebuilt_leaves_one_segment_though_groups_were_named(tmp_path: Path):
    engine = WhooshEngine(tmp_path)
    engine.rebuild(documents())
    named = replace(documents()[3], group="n01")
    engine.add([named])
    assert len(segments(tmp_path)) == 2
    engine.add((), {"added": 60})
    assert len(segments(tmp_path)) == 1
    assert engine.get("n03") == named


def test_terms_are_inverted_alike_in_blocks_of_any_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engines = []
    for size in (1 << 19, 50):
        monkeypatch.setattr("indexer.engine.whoosh.inversion._BLOCK", size)
        engines.append(WhooshEngine(tmp_path / str(size)))
        engines[-1].rebuild(documents())
    assert list(engines[0].terms("fold")) == list(engines[1].terms("fold"))
    asked = SearchRequest(parse('"y tế" thuế'), size=100)
    assert engines[0].search(asked) == engines[1].search(asked)


def test_terms_of_deleted_articles_are_not_counted_in_blocks_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    whole, fewer = WhooshEngine(tmp_path / "whole"), WhooshEngine(tmp_path / "fewer")
    whole.rebuild(documents())
    whole.delete(["n03", "n41"])
    fewer.rebuild([held for held in documents() if held.id not in ("n03", "n41")])
    monkeypatch.setattr(postings, "_BLOCK", 7)
    assert list(whole.terms("syl")) == list(fewer.terms("syl"))


def test_phrases_are_found_alike_in_blocks_of_any_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine = WhooshEngine(tmp_path)
    engine.rebuild(documents())
    engine.delete(["n07"])
    asked = [SearchRequest(parse(text)) for text in ('"y tế"', '"thuế mua"~4', 'thuế -"y tế"', 'họp "y tế"~3')]
    whole = [engine.search(request) for request in asked]
    assert min(found.total for found in whole) > 0
    monkeypatch.setattr(scope, "_BLOCK", 3)
    assert [engine.search(request) for request in asked] == whole


def test_a_phrase_counts_also_where_the_one_before_it_cannot_stand(tmp_path: Path):
    """Of "một hai" few of the articles that match have the first word; most have "hai ba"."""
    engine = WhooshEngine(tmp_path)
    chosen = ["chọn một hai ba", *["chọn hai ba bốn"] * 9]
    held = [Article(f"n{place:02}", "", text) for place, text in enumerate([*chosen, *["một hai"] * 20])]
    engine.rebuild(map(Document, held))
    pairs = [
        Phrase(((Term("fold", first),), (Term("fold", second),))) for first, second in (("mot", "hai"), ("hai", "ba"))
    ]
    asked = Query(must=Term("fold", "chon"), boosts=tuple(Boost(pair, 1.0) for pair in pairs))
    assert min(hit.score for hit in engine.search(SearchRequest(asked)).hits) > 0


def test_a_search_leaves_nothing_behind_for_the_garbage_collector(tmp_path: Path):
    """It comes rarely, and until then would hold masks of all rows, and the segments of former generations."""
    engine = WhooshEngine(tmp_path)
    engine.rebuild(documents())
    chosen = Filters(person=frozenset({"Nguyễn Văn An"}), x_ministry=frozenset({"Bộ Y tế"}))
    asked = SearchRequest(parse('"y tế" thuế OR họp*'), chosen)
    engine.search(asked)
    gc.collect()
    gc.disable()
    try:
        engine.search(asked)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_search_that_takes_too_long_is_given_up(tmp_path: Path):
    engine = WhooshEngine(tmp_path, timeout=1e-9)
    engine.add(documents())
    with pytest.raises(SearchTimeout, match="given up after 1e-09 seconds"):
        engine.search(SearchRequest(parse("thuế")))


def test_the_searches_of_one_request_share_their_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine, asked, now = WhooshEngine(tmp_path, timeout=2), SearchRequest(parse("thuế")), [100.0]
    engine.add(documents())
    for module in (clock, deadline):
        monkeypatch.setattr(module, "monotonic", lambda: now[0])
    clock.start_clock()
    now[0] += 60.0  # what comes before the first search does not count
    engine.search(asked)
    now[0] += 1.9
    engine.search(asked)
    now[0] += 0.2
    with pytest.raises(SearchTimeout):
        engine.search(asked)
    clock.stop_clock()
    engine.search(asked)


def test_a_reader_keeps_what_it_reads_while_others_commit(tmp_path: Path):
    engine, writer = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.rebuild(documents())
    reading = engine.scan()
    first = next(reading)
    for _ in range(3):
        writer.rebuild(documents()[:1])
    assert [first, *reading] == sorted(documents(), key=lambda held: held.id)
    assert engine.count() == 1


def test_a_segment_that_stays_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine, writer = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.rebuild(documents()[:40])
    assert engine.count() == 40
    writer.add(documents()[40:42])
    opened: list[Path] = []
    monkeypatch.setattr(arrays, "read", lambda path, read=arrays.read: (opened.append(path), read(path))[1])
    assert engine.count() == 42
    assert len(opened) == 1
    writer.delete(["n03"])
    opened.clear()
    assert engine.count() == 41
    assert not opened


def test_a_deletion_is_of_its_generation_though_the_segment_is_shared(tmp_path: Path):
    engine, writer = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.rebuild(documents())
    before = engine.scan()
    writer.delete(["n03"])
    after = [held.id for held in engine.scan()]
    assert "n03" not in after
    assert [held.id for held in before] == sorted([*after, "n03"])


def test_damage_is_told_by_name_where_what_is_read_comes_late(tmp_path: Path):
    engine = WhooshEngine(tmp_path)
    engine.rebuild(documents())
    late = engine.scan(SearchRequest())
    (file,) = engine.generations.current().folder.glob("*.arrays")
    file.chmod(0o644)
    with file.open("r+b") as damaged:
        damaged.write(bytes(file.stat().st_size))
    with pytest.raises(IndexDamaged, match=rf"{file.name} is damaged"):
        list(late)


def test_a_file_of_the_same_name_and_checksum_is_opened_where_it_is_another(tmp_path: Path):
    """After damage, a restored index is read from its own files."""
    engine, backup = WhooshEngine(tmp_path / "index"), Generations(tmp_path / "backup")
    engine.rebuild(documents())
    copy(engine.generations, backup)
    assert engine.count() == 60
    (file,) = engine.generations.current().folder.glob("*.arrays")
    file.chmod(0o644)
    with file.open("r+b") as damaged:
        damaged.write(bytes(file.stat().st_size))
    copy(backup, engine.generations)
    assert list(engine.scan()) == sorted(documents(), key=lambda held: held.id)


@pytest.mark.parametrize("text", ["thuế phí", "thue phi bo", "bộ y tế họp", "mua lu mùa vụ", '"đàm phán" thuế phí'])
def test_phrases_that_are_sought_in_few_rows_give_the_same_first_hits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    engine = WhooshEngine(tmp_path)
    held = [document(Random(number), number) for number in range(300)]
    engine.rebuild(held[:250])
    engine.add(held[250:])
    asked = [SearchRequest(parse(text), start=start, size=size) for start, size in ((0, 1), (0, 10), (7, 5), (0, 300))]
    whole = [engine.search(request) for request in asked]
    monkeypatch.setattr(scoring, "MANY", 0)
    for request, want in zip(asked, whole, strict=True):
        found = engine.search(request)
        assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in want.hits], rel=1e-5)
        assert {hit.document.id for hit in found.hits} == {hit.document.id for hit in want.hits}
