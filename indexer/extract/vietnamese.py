"""Text in, how much of it is Vietnamese out, told by its words with letters beyond ASCII."""

import re
import unicodedata
from functools import lru_cache
from html import unescape

from indexer.analysis import is_vietnamese, readings, spellings

SAMPLE = 200_000  # characters that are looked at
SIGNS = "\xa0“”‘’„–—…•·«»°²³©®™€£§×±‰´`¨"  # are in no word

_BETWEEN = r"\s<>/&;\"'()\[\]{}.,:!?=|–—“”‘’…"  # words
_LETTER = rf"&#\d{{3,4}};|[^{_BETWEEN}"  # pages write letters that their encoding lacks as numbers
_BEYOND = re.compile(  # begins where a word does, for a line of 200,000 letters would else be read from each of them
    rf"(?<![^{_BETWEEN}])(?<!&#\d{{3}};)(?<!&#\d{{4}};)(?:{_LETTER}\x80-\U0010ffff])*+[^\x00-\x7f{_BETWEEN}](?:{_LETTER}])*+"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTERS = frozenset("abcdđeghiklmnopqrstuvxy\u0302\u0306\u031b")  # decomposed
_MISSPELT = re.compile(r"(?:ngh|gh|k(?!h))[^eiy]|(?:ng|[cg])e|(?:ng|c)[iy]")  # an onset before other vowels


def share(text: str) -> float:
    """Share of the words with anything beyond ASCII that are Vietnamese syllables; 1.0 where there are none."""
    words = [unescape(word).strip(SIGNS) for word in _BEYOND.findall(text, 0, SAMPLE)]
    words = [word for word in words if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


def marked(text: str) -> int:
    """How many words have anything beyond ASCII."""
    return len(_BEYOND.findall(text, 0, SAMPLE))


@lru_cache(maxsize=1 << 14)
def _is_syllable(word: str) -> bool:
    """Also several ones between hyphens."""
    return all(_is_one(part) for part in word.split("-") if not part.isascii())


def _is_one(word: str) -> bool:
    word = unicodedata.normalize("NFC", word)
    if not (word.islower() or word.isupper() or word.istitle()) or not word.isalpha():
        return False
    marked = unicodedata.normalize("NFD", word.lower())
    bare = "".join(char for char in marked if char not in _TONES)
    if len(marked) - len(bare) > 1 or not _LETTERS.issuperset(bare) or _MISSPELT.match(bare):
        return False
    whole = map(spellings, (word, f"{word}n"))  # the text may be cut within it: vẫ, ngâ
    return any(is_vietnamese(fold) and toned in readings(fold) for fold, toned in whole)
