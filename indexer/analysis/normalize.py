"""One syllable as written -> the two spellings under which it is found: folded and toned.

Two writings of one syllable get one spelling: NFC and NFD, upper and lower case, the old and
the new place of the tone (hoà, hòa), i and y where they sound alike (kỹ, kĩ), Ð and Đ. The
tone is taken off its vowel and stands behind the syllable, so that its place cannot matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

IGNORABLE = "\u00ad\u200b-\u200d\ufeff"  # soft hyphen, zero-width marks, byte order mark
MARKS = "\u0300-\u036f"  # combining marks
MAX_SURFACE = 64  # code points; a longer run is a pasted key or worse, and is cut for its term
BARE = "_"  # stands behind a syllable that was written without marks at all

# VIQR's signs: they are in no term otherwise, and no engine normalises them away.
_TONES = {"\u0301": "'", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": "."}
_QUALITY = {"\u0302", "\u0306", "\u031b"}  # â ê ô, ă, ơ ư
_IGNORED = re.compile(f"[{IGNORABLE}]")
_LONE_Y = re.compile(r"[bcdđghklmnprstvx]+y")  # after an onset, before no coda: kỹ, not tay or quý
_SHAPE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oao|oay|oe|oeo|oi|oo|ua|uai|uay|ue|ui|uo|uoi|uou|uu|uy|uya|"
    r"uye|uyu|ye|yeu)"
    r"(?:ch|ng|nh|[ckmnpt])?"
)


@lru_cache(maxsize=1 << 16)
def spellings(surface: str) -> tuple[str, str]:
    """The folded and the toned spelling; what is no syllable (QĐ, café) has the folded one alone.

    >>> spellings("Thuế"), spellings("HOÀ"), spellings("kỹ"), spellings("QĐ")
    (('thue', "thuê'"), ('hoa', 'hoa`'), ('ki', 'ki~'), ('qd', 'qd'))
    """
    text = _IGNORED.sub("", surface[:MAX_SURFACE]).replace("Ð", "Đ").replace("ð", "đ").casefold()
    letters, tone = _without_tone(text)
    if _LONE_Y.fullmatch(letters):
        letters = letters[:-1] + "i"
    fold = _fold(letters)
    return fold, letters + tone if is_vietnamese(fold) else fold


def is_marked(toned: str) -> bool:
    """Whether a toned spelling bears any mark: a tone, a vowel's quality, or đ."""
    return not toned.isascii() or toned[-1:] in _TONES.values()


def is_vietnamese(folded: str) -> bool:
    """Whether a folded spelling has the shape of a Vietnamese syllable."""
    return _SHAPE.fullmatch(folded) is not None


def _without_tone(text: str) -> tuple[str, str]:
    tone = ""
    kept = []
    for char in unicodedata.normalize("NFD", text):
        if char in _TONES:
            tone = _TONES[char]
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def _fold(letters: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letters.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
