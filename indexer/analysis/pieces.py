"""Text -> its pieces (syllables, numbers, punctuation marks) as arrays: spans, hashes and shapes.

A piece's hash is a sum over its code points, in which a mark counts at its letter's place and
a tone at no place at all. So NFC and NFD, hoà and hòa, upper and lower case give one hash, and
a text is read in a few passes over arrays, without normalising it.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import normalize

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint32]
Bools = NDArray[np.bool_]
_Codes = NDArray[np.uint32]
_Kinds = NDArray[np.uint8]

BREAK, LOWER, TITLE, UPPER, NUMBER, MARK, UNCASED = range(7)  # shapes; the last: letters of a line in one case
SHAPES = 7

_HYPHENS = "-\u2010\u2011"
_PLACELESS = frozenset(normalize.IGNORABLE + _HYPHENS)
_WORD = (1 << 64) - 1
_HASH = (1 << 32) - 1
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TABLE_SIZE = 0x3000  # letters of alphabets; what is beyond (Han, emoji) is read as marks, a code point each
_SPACE, _LETTER, _DIGIT, _OTHER, _LINE, _DOT, _COMMA, _INNER, _PERCENT = range(9)  # kinds of code points
_KINDS = {"\n": _LINE, ".": _DOT, ",": _COMMA, ":": _COMMA, "%": _PERCENT} | dict.fromkeys(_HYPHENS + "&'’/@", _INNER)
_RATIO = 0x9E3779B1  # odd, so that a power can be taken back
EDGE = 4  # pieces that a gap sees behind it, at most
BLOCK = 1 << 16  # code points at most in a text to split; powers are tabled for so many


def scramble(number: int) -> int:
    """A well-mixed number of 32 bits, the same everywhere.

    Source: SplitMix64, Steele, Lea & Flood, OOPSLA 2014.
    """
    number = (number + 0x9E3779B97F4A7C15) & _WORD
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & _WORD
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & _WORD
    return (number ^ number >> 31) & _HASH


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parallel arrays, a piece each. A line feed is EDGE empty pieces, so that no line sees its neighbour."""

    start: Ints  # code points of the text as given
    end: Ints
    hash: Hashes
    shape: Hashes  # BREAK to UNCASED


@dataclass(frozen=True, slots=True)
class _Table:
    """What a code point is, by its number."""

    kind: NDArray[np.uint8]
    placed: Hashes  # adds to the hash, times a power for its place
    loose: Hashes  # adds to the hash as it is: tones
    base: Ints  # 1 where it takes a place: all but combining and ignorable marks
    upper: Bools
    lower: Bools
    vowel: Bools


def split(text: str) -> Pieces:
    """The pieces of a text of at most BLOCK code points, in order."""
    table = _table()
    code = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    code = np.minimum(code, _TABLE_SIZE - 1)
    kind = table.kind[code]
    start, end = _bounds(table, code, kind)
    shape = _shapes(table, code, kind, (start, end))
    hashes = np.where(shape == BREAK, np.uint32(0), _hashes(table, code, start, end))
    order = np.repeat(np.arange(len(start)), np.where(shape == BREAK, EDGE, 1))
    return Pieces(start[order], end[order], hashes[order], shape[order])


def _bounds(table: _Table, code: _Codes, kind: _Kinds) -> tuple[Ints, Ints]:
    alnum = (kind == _LETTER) | (kind == _DIGIT)
    digit = kind == _DIGIT
    between = _before(alnum) & _after(alnum)
    new_sentence = _before(table.lower[code]) & _after(table.upper[code])  # "hết.Hôm nay"
    inside = alnum | between & ((kind == _INNER) | (kind == _DOT) & ~new_sentence)
    inside |= _before(digit) & ((kind == _PERCENT) | _after(digit) & (kind == _COMMA))
    _keep_dots(table, code, kind, inside)
    dots = (kind == _DOT) & ~inside
    single = (kind != _SPACE) & ~inside & ~dots
    starts = (inside & ~_before(inside)) | (dots & ~_before(dots)) | single
    ends = (inside & ~_after(inside)) | (dots & ~_after(dots)) | single
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _keep_dots(table: _Table, code: _Codes, kind: _Kinds, inside: Bools) -> None:
    """Put inside the dots behind one or two consonants on their own, where the line goes on."""
    dots = np.flatnonzero((kind == _DOT) & _before(inside) & ~inside)
    consonant = np.concatenate([[False, False, False], (kind == _LETTER) & ~table.vowel[code]])
    free = np.concatenate([[True, True, True], ~inside])
    one = consonant[dots + 2] & free[dots + 1]
    two = consonant[dots + 2] & consonant[dots + 1] & free[dots]
    padded = np.concatenate([kind, [_LINE, _LINE]])
    goes_on = (padded[dots + 1] != _DOT) & (padded[dots + 1] != _LINE) & (padded[dots + 2] != _LINE)
    inside[dots[(one | two) & goes_on]] = True


