"""The tokens of a query -> what in it may be written in several ways: days, hours, names with a number, amounts; and
numbers of documents, whose parts stand side by side."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from indexer.analysis.days import Forms, days
from indexer.analysis.normalize import spellings
from indexer.analysis.runs import disjoint, longest_first
from indexer.analysis.token import Token

MOST = 4  # of a text: each costs up to twelve phrases, and nobody asks for more
_LONGEST = 3  # tokens

_NUMBER = re.compile(
    r"(?<![\w/.,-])[0-9]+/(?:19|20)[0-9]{2}/[^\W\d]+(?:[-/&]\w+)*"
)  # 47/2024/NĐ-CP; 47/NĐ-CP may be it too
_UNIT = "(?:[ckm]?m[23]?|[km]?g|ha|m?l|[kmg]b|[kmg]w|kv|h|tr)"
_RULES = [
    (re.compile(pattern), forms)
    for pattern, *forms in [
        (r"([0-9]{1,2})(?:[:hg]| giờ | gio )([0-5][0-9])", r"\1 \2", r"\1h\2", r"\1g\2", r"\1 giờ \2"),
        (r"([0-9]+)(?:°|o| độ | do )c", r"\1 c", r"\1oc", r"\1 độ c"),
        (r"([0-9]+)(?:đ| đồng)", r"\1 đ", r"\1 đồng"),
        (r"([0-9]+)[.,]([0-9]+)", r"\1 \2"),  # not 4-1, 0-0
        (r"([0-9]+)[.,]([0-9]+) ?(?:%|phần trăm)", r"\1 \2 %", r"\1 \2 phan tram"),
        (r"([0-9]+) ?(?:%|phần trăm)", r"\1 %", r"\1 phan tram"),  # in a line without marks
        (r"([1-9][0-9]{0,2})(?:000| ngh[iì]n| ng[aà]n)", r"\g<1>000", r"\1 nghìn", r"\1 ngàn"),
        (r"([a-z]+)-?([0-9]{1,3}[a-z]?)", r"\1 \2", r"\1\2"),  # F-16, U23
        (r"([a-z]) ([0-9]{1,3}[a-z]?)", r"\1 \2", r"\1\2"),
        (rf"([0-9]+)[ -]?({_UNIT})", r"\1 \2", r"\1\2"),  # 100 km, 5G
        (r"(0[0-9]{2,3})[ .-]?([0-9]{3})[ .-]?([0-9]{3,4})", r"\1 \2 \3", r"\1\2\3"),  # telephones
        (r"(1[89]00)[ .]?([0-9]{4})", r"\1 \2", r"\1\2"),
    ]
]


def forms(tokens: Sequence[Token], text: str) -> Iterator[Forms]:
    """The first MOST numbers of documents, then days, then of all else the first, none inside another; in any order."""
    found = list(_numbers(tokens, text))
    taken = _places(found)
    found += [day for day in days(tokens, text) if taken.isdisjoint(_places([day]))]
    yield from islice([*found, *disjoint(_others(tokens, text, _places(found)))], MOST)


def _places(found: Sequence[Forms]) -> set[int]:
    return {at for one in found for at in range(one.first, one.behind)}


def _numbers(tokens: Sequence[Token], text: str) -> Iterator[Forms]:
    for match in _NUMBER.finditer(text):
        at = [at for at, token in enumerate(tokens) if match.start() <= token.start < match.end()]
        yield Forms(at[0], at[-1] + 1, (tuple(tokens[at[0] : at[-1] + 1]),))


def _others(tokens: Sequence[Token], text: str, taken: set[int]) -> Iterator[Forms]:
    for first, behind in longest_first(len(tokens), _LONGEST):
        key = _key(tokens[first:behind], text) if taken.isdisjoint(range(first, behind)) else ""
        for pattern, ways in _RULES if key else ():
            if found := pattern.fullmatch(key):
                yield Forms(first, behind, tuple(dict.fromkeys(_tokens(found.expand(way)) for way in ways)))


def _key(tokens: Sequence[Token], text: str) -> str:
    """The tokens as written, and numbers without signs, with what stands between; empty where that is too much."""
    key, end = "", tokens[0].start
    for token in tokens:
        gap = text[end : token.start]
        if len(gap) > 1 or (token.literal and token.fold.isalnum()):  # what an abbreviation stands for is written so
            return ""
        written = text[token.start : token.end]
        key += (" " if gap.isspace() else gap) + (token.fold if token.fold.isdecimal() else written.lower())
        end = token.end
    return unicodedata.normalize("NFKC", key)


def _tokens(words: str) -> tuple[Token, ...]:
    return tuple(Token(*spellings(word), 0, 0) for word in words.split())
