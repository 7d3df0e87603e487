"""Text in, its language out: told by the shape of its syllables, and by English's commonest words."""

import re
import unicodedata
from collections import Counter
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
    kinds = Counter(map(_kind, _WORD.findall(text, 0, SAMPLE)))
    words = kinds.total()
    if words < 3:
        return "vi"
    english, marked, shaped = (sum(count for kind, count in kinds.items() if kind[at]) for at in range(3))
    if english > MIN_ENGLISH * words:
        return "en"
    if marked >= MIN_MARKED * words and shaped >= MIN_SHAPED * words:
        return "vi"
    return "vi" if shaped >= 0.9 * words else "und"


@lru_cache(maxsize=1 << 14)
def _kind(word: str) -> tuple[bool, bool, bool]:
    """Whether it is a common English word, has a Vietnamese letter, and the shape of a Vietnamese syllable."""
    word = word.lower()
    marked = _MARKED.search(unicodedata.normalize("NFD", word)) is not None
    return word in _ENGLISH, marked, is_vietnamese(spellings(word)[0])
