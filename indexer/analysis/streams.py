"""Title and body of a document -> the terms of every stream: what all engines hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from indexer.analysis.analyzer import terms
from indexer.analysis.normalize import BARE
from indexer.analysis.segment import segment_all
from indexer.analysis.sketch import bands, sketch
from indexer.analysis.token import Token
from indexer.clauses import Stream

GAP = 100  # positions between title and body, more than any phrase may skip


def streams(title: str, body: str) -> dict[Stream, tuple[list[str], ...]]:
    """The terms of the title and of the body, each by position; the title's own streams have one
    part, and so has the sketch of the body.

    `word` holds the words of several syllables, abbreviations as they were written, and how the
    title begins; its positions say nothing.
    """
    texts = title, body
    parts = [terms(text) for text in texts]
    fold, syl = tuple(part[0] for part in parts), tuple(part[1] for part in parts)
    word = tuple(
        part[2] + [term for start, end in found if end - start > 2 and (term := _word(text[start:end]))]
        for part, found, text in zip(parts, segment_all(texts), texts, strict=True)
    )
    word[0].extend({head_term(names[:size]) for names in (fold[0], syl[0]) for size in (1, 2) if names[size - 1 :]})
    own: dict[Stream, tuple[list[str], ...]] = {"title_fold": fold[:1], "title_syl": syl[:1]}
    return {"fold": fold, "syl": syl, "word": word, **own, "sketch": (bands(sketch(fold[1])),)}


def word_term(syllables: Sequence[Token]) -> str:
    """The term in `word` of a word of several syllables."""
    return "_".join(token.syl for token in syllables)


def head_term(names: Sequence[str]) -> str:
    """The term in `word` of a title that begins with these, one or two syllables, folded or toned."""
    return "^" + "_".join(names)


@lru_cache(maxsize=1 << 16)
def _word(surface: str) -> str:
    """The term of a word; empty for one syllable, one abbreviation, and where no tone is known."""
    _, syl, literals = terms(surface)
    return "" if literals or len(syl) < 2 or syl[-1].endswith(BARE) else "_".join(syl)
