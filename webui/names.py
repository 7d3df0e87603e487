"""Names -> the order of the Vietnamese alphabet, and whether a name holds what a reader types without tones."""

from __future__ import annotations

import re
import unicodedata

COURTESY = ("", "unit", "ông", "bà", "anh", "chị", "cô", "chú", "em", "cụ")  # before a name, and no office
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_RANKS = {letter: rank for rank, letter in enumerate(_ALPHABET)}
Key = tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]


def fold(text: str) -> str:
    """Small letters without marks: "Đỗ Ẩn" -> "do an"."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def is_office(role: str) -> bool:
    """Whether what stands before a name is more than a form of address."""
    return role.lower() not in COURTESY


def slugify(text: str) -> str:
    """ "753/QĐ-TTg" -> "753-qd-ttg"."""
    return "-".join(re.findall("[a-z0-9]+", fold(text)))


def is_toned(text: str) -> bool:
    """Whether some letter has a tone or a mark."""
    return fold(text) != text.lower()


def holds(name: str, typed: str) -> bool:
    return fold(typed) in fold(name)


def begins(name: str, typed: str) -> bool:
    """Whether some word of the name, and what follows, begins so."""
    return f" {fold(typed).strip()}" in f" {fold(name)}"


def alphabetical(name: str) -> Key:
    """Sorts word by word, a ă â ... d đ ...; tones decide only between words of the same letters."""
    parts = unicodedata.normalize("NFD", name.lower())
    tones = tuple(_TONES.find(letter) + 1 for letter in parts if letter in _TONES)
    letters = unicodedata.normalize("NFC", "".join(letter for letter in parts if letter not in _TONES))
    words = tuple(tuple(_rank(letter) for letter in word) for word in letters.split())
    return words, tones


def _rank(letter: str) -> int:
    return _RANKS.get(letter, len(_ALPHABET) + ord(letter) if letter.isalpha() else -1)
