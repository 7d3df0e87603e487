"""Text -> its words, with their spans: which neighbouring syllables belong together.

A linear model over hashed features says for every gap between two pieces whether a word goes
on across it. How it came about: docs/segmenter.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import compress, product

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.gaps import LONGEST, Dictionary, dashes, dictionary, features, joinable, runs
from indexer.analysis.normalize import readings, written
from indexer.analysis.pieces import BREAK, Bools, Ints, Pieces, split
from indexer.analysis.token import Token

MODEL = "data/segmenter.npz"
_BLOCK = 1 << 14  # code points read at once: more leave the processor's cache, fewer waste calls
_LONGEST_LINE = 1 << 15  # code points; a longer one is cut at a space, or anywhere


@dataclass(frozen=True, slots=True)
class Words:
    """The words, numbers and punctuation marks of a text, in order: `text[start[i]:end[i]]`, in code points."""

    start: Ints
    end: Ints

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.start.tolist(), self.end.tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Model:
    weights: NDArray[np.int8]
    known: Dictionary
    bare: Dictionary  # the same words without tones and marks

    def joins(self, pieces: Pieces) -> Bools:
        """For every gap, whether a word goes on across it."""
        if len(pieces.start) < 2:
            return np.zeros(0, bool)
        score = self.weights.take(features(pieces, self.known), mode="clip").sum(axis=0, dtype=np.int16)
        marks = dashes(pieces.shape)
        score[marks - 1] = score[marks] = score[marks - 1] + score[marks]
        return np.asarray((score > 0) & joinable(pieces.shape))


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of one of the texts."""

    number: int  # of the text
    offset: int  # in the text
    text: str


def segment(text: str) -> Words:
    """The words of a text; white space is in none, but between the syllables of one."""
    (found,) = segment_all([text])
    return found


def segment_all(texts: Sequence[str], model: Model | None = None) -> list[Words]:
    """The words of many texts: the same as one by one, and faster. `model`: another, to measure it."""
    found: list[list[Words]] = [[] for _ in texts]
    for block in _blocks(texts):
        together = _words("\n".join(part.text for part in block), model or _shipped())
        edge = np.cumsum([0, *(len(part.text) + 1 for part in block)])
        cut = np.searchsorted(together.start, edge)
        for place, part in enumerate(block):
            inside, moved = slice(cut[place], cut[place + 1]), part.offset - edge[place]
            found[part.number].append(Words(together.start[inside] + moved, together.end[inside] + moved))
    return [_joined(parts) for parts in found]


def words(tokens: Sequence[Token], text: str) -> list[tuple[int, int]]:
    """First and last token of every word of two or more tokens, in order; the tokens are the text's or some of them."""
    found = segment(text)
    start = np.array([token.start for token in tokens], np.int64)
    first, behind = np.searchsorted(start, found.start), np.searchsorted(start, found.end)
    several = np.flatnonzero(behind - first > 1)
    ranges = Words(first[several], behind[several] - 1)
    return [(one, last) for one, last in ranges if tokens[one].start < tokens[last].start]


def bare_words(folds: Sequence[str]) -> list[tuple[int, int]]:
    """First and last of every word of two or more syllables of a line without tones: the longest in the dictionary."""
    line = " ".join(folds)
    hashes = split(line if len(line) <= _BLOCK else "").hash
    sizes = range(min(LONGEST, len(hashes)), 1, -1) if len(hashes) == len(folds) else ()
    held = {size: _shipped().bare.holds(runs(hashes, size)) for size in sizes}
    found, behind = list[tuple[int, int]](), 0
    for at in range(len(folds)):
        size = next((size for size in sizes if at + size <= len(folds) and held[size][at]), 1)
        if at >= behind and size > 1:
            found.append((at, at + size - 1))
            behind = at + size
    return found


@lru_cache(maxsize=1 << 12)
def toned_words(*folds: str) -> Sequence[tuple[str, ...]]:
    """The toned spellings of the words of the dictionary that fold to these two syllables, none of longer words;
    of other pairs, 1 in 250 seems to be one."""
    if len(folds) != 2:
        return ()
    ways = [readings(fold) for fold in folds]
    first, second = (split(" ".join(map(written, syls))).hash for syls in ways)
    pairs = np.stack([first.repeat(len(second)), np.tile(second, len(first))], axis=1).ravel()
    return list(compress(product(*ways), _shipped().known.holds(runs(pairs, 2))[::2]))


def _blocks(texts: Sequence[str]) -> Iterator[list[_Part]]:
    """Parts to read at once: about _BLOCK code points, whole lines."""
    block: list[_Part] = []
    size = 0
    for part in _parts(texts):
        if block and size + len(part.text) > _BLOCK:
            yield block
            block, size = [], 0
        block.append(part)
        size += len(part.text) + 1
    if block:
        yield block


def _parts(texts: Sequence[str]) -> Iterator[_Part]:
    for number, text in enumerate(texts):
        at = 0
        while len(text) - at > _BLOCK:
            end = _cut(text, at)
            yield _Part(number, at, text[at:end])
            at = end
        yield _Part(number, at, text[at:])


def _cut(text: str, at: int) -> int:
    """Where to end a part that starts at `at`: behind a line, else at a space, else anywhere."""
    if end := text.rfind("\n", at, at + _BLOCK) + 1:
        return end
    if end := text.find("\n", at, at + _LONGEST_LINE) + 1:
        return end
    space = text.rfind(" ", at + 1, at + _LONGEST_LINE)
    return space if space > at else min(at + _LONGEST_LINE, len(text))


def _words(text: str, model: Model) -> Words:
    pieces = split(text)
    border = ~model.joins(pieces)
    if not len(pieces.start):
        return Words(pieces.start, pieces.end)
    opens, closes = np.concatenate([[True], border]), np.concatenate([border, [True]])
    real = pieces.shape != BREAK
    return Words(pieces.start[opens & real], pieces.end[closes & real])


def _joined(parts: list[Words]) -> Words:
    if len(parts) == 1:
        return parts[0]
    return Words(np.concatenate([part.start for part in parts]), np.concatenate([part.end for part in parts]))


@cache
def _shipped() -> Model:
    with resources.files(__package__).joinpath(MODEL).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return Model(stored["weights"], dictionary(stored["words"]), dictionary(stored["bare"]))
