"""Names -> the order of the Vietnamese alphabet; texts -> whether they have any of its marks."""

import re
import unicodedata
from functools import lru_cache

NAMES = 1 << 17  # more than an archive of 100,000 articles has; a key takes some 300 bytes
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_TONE = re.compile(f"[{_TONES}]")


class _Ranks(dict[int, str]):
    """For `str.translate`: characters -> characters that sort as the letters shall; what is no letter before all."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        rank = _ALPHABET.find(letter) + 1 or (len(_ALPHABET) + 1 + code if letter.isalpha() else 0)
        return self.setdefault(code, chr(rank + 2))


_LETTER_RANKS = _Ranks({ord(" "): "\1"})  # before all letters, so that words are compared one by one
_TONE_RANKS = {ord(tone): chr(rank) for rank, tone in enumerate(_TONES)}


def is_toned(text: str) -> bool:
    """Whether some letter has a tone or a mark."""
    return "đ" in text.lower() or any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=NAMES)
def alphabetical(name: str) -> str:
    """Sorts word by word, a ă â ... d đ ...; tones decide only between names of the same letters."""
    parts = unicodedata.normalize("NFD", name.lower())
    letters = unicodedata.normalize("NFC", _TONE.sub("", parts))
    tones = "".join(_TONE.findall(parts))
    return " ".join(letters.split()).translate(_LETTER_RANKS) + "\0" + tones.translate(_TONE_RANKS)
