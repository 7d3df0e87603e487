"""Text -> tokens. Documents and queries meet in the same analyzer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.analysis.normalize import BARE, IGNORABLE, MARKS, is_marked, is_vietnamese, spellings
from indexer.analysis.token import Token
from indexer.analysis.variants import unify

VERSION = 3  # stored in an index; grows whenever the terms of some text change

_TOKEN = re.compile(
    rf"(?<![\w.,])[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?![\w]|[.,][0-9])"  # 1.000.000
    r"|(?<=[0-9])%|(?<=[0-9] )%"
    rf"|[^\W_](?:[{IGNORABLE}]*[^\W_]|[{IGNORABLE}]*[{MARKS}])*"
)
_LINE = re.compile(r"[^\n]+")
_MIN_BARE = 4  # syllables; fewer without marks in a row are common in marked text ("Anh em ta")
_BARE_SHARE = 0.8  # of a bare line's words have a Vietnamese shape; the rest are names and numbers


def analyze(text: str) -> list[Token]:
    """The tokens of a text, in order; starts never go backwards."""
    return [token for line in _LINE.finditer(text) for token in _line(text, line.start(), line.end())]


@lru_cache(maxsize=1 << 14)
def folds(name: str) -> tuple[str, ...]:
    """The folded syllables of a name."""
    return tuple(token.fold for token in analyze(name))


def holds(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether the folded syllables of a name hold these, side by side."""
    own = folds(name)
    return any(own[at : at + len(wanted)] == wanted for at in range(len(own) - len(wanted) + 1))


def _line(text: str, start: int, end: int) -> list[Token]:
    written = list(_tokens(text, start, end))
    tokens = unify(written)
    return list(map(_bare, tokens)) if _is_bare(written) else list(tokens)


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        surface = found.group()
        fold, syl = spellings(surface.replace(".", ""))
        if fold:
            yield Token(fold, syl, found.start(), found.end())


def _bare(token: Token) -> Token:
    """What an abbreviation stands for is known with its tones."""
    return token if token.literal else token._replace(syl=token.fold + BARE)


def _is_bare(tokens: list[Token]) -> bool:
    """Whether a line is Vietnamese written without any mark, as in telegrams and old mails."""
    words = [token for token in tokens if not token.fold.isdigit()]
    if len(words) < _MIN_BARE or any(is_marked(token.syl) for token in words):
        return False
    return sum(is_vietnamese(token.fold) for token in words) >= _BARE_SHARE * len(words)
