"""`python -m tests.quality encodings [TEXTS.jsonl]`: texts, written in every encoding and cut to lengths, read again.

TEXTS.jsonl holds `body` in every line; without it the texts are those of tests/cases/pages. A reading is right
where it gives the text, quarantined where it is refused as unsure, else silently wrong. Characters that an
encoding lacks are left out of the text first; TCVN3 has no capitals with tones.
"""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from indexer.errors import ExtractError
from indexer.extract import legacy
from indexer.extract.encoding import decode
from tests.quality import rows

PAGES = Path(__file__).parent.parent / "cases/pages"
LENGTHS = (40, 100, 400, None)  # characters; None: the whole text
OUTCOMES = ("right", "quarantined", "wrong")

_TONES = "\u0300\u0301\u0303\u0309\u0323"

Letter = Callable[[str], bytes]  # one character in an encoding; raises UnicodeEncodeError where it has none


def main(args: Sequence[str]) -> None:
    texts = [row["body"] for row in rows(Path(args[0]))] if args else own_texts()
    total = Counter[str]()
    for name in WRITTEN:
        for length in LENGTHS:
            counts = counted([text[:length] for text in texts], name)
            total += counts
            print(f"{name}, {length or 'whole'}: {line(counts)}")
    print(line(total))


def own_texts() -> list[str]:
    return [json.loads(path.read_text("utf-8"))["body"] for path in sorted(PAGES.glob("*.gold.json"))]


def counted(texts: Sequence[str], name: str) -> Counter[str]:
    return Counter(outcome(text, *WRITTEN[name]) for text in texts)


def outcome(text: str, letter: Letter, finish: Callable[[bytes], bytes]) -> str:
    """What becomes of a text; one that ASCII writes too is always right."""
    held = "".join(map(partial(nearest, letter), unicodedata.normalize("NFC", text)))
    try:
        found = decode(finish(b"".join(map(letter, held))))
    except ExtractError:
        return "quarantined"
    return "right" if unicodedata.normalize("NFC", found.text) == held else "wrong"


@cache
def nearest(letter: Letter, char: str) -> str:
    """The character, else its small letter, else nothing."""
    for each in (char, char.lower()):
        try:
            letter(each)
        except UnicodeEncodeError:
            continue
        return each
    return ""


@cache
def windows_1258(char: str) -> bytes:
    """Tones stand behind letters; a few letters have them within."""
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in _TONES)
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        return (bare + tones).encode("cp1258")


@cache
def old(table: str, char: str) -> bytes:
    """By one of our tables; what it lacks as in windows-1252."""
    codes = {letter: code.encode("latin-1") for code, letter in legacy.table(table).items()}
    if char in codes:
        return codes[char]
    written = char.encode("cp1252")
    if legacy.decode(written, table) != char:  # its byte is another letter there
        raise UnicodeEncodeError(table, char, 0, 1, "not in the table")
    return written


def misread(raw: bytes) -> bytes:
    """UTF-8 of what a program shows that takes the bytes for windows-1252."""
    return "".join(map(_as_1252, raw)).encode()


def _as_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)  # as browsers do


def _as_is(raw: bytes) -> bytes:
    return raw


def _marked(mark: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: mark + raw


_UTF_8, _LE, _BE = (partial(str.encode, encoding=name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
_TCVN3, _VNI = (partial(old, name) for name in ("tcvn3", "vni"))

WRITTEN: Mapping[str, tuple[Letter, Callable[[bytes], bytes]]] = {
    "UTF-8": (_UTF_8, _as_is),
    "UTF-8 with mark": (_UTF_8, _marked(codecs.BOM_UTF8)),
    "UTF-8 decomposed": (_UTF_8, lambda raw: unicodedata.normalize("NFD", raw.decode()).encode()),
    "UTF-16 LE": (_LE, _as_is),
    "UTF-16 LE with mark": (_LE, _marked(codecs.BOM_UTF16_LE)),
    "UTF-16 BE": (_BE, _as_is),
    "UTF-16 BE with mark": (_BE, _marked(codecs.BOM_UTF16_BE)),
    "windows-1258": (windows_1258, _as_is),
    "TCVN3": (_TCVN3, _as_is),
    "VNI": (_VNI, _as_is),
    "UTF-8 misread": (_UTF_8, misread),
    "windows-1258 misread": (windows_1258, misread),
    "TCVN3 misread": (_TCVN3, misread),
    "VNI misread": (_VNI, misread),
}


def line(counts: Mapping[str, int]) -> str:
    return " ".join(f"{name} {counts[name]}" for name in OUTCOMES)
