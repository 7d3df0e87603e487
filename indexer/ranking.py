"""The wanted words of a query -> what adds to the score, and how much.

The weights were chosen on one half of 4,198 readers' queries with known articles and checked on
the other; what showed no worth was left out (`python -m tests.quality retrieval`; docs/ranking.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis import Token, head_term, is_marked, word_term, words
from indexer.clauses import Boost, Phrase, Stream, Term

SYLLABLE = 2.0  # a syllable anywhere in the text; of one typed with marks, half is for its folded spelling
TITLE = 1.6  # the same syllable in the title
PAIR = 0.6  # two neighbours of the query next to each other
WHOLE = 1.2  # the whole query as a phrase
TITLE_WHOLE = 1.0  # the same in the title
HEAD = 0.5  # a title that begins with the query, of one syllable or two; of longer ones it lost
WORD = 1.0  # a word of several syllables, where the text has it as a word too
MOST = 40  # words that add to the score, the first ones: each costs as much as a short query


def boosts(runs: Sequence[Sequence[Token]]) -> Iterator[Boost]:
    """The boosts of a query. One without any mark uses the folded streams alone.

    Args:
        runs: its wanted words; neighbours in a run are neighbours in the query.
    """
    marked = any(is_marked(token.syl) for run in runs for token in run)
    for run in _first(runs):
        if marked:
            yield from _toned(run)
        else:
            yield from _run([token.fold for token in run], "fold", "title_fold", SYLLABLE)


def _first(runs: Sequence[Sequence[Token]]) -> Iterator[Sequence[Token]]:
    left = MOST
    for run in runs:
        yield run[:left]
        left = max(0, left - len(run))


def _toned(run: Sequence[Token]) -> Iterator[Boost]:
    for name in dict.fromkeys(token.fold for token in run):
        yield Boost(Term("fold", name), SYLLABLE / 2)
    yield from _run([token.syl for token in run], "syl", "title_syl", SYLLABLE / 2)
    for first, last in words(run):
        if last > first:
            yield Boost(Term("word", word_term(run[first : last + 1])), WORD)


def _run(names: Sequence[str], text: Stream, title: Stream, weight: float) -> Iterator[Boost]:
    for name in dict.fromkeys(names):
        yield Boost(Term(text, name), weight)
        yield Boost(Term(title, name), TITLE)
    for pair in dict.fromkeys(pairwise(names)):
        yield Boost(_exact(text, pair), PAIR)
    if len(names) > 2:
        yield Boost(_exact(text, names), WHOLE)
        yield Boost(_exact(title, names), TITLE_WHOLE)
    elif names:
        yield Boost(Term("word", head_term(names)), HEAD)


def _exact(stream: Stream, names: Sequence[str]) -> Phrase:
    return Phrase(tuple((Term(stream, name),) for name in names))
