"""Phrases -> OpenSearch's span queries, position by position."""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise, product

from indexer.analysis import folds, written
from indexer.clauses import Phrase, Stream, Term
from indexer.engine.opensearch.client import Json
from indexer.errors import EngineError

MAX_WAYS = 500  # in which a phrase of repeated words may be spaced; the cluster takes 1,024 clauses


def phrase(wanted: Phrase) -> Json:
    """Matches what `wanted` matches."""
    if not all(wanted.parts):
        return {"match_none": {}}
    stream = wanted.parts[0][0].stream
    if terms := plain(wanted):
        return exact(terms)
    parts = [_choice(part, stream) for part in wanted.parts]
    if len(parts) < 3 or wanted.slop == 0:
        return _near(parts, wanted.slop)
    if any(_bare(before) & _bare(after) for before, after in pairwise(wanted.parts)):
        return _spaced(parts, stream, wanted.slop)
    reached = reduce(lambda before, part: _behind(part, before, wanted.slop), parts[1:-1], parts[0])
    return _near([reached, parts[-1]], wanted.slop)


def plain(wanted: Phrase) -> list[Term]:
    """The terms of a phrase that asks for one in each place, next to each other in one stream; none of another."""
    terms = [part[0] for part in wanted.parts if len(part) == 1]
    in_one = len(terms) == len(wanted.parts) and len({term.stream for term in terms}) == 1
    return terms if in_one and wanted.slop == 0 else []


def exact(terms: Sequence[Term], boost: float = 1.0) -> Json:
    """The terms next to each other."""
    text = " ".join(term.text for term in terms)
    return {"match_phrase": {terms[0].stream: {"query": text, "analyzer": "whitespace", "boost": boost}}}


def _choice(part: Sequence[Term], stream: Stream) -> Json:
    """Where one of the terms stands; streams share their positions, so one may pass for another."""
    found = [_mask({"span_term": {one.stream: one.text}}, one.stream, stream) for one in dict.fromkeys(part)]
    return found[0] if len(found) == 1 else {"span_or": {"clauses": found}}


def _bare(part: Sequence[Term]) -> set[tuple[str, ...]]:
    """The terms without tones: those that may stand in one place have these in common."""
    return {folds(written(one.text)) for one in part}


def _mask(query: Json, own: Stream, stream: Stream) -> Json:
    return query if own == stream else {"span_field_masking": {"query": query, "field": stream}}


def _near(parts: Sequence[Json], slop: int) -> Json:
    """In order. For two parts of one position each, or without slop, Lucene finds every match."""
    if len(parts) == 1:
        return parts[0]
    return {"span_near": {"clauses": list(parts), "slop": slop, "in_order": True}}


def _behind(part: Json, before: Json, slop: int) -> Json:
    """The places of `part` at most `slop` + 1 behind one of `before`, by excluding all others.

    Not one span_near of all parts: its slop is that of the whole, and Lucene misses matches
    that need another place than the nearest one of an inner part.
    """
    others = {"span_not": {"include": part, "exclude": before, "pre": slop + 1}}
    return {"span_not": {"include": part, "exclude": others}}


def _spaced(parts: Sequence[Json], stream: Stream, slop: int) -> Json:
    """Every spacing written out: where neighbours share a term, one place would exclude itself."""
    if (slop + 1) ** (len(parts) - 2) > MAX_WAYS:
        raise EngineError(
            f"a phrase of {len(parts)} parts, neighbours alike, within ~{slop} has too many spacings: "
            f"expected at most {MAX_WAYS}; search for it with a smaller distance"
        )
    ways = []
    for gaps in product(range(slop + 1), repeat=len(parts) - 2):
        fixed = [parts[0]]
        for gap, part in zip(gaps, parts[1:-1], strict=True):
            fixed += [{"span_gap": {stream: gap}}] * (gap > 0) + [part]
        ways.append(_near([_near(fixed, 0), parts[-1]], slop))
    return {"bool": {"should": ways, "minimum_should_match": 1}}