def _hashes(table: _Table, code: _Codes, start: Ints, end: Ints) -> Hashes:
    power, inverse = _powers()
    place = np.cumsum(table.base[code])
    placed = _sums(table.placed[code] * power[place])
    loose = _sums(table.loose[code])
    mixed = (placed[end] - placed[start]) * inverse[place[start]] + loose[end] - loose[start]
    return np.asarray(mixed ^ mixed >> 15)


def _shapes(table: _Table, code: _Codes, kind: _Kinds, spans: tuple[Ints, Ints]) -> Hashes:
    start, end = spans
    upper, lower = _sums(table.upper[code].astype(np.int64)), _sums(table.lower[code].astype(np.int64))
    capitals, first = upper[end] - upper[start], kind[start]
    cased = np.where(capitals > 0, np.where((capitals > 1) & (lower[end] == lower[start]), UPPER, TITLE), LOWER)
    edge = np.concatenate([[0], start[first == _LINE], [len(code)]])
    uncased = (np.diff(upper[edge]) == 0) | (np.diff(lower[edge]) == 0)
    line = np.cumsum(first == _LINE)
    letters = np.where(uncased[line], UNCASED, cased)
    rest = np.where(first == _DIGIT, NUMBER, np.where(first == _LINE, BREAK, MARK))
    return np.where(first == _LETTER, letters, rest).astype(np.uint32)


def _before(values: Bools) -> Bools:
    return np.concatenate([[False], values[:-1]])


def _after(values: Bools) -> Bools:
    return np.concatenate([values[1:], [False]])


def _sums(values: NDArray[Any]) -> NDArray[Any]:
    """The sum of all before each, and of all: one longer than the values."""
    sums = np.zeros(len(values) + 1, values.dtype)
    np.cumsum(values, out=sums[1:])
    return sums


@cache
def _powers() -> tuple[Hashes, Hashes]:
    power, inverse = (np.full(BLOCK + 1, ratio, np.uint32) for ratio in (_RATIO, pow(_RATIO, -1, 1 << 32)))
    return np.cumprod(power, dtype=np.uint32), np.cumprod(inverse, dtype=np.uint32)


@cache
def _table() -> _Table:
    chars = [chr(code) for code in range(_TABLE_SIZE)]
    parts = [unicodedata.normalize("NFD", char.lower().replace("ð", "đ")) for char in chars]
    takes = np.array([not (unicodedata.combining(char) or char in _PLACELESS) for char in chars])
    return _Table(
        kind=np.array([_kind(char) for char in chars], np.uint8),
        placed=np.array([_total(set(part) - _TONES - _PLACELESS) for part in parts], np.uint32),
        loose=np.array([_total(set(part) & _TONES) for part in parts], np.uint32),
        base=takes.astype(np.int64),
        upper=np.array([char.isupper() for char in chars]),
        lower=np.array([char.islower() for char in chars]),
        vowel=np.array([part[:1] in set("aeiouy") for part in parts]),
    )


def _kind(char: str) -> int:
    if char in _KINDS:
        return _KINDS[char]
    if char.isspace():
        return _SPACE
    if char.isalpha() or char == "_" or char in _PLACELESS or unicodedata.category(char)[0] == "M":
        return _LETTER
    return _DIGIT if char.isdigit() else _OTHER


def _total(chars: set[str]) -> int:
    return sum(scramble(ord(char)) for char in chars) & _HASH
