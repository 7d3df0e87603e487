"""Names -> the order of the Vietnamese alphabet; texts -> whether they have any of its marks."""

import re
import unicodedata
from functools import lru_cache

NAMES = 1 << 17  # more than an archive of 100,000 articles has; a key takes some 300 bytes
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_TONE = re.compile(f"[{_TONES}]")
_RANKS = {  # characters that sort as letters and tones shall: after blank, signs and digits, before foreign letters
    ord(character): chr(0x80 + rank) for rank, character in enumerate(_TONES + _ALPHABET)
}


def is_toned(text: str) -> bool:
    """Whether some letter has a tone or a mark."""
    return "đ" in text.lower() or any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=NAMES)
def alphabetical(name: str) -> str:
    """Sorts word by word, a ă â ... d đ ...; tones decide only between names of the same letters."""
    parts = unicodedata.normalize("NFD", name.lower())
    letters = unicodedata.normalize("NFC", _TONE.sub("", parts))
    tones = "".join(_TONE.findall(parts))
    return f"{' '.join(letters.split())}\0{tones}".translate(_RANKS)
