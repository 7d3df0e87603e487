"""Raw text in, clean lines out: NFC, one space between words, no control or invisible characters."""

import re
import unicodedata
from collections.abc import Sequence

from indexer.extract import prose

FULL = 0.7  # share of the longest line from which a line runs on into the next
MAX_WRAPPED = 120  # characters of a line in a text with a border; others have their paragraphs in one
WITHIN = 0.2  # share of lines that begin with a small letter
# Controls but line breaks, soft hyphens, zero widths, direction marks, halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SENTENCE_END = re.compile(r"(?<!\w)(\w*)[.!?…][”\"’)]*(?=\s+[^\W\d_]|\s+[“\"‘(\[]|$)")
_TITLES_OF_PEOPLE = frozenset({"Tp", "Ts", "Ths", "ThS", "Gs", "Bs", "Ks", "Ls", "St", "Mr", "Mrs", "Dr"})


def line(text: str) -> str:
    """The text as one line."""
    return unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))


def split(text: str) -> list[str]:
    """Its lines that hold something, in order."""
    return [clean for raw in text.splitlines() if (clean := line(raw))]


def joined(lines: Sequence[str], longest: int) -> list[str]:
    """A line that is nearly as long as the longest of the text, and ends no sentence, goes on in the next."""
    whole: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on:
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
        goes_on = len(line) >= FULL * longest and not prose.is_ended(line)
    return whole


def are_wrapped(lines: Sequence[str]) -> bool:
    """Whether they are short, and many of them go on within a sentence: a letter's or a terminal's lines."""
    within = sum(line[0].islower() for line in lines)
    return within > WITHIN * len(lines) and max(map(len, lines), default=0) <= MAX_WRAPPED


def share(kept: Sequence[str], lines: Sequence[str]) -> float:
    """Of the characters of `lines`, how many `kept` has."""
    return sum(map(len, kept)) / max(1, sum(map(len, lines)))


def first_sentence(text: str) -> str:
    """Up to the first mark that ends a sentence; the whole text where none does.

    A dot after capitals ("Lương L. Khánh", "TP. Huế") or after a short title ("Ths.") ends nothing.
    """
    for match in _SENTENCE_END.finditer(text):
        word = match[1]
        if word not in _TITLES_OF_PEOPLE and not (word.isupper() and len(word) <= 4):
            return text[: match.end()]
    return text


def shortened(text: str, length: int) -> str:
    """At most `length` characters, cut at the border of a word and marked with "…"."""
    if len(text) <= length:
        return text
    return re.sub(r"\W*(\s\S*)?$", "", text[: length - 1], count=1) + "…"
