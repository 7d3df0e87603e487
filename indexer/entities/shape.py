"""A capitalised word in, what its letters tell out: a Vietnamese syllable, a surname, a foreign name."""

import re
from functools import cache, lru_cache

from indexer.analysis import is_vietnamese, spellings
from indexer.entities.gazetteer import entries

UPPER = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if c.isupper())
WORD = re.compile(rf"[{UPPER}](?<!\w.)[\w'’-]*")
CAPITAL_WITHIN = r"(?<!\bMac)(?<!\bMc)(?<!\bDe)(?<!\bDi)(?<!\bLa)(?<!\bLe)"  # "McCain", "DeVos"
TYPED_TOGETHER = re.compile(rf"\d|(?<=\w[^\W\d_{UPPER}]){CAPITAL_WITHIN}[{UPPER}]")
FIRST_WORDS = re.compile(rf" ?[{UPPER}][\w'’-]*(?: [{UPPER}][\w'’-]*)*")
MARKED = re.compile(r"[đơưăạảẹẻẽịỉĩọỏụủũỵỷỹấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]")
MIN_COMMON = 10  # a surname that so many of the counted 7,000 persons bear is common
MIN_OURS = 60  # and one of so many is rarely read into Chinese ("Vương Nghị") or a country ("Hà Lan")


@cache
def surnames() -> dict[str, int]:
    return {name: int(count) for name, count in entries("surnames.tsv").items()}


def given(word: str) -> bool:
    return word in entries("given_syllables.txt")


def foreign_given(word: str) -> bool:
    return word in entries("foreign_given_names.txt")


def eastern_surname(word: str) -> bool:
    """Whether the word is a Chinese or Korean surname in Latin letters: "Xi", "Park"."""
    return word in entries("eastern_surnames.txt")


def lead(word: str) -> bool:
    """Whether the word is a small one that starts a sentence and no name: "Theo", "Nếu"."""
    return word.lower() in entries("leads.txt")


def surname(word: str) -> bool:
    return word in surnames()


def common_surname(word: str) -> bool:
    return surnames().get(word, -1) >= MIN_COMMON


@lru_cache(maxsize=1 << 16)
def vietnamese(word: str) -> bool:
    """Whether the word could be a Vietnamese syllable, or is a surname of a people in Việt Nam: "Ksor"."""
    return surname(word) or is_vietnamese(spellings(word)[0])


def marked(word: str) -> bool:
    """Whether the word has a letter that only Vietnamese has."""
    return MARKED.search(word.lower()) is not None


@lru_cache(maxsize=1 << 16)
def no_name(word: str) -> bool:
    """Whether no person's name has the word: a firm's ("Group"), with digits, or two typed as one ("VietJet")."""
    return word in entries("firm_words.txt") or typed_together(word)


def typed_together(word: str) -> bool:
    return TYPED_TOGETHER.search(word) is not None


def foreign_name_first(text: str) -> bool:
    """Whether `text` starts, after a space, with a foreign person's name."""
    first = _first_words(text)
    return bool(first) and not first[0].isupper() and (foreign_given(first[0]) or not vietnamese(first[0]))


def vietnamese_name_first(text: str) -> bool:
    """Whether `text` starts, after a space or none, with a Vietnamese person's full name."""
    first = _first_words(text)
    return len(first) > 1 and surnames().get(first[0], 0) >= MIN_OURS and all(map(vietnamese, first))


def _first_words(text: str) -> list[str]:
    first = FIRST_WORDS.match(text)
    return first[0].split() if first else []
