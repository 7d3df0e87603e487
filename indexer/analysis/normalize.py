"""One syllable as written -> the two spellings under which it is found: folded and toned.

Two writings of one syllable get one spelling: NFC and NFD, wide and bold letters, upper and lower case, the old and
the new place of the tone (hoà, hòa), i and y where they sound alike (kỹ, kĩ), Ð and Đ. The
tone is taken off its vowel and stands behind the syllable, so that its place cannot matter.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

# soft hyphen, grapheme and word joiners, zero-width and direction marks, variation selectors, byte order mark
IGNORABLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
MARKS = "\u0300-\u036f"  # combining marks
MAX_SURFACE = 64  # code points; a longer run is a pasted key or worse, and is cut for its term
BARE = "_"  # stands behind a syllable that was written without marks at all

# VIQR's signs: they are in no term otherwise, and no engine normalises them away.
_TONES = {"\u0301": "'", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": "."}
_MARKS_OF = {sign: mark for mark, sign in _TONES.items()}
_IGNORED = re.compile(rf"[{IGNORABLE}.,\s]")  # signs and blanks are those of thousands
_CYRILLIC = str.maketrans(  # that looks like Latin, as it does in texts out of PDFs
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u0430"
    "\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455",
    "ABEKMHOPCTYXIJSaeopcyxijs",
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_D = str.maketrans("ÐðƉɖ₫", "ĐđĐđđ")  # of Iceland, of Africa, of money
_LONE_Y = re.compile(r"[bcdđghklmnprstvx]+y")  # after an onset, before no coda: kỹ, not tay or quý
_LEADING_ZERO = re.compile(r"0[1-9]")  # 02/09 is 2/9
_UNFINISHED = re.compile(r"uo|(?<!g)ie|ye|eu|uu|(?<!q)ue|e(?:ch|nh)$")  # in no syllable as it is written
_STOPPED = re.compile(r"(?:ch|[cpt])$")  # a syllable that ends so bears the tones sắc and nặng alone
VOWELS = "aăâeêioôơuưy"
_ONSET = re.compile(rf"(?:qu|gi)(?=[{VOWELS}])|[^{VOWELS}]*")
_EITHER = "[aeêioôơuưy]|oa|oe|oo|uê|uy"  # rimes with a coda or without
_OPEN = "ai|ao|au|âu|ay|ây|eo|êu|ia|iêu|iu|oai|oao|oay|oeo|oi|ôi|ơi|ua|uây|ui|uôi|uơ|uya|uyu|ưa|ưi|ươi|ươu|ưu|yêu"
_CLOSED = "ă|â|iê|oă|uâ|uô|uyê|ươ|yê"
_CODA = "(?:ch|ng|nh|[ckmnpt])"
_RIME = re.compile(rf"(?:{_EITHER}|{_OPEN})|(?:{_EITHER}|{_CLOSED}){_CODA}")
_FOLDED = f"{_EITHER}|{_OPEN}|{_CLOSED}|uai".translate(str.maketrans("ăâêôơư", "aaeoou"))  # and of names: Kuai
_SHAPE = re.compile(rf"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:{_FOLDED}){_CODA}?")
_MARKED = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư"}


@lru_cache(maxsize=1 << 16)
def spellings(surface: str) -> tuple[str, str]:
    """The folded and the toned spelling; what is no syllable (QĐ, café) has the folded one alone.

    >>> spellings("Thuế"), spellings("HOÀ"), spellings("kỹ"), spellings("QĐ")
    (('thue', "thuê'"), ('hoa', 'hoa`'), ('ki', 'ki~'), ('qd', 'qd'))
    """
    spelled = toned(surface)
    fold = unmarked(without_tone(spelled)[0])
    return fold, spelled if is_vietnamese(fold) else fold


def toned(surface: str) -> str:
    """The toned spelling, also of what is no syllable: thôg, hàhn`."""
    text = _IGNORED.sub("", surface[: 4 * MAX_SURFACE])
    if not text.isascii() and _LATIN.search(text):
        text = text.translate(_CYRILLIC)
    text = unicodedata.normalize("NFKC", text)[:MAX_SURFACE]
    letters, tone = _without_tone(text.translate(_D).casefold())
    if _LONE_Y.fullmatch(letters):
        letters = letters[:-1] + "i"
    elif letters == "qui":  # qui định, quí: older writings of quy định, quý
        letters = "quy"
    elif _LEADING_ZERO.fullmatch(letters):
        letters = letters[1:]
    return letters + tone


def folded(toned: str) -> str:
    """The folded spelling that goes with a toned one: `fold` says nothing that `syl` does not.

    >>> folded("thuê'"), folded("qd"), folded("thue_")
    ('thue', 'qd', 'thue')
    """
    plain = toned.removesuffix(BARE)
    fold = unmarked(without_tone(plain)[0])
    return fold if is_vietnamese(fold) else plain


@lru_cache(maxsize=1 << 12)
def readings(fold: str) -> tuple[str, ...]:
    """Every toned spelling that folds to this: of tu those of tú, từ, tư and nine more."""
    onset, plain = _parts(fold)
    rimes = map("".join, product(*(_MARKED.get(letter, letter) for letter in plain)))
    letters = [first + rime for rime in rimes if _RIME.fullmatch(rime) for first in {onset, onset.replace("d", "đ")}]
    return tuple(one + tone for one in letters for tone in ("", *_MARKS_OF) if may_bear(one, tone))


def is_marked(toned: str) -> bool:
    """Whether a toned spelling bears any mark: a tone, a vowel's quality, or đ."""
    return not toned.isascii() or toned[-1:] in _MARKS_OF


def is_precise(toned: str) -> bool:
    """Whether a toned spelling is marked, and no mark is missing: "đuong", "thué" and "viêt" are no syllables."""
    letters, tone = without_tone(toned)
    return is_marked(toned) and not _UNFINISHED.search(letters) and may_bear(letters, tone)


def may_bear(letters: str, tone: str) -> bool:
    """Whether a syllable of these letters can have this tone: one that ends in c, ch, p or t has sắc or nặng."""
    return tone in ("'", ".") or not _STOPPED.search(letters)


def without_tone(toned: str) -> tuple[str, str]:
    """Letters and tone of a toned spelling: "thuê'" -> ("thuê", "'")."""
    return (toned[:-1], toned[-1]) if toned[-1:] in _MARKS_OF else (toned, "")


def unmarked(text: str) -> str:
    """The text without tones and marks: "đường" -> "duong"."""
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_vietnamese(folded: str) -> bool:
    """Whether a folded spelling has the shape of a Vietnamese syllable."""
    return _SHAPE.fullmatch(folded) is not None


def written(toned: str) -> str:
    """A toned spelling as people write it, the tone on its vowel: "thuê'" -> "thuế"."""
    tone = _MARKS_OF.get(toned[-1:], "")
    if not tone:
        return toned.removesuffix(BARE)
    letters = toned[:-1]
    at = _place(letters)
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])


def _place(letters: str) -> int:
    """Which vowel bears the tone: a marked one, else the last before a coda, else the last but one."""
    onset, rime = _parts(letters)
    vowels = [at for at, letter in enumerate(rime, len(onset)) if letter in VOWELS]
    marked = [at for at in vowels if letters[at] in "ăâêôơư"]
    if marked or not vowels:
        return marked[-1] if marked else len(letters) - 1
    closed = vowels[-1] < len(letters) - 1
    return vowels[-1] if len(vowels) == 1 or (closed and len(vowels) == 2) else vowels[-2]


def _parts(letters: str) -> tuple[str, str]:
    """What stands before the rime, which may be nothing, and the rime."""
    end = _ONSET.match(letters).end()  # type: ignore[union-attr]  # it always matches
    return letters[:end], letters[end:]


def _without_tone(text: str) -> tuple[str, str]:
    tone = ""
    kept = []
    for char in unicodedata.normalize("NFD", text):
        if char in _TONES:
            tone = _TONES[char]
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tone
