"""Bytes in, their text and the name of its encoding out; unsure is an error, never wrong text."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from indexer.errors import ExtractError
from indexer.extract import legacy, vietnamese

HEAD = 4096  # bytes in which a page says in which charset it is
MAX_CONTROLS = 0.001  # share of the characters; above that it is no text
SURE = 0.9  # share of the words with marks that are Vietnamese syllables: in the right encoding nearly all are
DOUBTFUL = 0.7  # of the second best: in a wrong encoding at most half of them are
FEW = 3  # words with marks below which letters do not tell a legacy encoding; UTF-8 is told by its bytes
GAIN = 0.25  # of another reading's share above which the text may be misread; other languages gain less
MIN_SIGNS = 0.03  # share of characters beyond ASCII below which a text in another language may have its few letters

_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)  # as pages say it
_UTF16_HIGH = frozenset(b"\x00\x01\x03\x1e\x20")  # high bytes of Vietnamese letters, tone marks, quotes and dashes
_OURS = "\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"  # letters that windows-1252 lacks
_UNICODE_ALONE = re.compile(f"(?:[{_OURS}].*?){{3}}", re.S)
_PART = re.compile(f"(?<![^>\r\n])[^<>\r\n{_OURS}]+(?=[<\r\n]|$)")  # of a page, between tags or line ends
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_AS_1252 = {bytes([byte]).decode("latin-1"): byte for byte in range(256)} | {
    bytes([byte]).decode("windows-1252"): byte for byte in range(256) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_READ_AS_1252 = re.compile(f"[{re.escape(''.join(_AS_1252))}]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    certainty: float = 1.0
    notes: tuple[str, ...] = ()


def decode(raw: bytes, declared: str = "") -> Decoded:
    """Mark at the start, UTF-16 by its zeros, UTF-8, else what gives Vietnamese: as declared, windows-1258, TCVN3, VNI.

    A character of Unicode that the end of the file cuts through is dropped. UTF-8 that was made of another
    encoding by mistake is made good where that is sure.

    Raises:
        ExtractError: binary, or none of these.
    """
    decoded = _by_mark(raw) or _by_zeros(raw) or _unicode(raw, "utf-8")
    if decoded:
        if not _is_text(decoded.text):
            raise ExtractError("binary, not text")
        return repaired(decoded.text, decoded)
    if b"\0" in raw:
        raise ExtractError("binary, not text")
    return _best(raw, declared)


def repaired(text: str, decoded: Decoded | None = None) -> Decoded:
    """The text, or what it was before it was read in a wrong encoding, where that alone is Vietnamese.

    Raises:
        ExtractError: another reading is nearer to Vietnamese, but on too few words to be sure.
    """
    decoded = decoded or Decoded(text, "utf-8")
    if text.isascii():
        return decoded
    if _UNICODE_ALONE.search(text, 0, vietnamese.SAMPLE):
        return _parts_repaired(decoded)
    own = vietnamese.share(text)
    ranked = _ranked([decoded, *_readings(text)]) if own < SURE else []
    if not ranked:  # as it should be; or too short beside its control characters for any reading
        return decoded
    (share, best), *others = ranked
    sure = _is_sure(share, others) and vietnamese.marked(text) >= FEW
    if best is not decoded and (sure or best.encoding == "utf-8"):
        name = f"{best.encoding} as {decoded.encoding}"
        return replace(best, encoding=name, certainty=round(share, 3), notes=("mojibake repaired",))
    if share - own > GAIN or (share > own and share >= SURE):
        raise ExtractError("encoding unsure: may have been read in a wrong one before")
    return decoded


def _parts_repaired(decoded: Decoded) -> Decoded:
    """With what of it is Vietnamese in a legacy encoding alone: pages keep the articles of their former years."""
    parts = [part for part in set(_PART.findall(decoded.text)) if not part.isascii() and vietnamese.share(part) < SURE]
    if not parts:
        return decoded
    try:
        fixed = repaired("\n".join(parts))
    except ExtractError:  # names from abroad
        return decoded
    instead = dict(zip(parts, fixed.text.split("\n"), strict=True)) if fixed.notes else {}
    text = _PART.sub(lambda part: instead.get(part[0], part[0]), decoded.text)
    return replace(decoded, text=text, notes=fixed.notes)


def _readings(text: str) -> Iterator[Decoded]:
    """What the bytes may have said that were read as windows-1252; other characters stay."""
    for name in legacy.NAMES:
        yield Decoded(_READ_AS_1252.sub(lambda run: legacy.decode(_bytes(run), name), text), name)  # noqa: B023
    for name in ("utf-8", "cp1258"):
        with suppress(UnicodeDecodeError):
            yield Decoded(_READ_AS_1252.sub(lambda run: _bytes(run).decode(name), text), name)  # noqa: B023


def _bytes(run: re.Match[str]) -> bytes:
    return bytes(_AS_1252[char] for char in run[0])


def _best(raw: bytes, declared: str) -> Decoded:
    """The reading in which words with marks are Vietnamese syllables, if no other comes near."""
    if not declared and (said := _CHARSET.search(raw, 0, HEAD)):
        declared = said[1].decode()
    readings = [Decoded(legacy.decode(raw, name), name) for name in legacy.NAMES]
    names = dict.fromkeys(("cp1258", _codec(declared)))
    readings += filter(None, (_strict(raw, name) for name in names if name and name not in ("utf-8", "utf-16")))
    ranked = _ranked(readings)
    if ranked and _is_sure(ranked[0][0], ranked[1:]):
        return replace(ranked[0][1], certainty=round(ranked[0][0], 3))
    beyond = sum(byte > 0x7F for byte in raw)
    western = _strict(raw, "cp1252")
    if western and beyond < MIN_SIGNS * len(raw) and (_only_signs(western.text) or _codec(declared) in _WESTERN):
        return replace(western, certainty=1.0 if _only_signs(western.text) else 0.9)
    raise ExtractError("encoding unsure: neither UTF-8, UTF-16, windows-1258, TCVN3 nor VNI")


def _ranked(readings: Iterable[Decoded]) -> list[tuple[float, Decoded]]:
    """With their shares of Vietnamese, the best first; of readings that are the same for this text, one."""
    distinct = {unicodedata.normalize("NFC", each.text): each for each in readings if _is_text(each.text)}
    return sorted(((vietnamese.share(each.text), each) for each in distinct.values()), key=lambda ranked: -ranked[0])


def _is_sure(share: float, others: Sequence[tuple[float, Decoded]]) -> bool:
    return share >= SURE and all(other <= DOUBTFUL for other, _ in others)


_WESTERN = ("cp1252", "iso8859-1")


def _only_signs(text: str) -> bool:
    return all(char < "\x80" or char in vietnamese.SIGNS for char in text)


def _by_mark(raw: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _unicode(raw[len(mark) :], encoding)
    return None


def _by_zeros(raw: bytes) -> Decoded | None:
    sample = raw[:4096]
    for high, encoding in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        if b"\0" in high and sum(byte in _UTF16_HIGH for byte in high) > 0.9 * len(high):
            return _unicode(raw, encoding)
    return None


def _unicode(raw: bytes, encoding: str) -> Decoded | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding, notes=("cut off within a character",) if decoder.getstate()[0] else ())


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
