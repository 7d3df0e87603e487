"""Bytes in, their text and the name of its encoding out; unsure is an error, never wrong text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from indexer.errors import ExtractError

MAX_CONTROLS = 0.001  # share of the characters; above that it is no text
MIN_VIETNAMESE = 0.99  # share of the characters beyond ASCII; TCVN3 and VNI files reach about a half

_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF16_HIGH = frozenset(b"\x00\x01\x03\x1e\x20")  # high bytes of Vietnamese letters, tone marks, quotes and dashes
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = frozenset(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES) | {"đ"}
_SIGNS = frozenset("\xa0“”‘’„–—…•·«»°º²³©®™€£§½×±‰")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str


def decode(raw: bytes, declared: str = "") -> Decoded:
    """Mark at the start, UTF-16 by its zeros, UTF-8, what the file declares, windows-1258: the first that fits.

    A character that the end of a UTF-8 file cuts through is dropped.

    Raises:
        ExtractError: binary, or none of these.
    """
    decoded = _by_mark(raw) or _by_zeros(raw) or _strict(raw, "utf-8") or _cut_utf8(raw)
    if decoded and not _is_text(decoded.text):
        raise ExtractError("binary, not text")
    for encoding in (declared, "windows-1258"):
        decoded = decoded or _vietnamese(raw, encoding)
    if decoded:
        return decoded
    if b"\0" in raw:
        raise ExtractError("binary, not text")
    raise ExtractError("encoding unsure: neither UTF-8, UTF-16 nor windows-1258")


def _by_mark(raw: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    return None


def _by_zeros(raw: bytes) -> Decoded | None:
    sample = raw[:4096]
    for high, encoding in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        if b"\0" in high and sum(byte in _UTF16_HIGH for byte in high) > 0.9 * len(high):
            return _strict(raw, encoding)
    return None


def _cut_utf8(raw: bytes) -> Decoded | None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return _strict(raw[: error.start], "utf-8")
    return None


def _vietnamese(raw: bytes, encoding: str) -> Decoded | None:
    """Single-byte encodings decode anything, so what comes out has to look like Vietnamese."""
    decoded = _strict(raw, encoding)
    if not decoded or not _is_text(decoded.text):
        return None
    beyond = [char for char in unicodedata.normalize("NFC", decoded.text) if char > "\x7f"]
    letters = sum(char.lower() in _LETTERS for char in beyond)
    signs = sum(char in _SIGNS for char in beyond)
    return decoded if letters + signs >= MIN_VIETNAMESE * len(beyond) and letters >= signs else None


def _strict(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), codecs.lookup(encoding).name)
    except (LookupError, ValueError):  # no such encoding, or not in it
        return None


def _is_text(text: str) -> bool:
    return len(_CONTROLS.findall(text)) <= MAX_CONTROLS * len(text)
