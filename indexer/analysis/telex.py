"""Keystrokes of an input method that was off -> the Vietnamese that was meant: thuees -> thuế.

Telex writes marks by letters (aa aw dd ee oo ow uw; s f r x j for the tones), VNI by figures
(6 7 8 9; 1 2 3 4 5), both anywhere behind the letter they belong to.
"""

import re

from indexer.analysis.normalize import VOWELS, is_vietnamese, may_bear, spellings, written

_TELEX_TONES = {"s": "'", "f": "`", "r": "?", "x": "~", "j": "."}
_VNI_TONES = dict(zip("12345", _TELEX_TONES.values(), strict=True))
_VNI_MARKS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_TELEX_MARKS = {
    "a": {"a": "â"},
    "e": {"e": "ê"},
    "o": {"o": "ô"},
    "d": {"d": "đ"},
    "w": {"a": "ă", "o": "ơ", "u": "ư"},
}
_WORD = re.compile(r"[a-z][0-9a-z]{0,15}", re.IGNORECASE)  # nguwowngf; every key is looked for in all before it


def decode(text: str) -> str | None:
    """What was meant, where every word reads as Vietnamese and one at least bears a mark; else None.

    >>> decode("thuees ddoois uwngs"), decode("ha2 no65i"), decode("mp3")
    ('thuế đối ứng', 'hà nội', None)
    """
    words = text.split()
    meant = [_syllable(word.lower()) for word in words]
    if not words or any(word is None for word in meant):
        return None
    found = " ".join(word or "" for word in meant)
    return found if found != text.lower() else None


def _syllable(word: str) -> str | None:
    """The syllable that the keystrokes give; one without any and a number give themselves."""
    if word.isdecimal() or (not word.isascii() and is_vietnamese(spellings(word)[0])):
        return word
    if not _WORD.fullmatch(word):
        return None
    readings = (_typed(word, _VNI_TONES, _VNI_MARKS), _typed(word, _TELEX_TONES, _TELEX_MARKS))
    if any(char.isdigit() for char in word):
        return readings[0]
    return readings[1] or (word if is_vietnamese(spellings(word)[0]) else None)


def _typed(word: str, tones: dict[str, str], marks: dict[str, dict[str, str]]) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        at = _marked(letters, marks.get(key, {}))
        if at is not None:
            letters[at] = marks[key][letters[at]]
        elif key in tones and any(letter in VOWELS for letter in letters):
            tone = tones[key]
        else:
            letters.append(key)
    return _toned("".join(letters), tone)


def _marked(letters: list[str], marks: dict[str, str]) -> int | None:
    """Which letter typed before a mark changes: the last that can; both of "uo" take the horn."""
    places = [at for at, letter in enumerate(letters) if letter in marks]
    if places and marks.get("u") and "".join(letters[places[-1] - 1 : places[-1] + 1]) == "uo":
        letters[places[-1] - 1] = "ư"
    return places[-1] if places else None


def _toned(letters: str, tone: str) -> str | None:
    """The syllable as it is written; None for what is no syllable."""
    fold = spellings(letters)[0]
    if not is_vietnamese(fold) or not may_bear(fold, tone):
        return None
    return written(letters + tone)
