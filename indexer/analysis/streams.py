"""Title and body of a document -> the terms of every stream: what all engines hold."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.analysis.analyzer import analyze
from indexer.analysis.normalize import BARE
from indexer.analysis.sketch import bands, sketch
from indexer.analysis.token import Token
from indexer.model import Stream

GAP = 100  # positions between title and body, more than any phrase may skip


def streams(title: str, body: str) -> dict[Stream, tuple[list[str], ...]]:
    """The terms of the title and of the body, each by position; the title's own streams have one
    part, and so has the sketch of the body."""
    parts = [analyze(title), analyze(body)]
    fold = tuple([token.fold for token in part] for part in parts)
    syl = tuple([token.syl for token in part] for part in parts)
    word = tuple(word_terms(part) for part in parts)
    own: dict[Stream, tuple[list[str], ...]] = {"title_fold": fold[:1], "title_syl": syl[:1]}
    return {"fold": fold, "syl": syl, "word": word, **own, "sketch": (bands(sketch(fold[1])),)}


def word_terms(tokens: Sequence[Token]) -> list[str]:
    """Words of several syllables, and abbreviations as they were written, in order."""
    found: list[str] = []
    for first, last in words(tokens):
        if tokens[first].literal and (first == 0 or tokens[first - 1][2:4] != tokens[first][2:4]):
            found.append(tokens[first].literal)
        if last > first and not tokens[first].syl.endswith(BARE):
            found.append(word_term(tokens[first : last + 1]))
    return found


def word_term(syllables: Sequence[Token]) -> str:
    return "_".join(token.syl for token in syllables)


def words(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """First and last token of every word, in order, all tokens covered."""
    return [(at, at) for at in range(len(tokens))]
