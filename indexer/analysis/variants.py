"""Tokens -> tokens in which every writing of a thing has one spelling: NHNN and ngân hàng nhà nước.

Documents and queries are read alike, so that either writing finds the other. What is put in
place of an abbreviation has its span, one term a position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from indexer.analysis.normalize import is_vietnamese, spellings
from indexer.analysis.token import Token

_Key = tuple[str, ...]
_Spelling = tuple[str, str]


def unify(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with every known variant replaced, the longest one that starts at a token first."""
    known, longest = _variants()
    at = 0
    while at < len(tokens):
        size, meaning = _match(tokens, at, known, longest)
        if meaning:
            start, end = tokens[at].start, tokens[at + size - 1].end
            literal = "".join(token.fold for token in tokens[at : at + size])
            yield from (Token(fold, syl, start, end, literal) for fold, syl in meaning)
        else:
            yield tokens[at]
        at += size


def _match(
    tokens: Sequence[Token], at: int, known: dict[_Key, tuple[_Spelling, ...]], longest: dict[str, int]
) -> tuple[int, tuple[_Spelling, ...]]:
    for size in range(min(longest.get(tokens[at].syl, 0), len(tokens) - at), 0, -1):
        meaning = known.get(tuple(token.syl for token in tokens[at : at + size]))
        if meaning:
            return size, meaning
    return 1, ()


@cache
def _variants() -> tuple[dict[_Key, tuple[_Spelling, ...]], dict[str, int]]:
    """Toned spellings of what is written -> spellings of what it is read as; and the longest key by first syllable."""
    lines = resources.files(__package__).joinpath("data/variants.tsv").read_text(encoding="utf-8").splitlines()
    known: dict[_Key, tuple[_Spelling, ...]] = {}
    longest: dict[str, int] = {}
    for line in lines[1:]:
        written, meaning = (_spelled(words) for words in line.split("\t"))
        for key in _keys(written):
            known[key] = meaning
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return known, longest


def _spelled(words: str) -> tuple[_Spelling, ...]:
    return tuple(spellings(word) for word in words.split())


def _keys(written: tuple[_Spelling, ...]) -> Iterator[_Key]:
    """As toned; and without marks too, where no Vietnamese words are meant instead (virut, not ra da)."""
    yield tuple(syl for _, syl in written)
    if not all(is_vietnamese(fold) for fold, _ in written):
        yield tuple(fold for fold, _ in written)
