"""Text in, its language out: told by the shape of its syllables, and by English's commonest words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.analysis import is_vietnamese, spellings

SAMPLE = 1_500  # characters that are looked at
MIN_SHAPED = 0.55  # share of words with the shape of a Vietnamese syllable; names, numbers and loans have others
MIN_MARKED = 0.15  # share of words with a Vietnamese letter beyond ASCII; running text has about two thirds
MIN_ENGLISH = 0.12  # share of the words below; running English has about a third

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile("[đ\u0300-\u0303\u0306\u0309\u031b\u0323]")  # in NFD
_ENGLISH = frozenset(
    ("a", "and", "are", "as", "be", "for", "from", "has", "have", "in", "is", "it", "of", "on", "that", "the", "was")
)


def of(text: str) -> str:
    """ "vi", "en" or "und". Vietnamese without tones is "vi" too; so is a text of fewer than three words."""
    words = [word.lower() for word in _WORD.findall(text[:SAMPLE])]
    if len(words) < 3:
        return "vi"
    if sum(word in _ENGLISH for word in words) > MIN_ENGLISH * len(words):
        return "en"
    marked = sum(map(_is_marked, words))
    shaped = sum(map(_is_shaped, words))
    if marked >= MIN_MARKED * len(words) and shaped >= MIN_SHAPED * len(words):
        return "vi"
    return "vi" if shaped >= 0.9 * len(words) else "und"


@lru_cache(maxsize=1 << 14)
def _is_marked(word: str) -> bool:
    return _MARKED.search(unicodedata.normalize("NFD", word)) is not None


@lru_cache(maxsize=1 << 14)
def _is_shaped(word: str) -> bool:
    return is_vietnamese(spellings(word)[0])
