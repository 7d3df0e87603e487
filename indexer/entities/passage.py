"""A field's text in, the same text made easy to look names up in out: same length, same places; what is found in it.

`fold` maps every character to one character, so a span found in the folded text is a span of
the text: lower case, the tone on the vowel that the old spelling gives it (thuỷ = thủy), one
kind of dash, quote and space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from indexer.model import Field, Kind, Mention

# A pattern that begins with a set of characters is searched several times faster than one that first looks behind:
# what must not stand before is therefore asked behind the first character.

SAME_LENGTH = {"\u0130": "i"}  # the only letter that `lower` makes two of
DASHES = dict.fromkeys("‐‑‒–—―−", "-")
QUOTES = dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’`´", "'")
SPACES = dict.fromkeys("\t\r\u00a0\u2002\u2003\u2009\u202f", " ")
ETH = dict.fromkeys("Ðð", "đ")  # typed for Đ by some keyboards
PLAIN = SAME_LENGTH | DASHES | QUOTES | SPACES | ETH
SPECIAL = re.compile(f"[{''.join(PLAIN)}]")

NEW_TONE = re.compile(r"[oOuU](?:(?<=[oO])[àáảãạèéẻẽẹ]|(?<=[uU])[ỳýỷỹỵ])(?!\w)(?<![qQ]..)")
NEW_TONES = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
OLD_TONES = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
OLD_OF = dict(zip(NEW_TONES, OLD_TONES, strict=True))

UNIT = "unit"  # role of a body's mention by its unit
NEAR = 400  # characters read around a place: longer lines and sentences must not slow a text down

# A full stop ends a sentence only where a capital follows and no lone capital stands before it.
SENTENCE_END = re.compile(r"[\n.!?;…](?:(?<=\n)|(?<![A-ZĐ].)(?=[ \"'”’)]{1,3}[^\W\d_a-zđ])|(?<=[a-zđ]\.)(?=\n|$))")


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finder gives."""

    mention: Mention
    why: str  # "title before it"


@dataclass(frozen=True)
class Passage:
    """A field of an article: `folded` has the length of `text`."""

    field: Field
    text: str
    folded: str

    @classmethod
    def of(cls, field: Field, text: str) -> Passage:
        return cls(field, text, fold(text))

    def evidence(self, kind: Kind, value: str, span: Span, why: str, *, role: str = "") -> Evidence:
        """That the text between the ends of `span` names `value`; a body named through its unit is no facet value."""
        start, end = span
        unit = kind == "ministry" and role == UNIT
        mention = Mention(kind, value, self.text[start:end], self.field, start, end, role, facet=not unit)
        return Evidence(mention, why)

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in SENTENCE_END.finditer(self.text)]

    def sentence(self, place: int) -> tuple[int, int]:
        """The span of the sentence that holds the character at `place`, as far as it is near."""
        at = bisect_right(self._ends, place)
        start = self._ends[at - 1] if at else 0
        end = self._ends[at] if at < len(self._ends) else len(self.text)
        return max(start, place - NEAR), min(end, place + NEAR)

    def before(self, place: int, sign: re.Pattern[str], width: int) -> re.Match[str] | None:
        """The sign, as far as it stands in the `width` characters before the place; with "$" it ends there."""
        return sign.search(self.folded, max(0, place - width), place)

    def shouted(self, start: int, end: int) -> bool:
        """Whether the line around the span is in capitals, so that capitals say nothing."""
        return self.line(start, end).isupper()

    def line(self, start: int, end: int) -> str:
        """The line around the span, as far as it is near."""
        before, after = self.text[max(0, start - NEAR) : start], self.text[end : end + NEAR]
        return before[before.rfind("\n") + 1 :] + self.text[start:end] + after.partition("\n")[0]


def fold(text: str) -> str:
    return placed(SPECIAL.sub(lambda match: PLAIN[match[0]], text).lower())


def placed(text: str) -> str:
    """The text with its tones where the old spelling has them: hoà -> hòa, but quý and hoàn as they are."""
    return NEW_TONE.sub(lambda match: OLD_OF[match[0].lower()], text)
