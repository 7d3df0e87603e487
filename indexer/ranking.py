"""The wanted words of a query -> what adds to the score, and how much.

The weights were chosen on one half of 4,198 readers' queries with known articles and checked on
the other (`python -m tests.quality retrieval`; docs/ranking.md has the ablations).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis import Token, is_marked, word_term, words
from indexer.model import Boost, Phrase, Stream, Term

# Beside 1.0 for a folded syllable anywhere in the text:
TONED = 1.0  # the same syllable as it is toned
TITLE = 0.8  # the same in the title
PAIR = 0.3  # two neighbours of the query next to each other
WHOLE = 0.6  # the whole query as a phrase
WORD = 0.5  # a word of several syllables, where the text has it as a word too


def boosts(runs: Sequence[Sequence[Token]]) -> Iterator[Boost]:
    """The boosts of a query.

    Args:
        runs: its wanted words; neighbours in a run are neighbours in the query.
    """
    marked = any(is_marked(token.syl) for run in runs for token in run)
    for stream, weight in _weights(marked=marked):
        for run in runs:
            yield from _run([_name(token, stream) for token in run], stream, weight)
    for run in runs if marked else ():
        for first, last in words(run):
            if last > first:
                yield Boost(Term("word", word_term(run[first : last + 1])), WORD)


def _weights(*, marked: bool) -> Iterator[tuple[Stream, float]]:
    """A query without any mark uses the folded streams alone."""
    yield "fold", 1.0
    yield "title_fold", TITLE
    if marked:
        yield "syl", TONED
        yield "title_syl", TONED * TITLE


def _run(names: Sequence[str], stream: Stream, weight: float) -> Iterator[Boost]:
    for name in dict.fromkeys(names):
        yield Boost(Term(stream, name), weight)
    for pair in dict.fromkeys(pairwise(names)):
        yield Boost(_exact(stream, pair), weight * PAIR)
    if len(names) > 2:
        yield Boost(_exact(stream, names), weight * WHOLE)


def _name(token: Token, stream: Stream) -> str:
    return token.fold if stream in ("fold", "title_fold") else token.syl


def _exact(stream: Stream, names: Sequence[str]) -> Phrase:
    return Phrase(tuple((Term(stream, name),) for name in names))
