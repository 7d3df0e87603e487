"""A capitalised word in, what its letters tell out: a Vietnamese syllable, a surname, a foreign name.

Source of the syllable's parts: the onsets and codas of Vietnamese spelling; the rhyme is taken
loosely, so that some foreign words ("Lam", "Don") pass too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from indexer.entities.gazetteer import lines

UPPER = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if c.isupper())
WORD = re.compile(rf"(?<!\w)[{UPPER}][\w'’-]*")
SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
CAPITAL_WITHIN = r"(?<!\bMac)(?<!\bMc)(?<!\bDe)(?<!\bDi)(?<!\bLa)(?<!\bLe)"  # "McCain", "DeVos"
TYPED_TOGETHER = re.compile(rf"\d|(?<=\w[^\W\d_{UPPER}]){CAPITAL_WITHIN}[{UPPER}]")
MARKED = re.compile(r"[đơưăạảẹẻẽịỉĩọỏụủũỵỷỹấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]")
MIN_COMMON = 10  # a surname that so many of the counted 7,000 persons bear is common
MIN_OURS = 60  # and one of so many is rarely read into Chinese ("Vương Nghị") or a country ("Hà Lan")


@cache
def surnames() -> dict[str, int]:
    return {name: int(count) for name, count in (line.split("\t") for line in lines("surnames.tsv"))}


@cache
def given_syllables() -> frozenset[str]:
    return frozenset(lines("given_syllables.txt"))


@cache
def foreign_given_names() -> frozenset[str]:
    return frozenset(lines("foreign_given_names.txt"))


@cache
def korean_surnames() -> frozenset[str]:
    return frozenset(lines("korean_surnames.txt"))


@cache
def leads() -> frozenset[str]:
    """Small words that start a sentence and no name: "Theo", "Nếu"."""
    return frozenset(lines("leads.txt"))


def common_surname(word: str) -> bool:
    return surnames().get(word, -1) >= MIN_COMMON


@lru_cache(maxsize=1 << 16)
def vietnamese(word: str) -> bool:
    """Whether the word could be a Vietnamese syllable."""
    return SYLLABLE.fullmatch(bare(word)) is not None


def marked(word: str) -> bool:
    """Whether the word has a letter that only Vietnamese has."""
    return MARKED.search(word.lower()) is not None


@lru_cache(maxsize=1 << 16)
def no_name(word: str) -> bool:
    """Whether no person's name has the word: a firm's ("Group"), with digits, or two typed as one ("VietJet")."""
    return word in _firm_words() or typed_together(word)


def typed_together(word: str) -> bool:
    return TYPED_TOGETHER.search(word) is not None


@cache
def _firm_words() -> frozenset[str]:
    return frozenset(lines("firm_words.txt"))


def bare(word: str) -> str:
    """The word in lower case without tones and marks."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def foreign_name_first(text: str) -> bool:
    """Whether `text` starts, after a space, with a foreign person's name."""
    words = _first_words(text)
    return bool(words) and not words[0].isupper() and (words[0] in foreign_given_names() or not vietnamese(words[0]))


def vietnamese_name_first(text: str) -> bool:
    """Whether `text` starts, after a space or none, with a Vietnamese person's full name."""
    words = _first_words(text)
    return len(words) > 1 and surnames().get(words[0], 0) >= MIN_OURS and all(map(vietnamese, words))


def vietnamese_names(text: str) -> Iterator[int]:
    """Where the full names of Vietnamese persons start."""
    for match in _surname().finditer(text):
        if match["given"] in given_syllables():
            yield match.start()


@cache
def _surname() -> re.Pattern[str]:
    ours = "|".join(name for name, count in surnames().items() if count >= MIN_OURS)
    return re.compile(rf"(?<!\w)(?:{ours})(?: [{UPPER}]\w*){{0,2}} (?P<given>[{UPPER}]\w*)")


def _first_words(text: str) -> list[str]:
    words: list[str] = []
    end = 1 if text.startswith(" ") else 0
    while match := WORD.match(text, end):
        words.append(match[0])
        end = match.end() + 1
        if text[match.end() : end] != " ":
            break
    return words
