"""Raw text in, clean lines out: NFC, one space between words, no control or invisible characters."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from indexer.analysis import parted
from indexer.extract import prose

FULL = 0.7  # share of the longest line from which a line runs on into the next
MAX_WRAPPED = 120  # characters of a line in a text with a border; others have their paragraphs in one
WITHIN, MOST = 0.2, 0.5  # shares of lines that begin with a small letter
# Controls but line breaks, soft hyphens, zero widths, direction marks, halves of surrogate pairs: none is printable.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SENTENCE_END = re.compile(r"(?<!\w)(\w*)[.!?…][”\"’)]*(?=\s+[^\W\d_]|\s+[“\"‘(\[]|$)")
_TITLES_OF_PEOPLE = frozenset({"Tp", "Ts", "Ths", "ThS", "Gs", "Bs", "Ks", "Ls", "St", "Mr", "Mrs", "Dr"})


def line(text: str) -> str:
    """The text as one line."""
    seen = text if text.isprintable() else _UNSEEN.sub("", parted(text))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def split(text: str) -> list[str]:
    """Its lines that hold something, in order."""
    return [clean for raw in text.splitlines() if (clean := line(raw))]


def joined(parts: Iterable[Sequence[str]]) -> list[str]:
    """The paragraphs of lines cut at a border. A line that ends no sentence goes on in one that begins with a small
    letter, and within a part where it is nearly as long as the longest."""
    held = [part for part in parts if part]
    lines = [line for part in held for line in part]
    longest = max((len(line) for line in lines if len(line) <= MAX_WRAPPED), default=0)
    whole: list[str] = []
    last = ""
    for part in held:
        for at, line in enumerate(part):
            runs_on = _goes_on_within(line) or (at > 0 and len(last) >= FULL * longest)
            if last and runs_on and not prose.is_ended(last):
                whole[-1] = f"{whole[-1]} {line}"
            else:
                whole.append(line)
            last = line
    return whole


def are_wrapped(lines: Sequence[str]) -> bool:
    """Whether most of them go on within a sentence, or many do and all are short: a letter's or a terminal's lines."""
    within = sum(map(_goes_on_within, lines))
    short = max(map(len, lines), default=0) <= MAX_WRAPPED
    return within > (WITHIN if short else MOST) * len(lines)


def _goes_on_within(line: str) -> bool:
    """Whether it begins with a small letter, and with no number of a list: "a) ..."."""
    return line[0].islower() and line[1:2] not in (")", ".")


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
