"""Names -> the order of the Vietnamese alphabet, and whether a name holds what a reader types without tones."""

import re
import unicodedata
from functools import lru_cache

NAMES = 1 << 17  # more than an archive of 100,000 articles has; a key takes some 300 bytes
COURTESY = ("", "unit", "ông", "bà", "anh", "chị", "cô", "chú", "em", "cụ", "đồng chí")  # before a name, and no office
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


def fold(text: str) -> str:
    """Small letters without marks: "Đỗ Ẩn" -> "do an"."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def is_office(role: str) -> bool:
    """Whether what stands before a name is more than a form of address."""
    return role.lower() not in COURTESY


def is_toned(text: str) -> bool:
    """Whether some letter has a tone or a mark."""
    return fold(text) != text.lower()


def holds(name: str, typed: str) -> bool:
    return _sought(typed) in fold(name)


def begins(name: str, typed: str) -> bool:
    """Whether some word of the name, and what follows, begins so."""
    return f" {_sought(typed).strip()}" in f" {fold(name)}"


@lru_cache(maxsize=NAMES)
def alphabetical(name: str) -> str:
    """Sorts word by word, a ă â ... d đ ...; tones decide only between names of the same letters."""
    parts = unicodedata.normalize("NFD", name.lower())
    letters = unicodedata.normalize("NFC", _TONE.sub("", parts))
    tones = "".join(_TONE.findall(parts))
    return " ".join(letters.split()).translate(_LETTER_RANKS) + "\0" + tones.translate(_TONE_RANKS)


@lru_cache(maxsize=64)  # one text that is typed is held against all names of an archive
def _sought(typed: str) -> str:
    return fold(typed)
