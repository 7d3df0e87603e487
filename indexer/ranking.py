"""The wanted words of a query -> what adds to the score, and how much.

The weights were chosen on one half of 4,198 readers' queries with known articles, among those that put a word above
its syllables across a border, and checked on the other half (`python -m tests.quality retrieval`; docs/ranking.md).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis import Token, head_term, is_marked, is_precise, toned_words, word_term, words
from indexer.clauses import Boost, Phrase, Stream, Term

SYLLABLE = 2.0  # a syllable anywhere in the text; of one typed with marks, half is for its folded spelling
TITLE = 1.6  # the same syllable in the title
PAIR = 0.3  # two neighbours of the query next to each other
WHOLE = 1.2  # the whole query as a phrase
TITLE_WHOLE = 1.6  # the same in the title, of several words
HEAD = 1.1  # a title that begins with the query, of one syllable or two; of longer ones it lost
AS_TYPED = 0.6  # a query without tones, written so: Ba Lan, not Bà Lan
WORD = 0.75  # each syllable of a word of several, where the text has it as a word too
FEW = 2  # words; in so short a query nothing else tells borders, and each weighs twice as much
MOST = 32  # words that add to the score, the first ones: each costs as much as a short query


def boosts(runs: Sequence[Sequence[Token]]) -> Iterator[Boost]:
    """The boosts of a query. A syllable typed without marks is sought folded, whatever stands beside it.

    Args:
        runs: its wanted words; neighbours in a run are neighbours in the query.
    """
    marked = any(is_marked(token.syl) for run in runs for token in run)
    for run in _first(runs):
        yield from _syllables(run)
        yield from _neighbours(run, marked=marked)
        yield from _words(run, marked=marked)


def _first(runs: Sequence[Sequence[Token]]) -> Iterator[Sequence[Token]]:
    left = MOST
    for run in runs:
        yield run[:left]
        left = max(0, left - len(run))


def _syllables(run: Sequence[Token]) -> Iterator[Boost]:
    weights: defaultdict[Term, float] = defaultdict(float)
    for term in (*{Term("fold", token.fold): None for token in run}, *dict.fromkeys(_terms(run, "fold", "syl"))):
        weights[term] += SYLLABLE / 2
    yield from (Boost(term, weight) for term, weight in weights.items())
    yield from (Boost(term, TITLE) for term in dict.fromkeys(_terms(run, "title_fold", "title_syl")))


def _neighbours(run: Sequence[Token], *, marked: bool) -> Iterator[Boost]:
    pairs = dict.fromkeys(_exact(pair, "fold", "syl") for pair in pairwise(run))
    yield from (Boost(pair, PAIR) for pair in pairs)
    if len(run) > 2:
        yield Boost(_exact(run, "fold", "syl"), WHOLE)
    if len(words(run)) > 1:
        yield Boost(_exact(run, "title_fold", "title_syl"), TITLE_WHOLE)
    if 0 < len(run) < 3:
        yield Boost(Term("word", head_term([token.syl if marked else token.fold for token in run])), HEAD)
    if not marked and len(run) == 2:
        yield Boost(Phrase(tuple((Term("syl", token.syl),) for token in run)), AS_TYPED)


def _words(run: Sequence[Token], *, marked: bool) -> Iterator[Boost]:
    spans = words(run)
    weight = WORD * (2 if len(spans) <= FEW else 1)
    for first, behind in spans:
        word = run[first:behind]
        names = [tuple(token.syl for token in word)] if marked else toned_words(*(token.fold for token in word))
        yield from (Boost(Term("word", word_term(name)), weight * len(word)) for name in names if len(word) > 1)


def _terms(run: Sequence[Token], fold: Stream, syl: Stream) -> list[Term]:
    return [Term(syl, token.syl) if is_precise(token.syl) else Term(fold, token.fold) for token in run]


def _exact(tokens: Sequence[Token], fold: Stream, syl: Stream) -> Phrase:
    """In one stream: engines score no other phrase."""
    if all(is_precise(token.syl) for token in tokens):
        return Phrase(tuple((Term(syl, token.syl),) for token in tokens))
    return Phrase(tuple((Term(fold, token.fold),) for token in tokens))
