"""Text -> tokens. Documents and queries meet in the same analyzer."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from indexer.analysis import segment
from indexer.analysis.normalize import BARE, IGNORABLE, MARKS, folded, is_marked, is_vietnamese, spellings
from indexer.analysis.token import Token
from indexer.analysis.variants import variants
from indexer.cache import Table

VERSION = 11  # stored in an index; grows whenever the terms of some text change

# 1.000.000 and 1,000,000, but no decimals (0,125; 12,5). Parted by blanks only where it ends in 000, as no member of a
# list does: of 28 such rows of figures in 15,000 articles none was a number, but telephones and "Mod 4 127 mm".
_BLANK = r"[ \u00a0\u202f]"
_SPACED = re.compile(rf"[0-9]{_BLANK}000")
_BREAK, _HYPHEN = _SOFT = "\u200b\u00ad"  # a space of no width, a hyphen shown at the end of a line alone
_DONG = r"(?=[đĐ](?!\w))"  # 35.000đ
_THOUSANDS = (
    r"(?<![\w.,])(?:[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?!\.[0-9])|(?:,[0-9]{3})+(?!,[0-9]))"
    rf"|(?<![0-9]{_BLANK})[1-9][0-9]{{0,2}}(?:{_BLANK}[0-9]{{3}})*{_BLANK}000)(?:(?!\w)|{_DONG})"
)
_TOKEN = re.compile(
    r"(?<![\w.])[^\W\d_](?:\.[^\W\d_]){2,}(?!\w)"  # U.B.N.D
    rf"|[^\W\d_]+[^\W_]*(?:[{IGNORABLE}]*[{MARKS}]+[^\W_]*|[{IGNORABLE}]+[^\W_]+)*"
    rf"|{_THOUSANDS}|[0-9]+{_DONG}"
    rf"|[^\W_]+(?:[{IGNORABLE}]*[{MARKS}]+[^\W_]*|[{IGNORABLE}]+[^\W_]+)*"
    r"|[%₫]"
)
_RUN = re.compile(rf"[\w{MARKS}{_SOFT}]+")
_MIN_BARE = 4  # syllables; fewer without marks in a row are common in marked text ("Anh em ta")
_BARE_SHARE = 0.8  # of a bare line's words have a Vietnamese shape; the rest are names and numbers


def analyze(text: str) -> list[Token]:
    """The tokens of a text, in order; starts never go backwards."""
    return [token for start, line in _lines(text) for token in _line(line, start)]


def worded(text: str) -> list[Token]:
    """The same, and each token that goes on the word of the one before is marked so."""
    tokens = analyze(text)
    bare = not any(is_marked(token.syl) for token in tokens)
    for first, behind in segment.bare_words([token.fold for token in tokens]) if bare else segment.words(tokens, text):
        tokens[first + 1 : behind] = [token._replace(inner=True) for token in tokens[first + 1 : behind]]
    return tokens


def parted(text: str) -> str:
    """The text with blanks for signs that nobody sees but that part syllables: spaces of no width in what is no
    syllable, and soft hyphens between syllables alone (not in govern-ment)."""
    return _RUN.sub(_parted, text) if _BREAK in text or _HYPHEN in text else text


def words(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The first token of every word of `worded`, and the one behind it, in order, all tokens covered."""
    starts = [at for at, token in enumerate(tokens) if not (at and token.inner)]
    return list(pairwise([*starts, len(tokens)]))


def terms(text: str) -> tuple[list[str], list[str]]:
    """What `analyze` gives, without spans and many times faster: `syl`, from which `fold` follows, and the literals."""
    syls, literals = list[str](), list[str]()
    for _, line in _lines(text):
        written = _toned(line)
        read = [folded(syl) + BARE for syl in written] if _is_bare(written) else written
        at = 0
        for first, behind, meaning in variants(written):
            syls += read[at:first] + [syl for _, syl in meaning]
            literals.append("".join(map(folded, written[first:behind])))
            at = behind
        syls += read[at:] if at else read
    return syls, literals


@lru_cache(maxsize=1 << 14)
def folds(name: str) -> tuple[str, ...]:
    """The folded syllables of a name."""
    return tuple(map(folded, terms(name)[0]))


def holds(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether the folded syllables of a name hold these, side by side."""
    own = folds(name)
    return any(own[at : at + len(wanted)] == wanted for at in range(len(own) - len(wanted) + 1))


def _toned(line: str) -> list[str]:
    """The toned spellings of a line's tokens; no token goes over a blank but a number of thousands."""
    spaced = "000" in line and _SPACED.search(line)
    return _read(line) if spaced else [*chain.from_iterable(map(_WRITTEN.__getitem__, line.split()))]


def _read(written: str) -> list[str]:
    return [syl for fold, syl in map(spellings, _TOKEN.findall(written)) if fold]


_WRITTEN = Table(_read)  # of what stands between blanks: 98 % was seen before


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line that is not empty, and where it starts."""
    start = 0
    for line in parted(text).split("\n"):
        if line:
            yield start, line
        start += len(line) + 1


def _parted(run: re.Match[str]) -> str:
    if _is_syllable(run[0]):
        return run[0]
    return " ".join(
        part.replace(_HYPHEN, " ") if all(map(_is_syllable, part.split(_HYPHEN))) else part
        for part in run[0].split(_BREAK)
    )


def _is_syllable(surface: str) -> bool:
    return is_vietnamese(spellings(surface)[0])


def _line(line: str, offset: int) -> Iterator[Token]:
    found = [(*both, *place.span()) for place in _TOKEN.finditer(line) if (both := spellings(place.group()))[0]]
    syls = [syl for _, syl, _, _ in found]
    bare = BARE if _is_bare(syls) else ""
    at = 0
    for first, behind, meaning in [*variants(syls), (len(found), len(found), ())]:
        for fold, syl, start, end in found[at:first]:
            yield Token(fold, fold + bare if bare else syl, offset + start, offset + end)
        if meaning:  # what an abbreviation stands for is known with its tones
            literal = "".join(fold for fold, *_ in found[first:behind])
            start, end = offset + found[first][2], offset + found[behind - 1][3]
            yield from (Token(fold, syl, start, end, literal) for fold, syl in meaning)
        at = behind


def _is_bare(syls: Sequence[str]) -> bool:
    """Whether a line is Vietnamese written without any mark, as in telegrams and old mails."""
    if len(syls) < _MIN_BARE or any(map(is_marked, syls)):
        return False
    words = [fold for fold in map(folded, syls) if not fold.isdigit()]
    return len(words) >= _MIN_BARE and sum(map(is_vietnamese, words)) >= _BARE_SHARE * len(words)
