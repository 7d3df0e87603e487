"""Text in, its language out: told by the shape of its syllables, and by English's commonest words."""

import re
import unicodedata

from indexer.analysis import is_vietnamese, spellings
from indexer.cache import Table

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
    found = _WORD.findall(text, 0, SAMPLE)
    words = len(found)
    if words < 3:
        return "vi"
    told = "".join(map(_SIGNS.__getitem__, found))
    english, marked, shaped = map(told.count, "ems")
    if english > MIN_ENGLISH * words:
        return "en"
    if marked >= MIN_MARKED * words and shaped >= MIN_SHAPED * words:
        return "vi"
    return "vi" if shaped >= 0.9 * words else "und"


def _signs(word: str) -> str:
    """An "e" where it is a common English word, "m" for a Vietnamese letter, "s" for the shape of a syllable."""
    word = word.lower()
    marked = _MARKED.search(unicodedata.normalize("NFD", word))
    return "e" * (word in _ENGLISH) + "m" * bool(marked) + "s" * is_vietnamese(spellings(word)[0])


_SIGNS = Table(_signs)
