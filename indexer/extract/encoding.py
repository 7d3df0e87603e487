"""Bytes in, their text and the name of its encoding out; unsure is an error, never wrong text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.analysis import is_vietnamese, spellings
from indexer.errors import ExtractError
from indexer.extract import legacy

MAX_CONTROLS = 0.001  # share of the characters; above that it is no text
SAMPLE = 200_000  # characters by which an encoding is told
SURE = 0.9  # share of the words with marks that are Vietnamese syllables: in the right encoding nearly all are
DOUBTFUL = 0.7  # of the second best: in a wrong encoding at most half of them are
MIN_SIGNS = 0.03  # share of characters beyond ASCII below which a text in another language may have its few letters

_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF16_HIGH = frozenset(b"\x00\x01\x03\x1e\x20")  # high bytes of Vietnamese letters, tone marks, quotes and dashes
_UNICODE_ALONE = re.compile(
    "(?:[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9].*?){3}", re.S
)  # not in 1252
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_SIGNS = "\xa0“”‘’„–—…•·«»°²³©®™€£§×±‰´`¨"
_BEYOND = re.compile(r"[^\s<>/&;\"'()\[\]{}.,:!?=|–—“”‘’…]*[^\x00-\x7f][^\s<>/&;\"'()\[\]{}.,:!?=|–—“”‘’…]*")
_LETTERS = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxy")
_NEVER = re.compile(r".*(?:c|ch|p|t)[`?~]|(?:ngh|gh|k(?!h))[^eêiy].*")  # a tone, an onset that cannot stand there
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_UTF8_AS_1252 = {bytes([byte]).decode("latin-1"): byte for byte in range(256)} | {
    bytes([byte]).decode("windows-1252"): byte for byte in range(256) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    certainty: float = 1.0
    notes: tuple[str, ...] = ()


def decode(raw: bytes, declared: str = "") -> Decoded:
    """Mark at the start, UTF-16 by its zeros, UTF-8, else what gives Vietnamese: as declared, windows-1258, TCVN3, VNI.

    A character that the end of a UTF-8 file cuts through is dropped. UTF-8 that was made of another
    encoding by mistake is made good where that is sure.

    Raises:
        ExtractError: binary, or none of these.
    """
    decoded = _by_mark(raw) or _by_zeros(raw) or _strict(raw, "utf-8") or _cut_utf8(raw)
    if decoded:
        if not _is_text(decoded.text):
            raise ExtractError("binary, not text")
        return repaired(decoded.text, decoded)
    if b"\0" in raw:
        raise ExtractError("binary, not text")
    return _best(raw, declared)


def repaired(text: str, decoded: Decoded | None = None) -> Decoded:
    """The text, or what it was before it was read in a wrong encoding, where that alone is Vietnamese."""
    decoded = decoded or Decoded(text, "utf-8")
    if (
        text.isascii()
        or _UNICODE_ALONE.search(text, 0, SAMPLE)
        or _share(text) >= DOUBTFUL
        or len(_BEYOND.findall(text[:SAMPLE])) < 3
    ):
        return decoded
    readings = [Decoded(other, name, round(_share(other), 3)) for name, other in _readings(text)]
    best = max(readings, key=lambda reading: reading.certainty, default=None)
    if best is None or best.certainty < SURE or not _is_text(best.text):
        return decoded
    return replace(best, encoding=f"{best.encoding} as {decoded.encoding}", notes=("mojibake repaired",))


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """What the bytes may have said that were read as windows-1252."""
    kept = "".join(char if char in _UTF8_AS_1252 else "?" for char in text)
    raw = bytes(_UTF8_AS_1252[char] for char in kept)
    for name in legacy.NAMES:
        yield name, legacy.decode(raw, name)
    fixed = _strict(raw, "utf-8") or _cut_utf8(raw)
    if fixed and len(kept) == len(text):
        yield "utf-8", fixed.text


def _best(raw: bytes, declared: str) -> Decoded:
    """The reading in which words with marks are Vietnamese syllables, if no other comes near."""
    readings = [Decoded(legacy.decode(raw, name), name) for name in legacy.NAMES]
    names = dict.fromkeys(("cp1258", _codec(declared)))
    readings += filter(None, (_strict(raw, name) for name in names if name and name not in ("utf-8", "utf-16")))
    readings = [reading for reading in readings if _is_text(reading.text)]
    # of readings that are the same for this text, one
    scored = {unicodedata.normalize("NFC", reading.text): (_share(reading.text), reading) for reading in readings}
    ranked = sorted(scored.values(), key=lambda each: -each[0])
    if ranked and ranked[0][0] >= SURE and (len(ranked) == 1 or ranked[1][0] <= DOUBTFUL):
        return replace(ranked[0][1], certainty=round(ranked[0][0], 3))
    beyond = sum(byte > 0x7F for byte in raw)
    western = _strict(raw, "cp1252")
    if western and beyond < MIN_SIGNS * len(raw) and (_only_signs(western.text) or _codec(declared) in _WESTERN):
        return replace(western, certainty=1.0 if _only_signs(western.text) else 0.9)
    raise ExtractError("encoding unsure: neither UTF-8, UTF-16, windows-1258, TCVN3 nor VNI")


_WESTERN = ("cp1252", "iso8859-1")


def _share(text: str) -> float:
    """Share of the words with anything beyond ASCII that are Vietnamese syllables; 1.0 where there are none."""
    words = [word.strip(_SIGNS) for word in _BEYOND.findall(text[:SAMPLE])]
    words = [word for word in words if not word.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


@lru_cache(maxsize=1 << 14)
def _is_syllable(word: str) -> bool:
    """Also several ones between hyphens."""
    return all(_is_one(part) for part in word.split("-") if not part.isascii())


def _is_one(word: str) -> bool:
    word = unicodedata.normalize("NFC", word)
    if not (word.islower() or word.isupper() or word.istitle()) or not word.isalpha():
        return False
    fold, toned = spellings(word)
    letters = toned[:-1] if toned[-1:] in "'`?~." else toned
    one_tone = len(_TONES.findall(unicodedata.normalize("NFD", word))) <= 1
    return one_tone and is_vietnamese(fold) and _LETTERS.issuperset(letters) and not _NEVER.fullmatch(toned)


def _only_signs(text: str) -> bool:
    return all(char < "\x80" or char in _SIGNS for char in text)


def _by_mark(raw: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding) or _cut_utf16(raw[len(mark) :], encoding)
    return None


def _by_zeros(raw: bytes) -> Decoded | None:
    sample = raw[:4096]
    for high, encoding in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        if b"\0" in high and sum(byte in _UTF16_HIGH for byte in high) > 0.9 * len(high):
            return _strict(raw, encoding) or _cut_utf16(raw, encoding)
    return None


def _cut_utf16(raw: bytes, encoding: str) -> Decoded | None:
    found = _strict(raw[: len(raw) // 2 * 2], encoding) if encoding.startswith("utf-16") else None
    return replace(found, notes=("cut off within a character",)) if found else None


def _cut_utf8(raw: bytes) -> Decoded | None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            found = _strict(raw[: error.start], "utf-8")
            return replace(found, notes=("cut off within a character",)) if found else None
    return None


def _strict(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), codecs.lookup(encoding).name)
    except (LookupError, ValueError):  # no such encoding, or not in it
        return None


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _is_text(text: str) -> bool:
    return len(_CONTROLS.findall(text)) <= MAX_CONTROLS * len(text)
