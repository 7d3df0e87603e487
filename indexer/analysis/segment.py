"""Text -> its words, with their spans: which neighbouring syllables belong together.

A linear model over hashed features says for every gap between two pieces whether a word goes
on across it. How it came about: docs/segmenter.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate, compress, pairwise, product

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.gaps import LONGEST, Dictionary, dashes, dictionary, features, joinable, runs
from indexer.analysis.normalize import readings, written
from indexer.analysis.pieces import BREAK, Bools, Pieces, split
from indexer.analysis.runs import disjoint, longest_first
from indexer.analysis.token import Token

MODEL = "data/segmenter.npz"
_BLOCK = 1 << 14  # code points read at once: more leave the processor's cache, fewer waste calls
_LONGEST_LINE = 1 << 15  # code points; a longer one is cut at a space, or anywhere

Spans = NDArray[np.int64]  # a line a word, number or punctuation mark, in order: start and end in code points


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


def segment(text: str) -> Spans:
    """The words of a text; white space is in none, but between the syllables of one."""
    (found,) = segment_all([text])
    return found


def segment_all(texts: Sequence[str], model: Model | None = None) -> list[Spans]:
    """The words of many texts: the same as one by one, and faster. `model`: another, to measure it."""
    together = "\n".join(texts)
    parts = [_words(together[at:end], model or _shipped()) + at for at, end in pairwise(_cuts(together))]
    found = np.concatenate(parts)
    begins = [0, *accumulate(len(text) + 1 for text in texts)]
    places = np.searchsorted(found[:, 0], begins)
    return [found[first:last] - at for (first, last), at in zip(pairwise(places), begins, strict=False)]


def words(tokens: Sequence[Token], text: str) -> list[tuple[int, int]]:
    """The first token of every word of two or more, and the one behind it, in order; the tokens are the text's or some
    of them."""
    ranges = np.searchsorted([token.start for token in tokens], segment(text)).tolist()
    several = [(first, behind) for first, behind in ranges if behind - first > 1]
    return [(first, behind) for first, behind in several if tokens[first].start < tokens[behind - 1].start]


def bare_words(folds: Sequence[str]) -> list[tuple[int, int]]:
    """The same of a line without tones, its folded syllables given: the longest words in the dictionary."""
    line = " ".join(folds)
    hashes = split(line if len(line) <= _BLOCK else "").hash
    if len(hashes) != len(folds):
        return []
    held = {size: _shipped().bare.holds(runs(hashes, size)) for size in range(2, min(LONGEST, len(hashes)) + 1)}
    several = ((first, behind) for first, behind in longest_first(len(folds), LONGEST) if behind - first > 1)
    return list(disjoint(run for run in several if held[run[1] - run[0]][run[0]]))


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


def _cuts(text: str) -> list[int]:
    """Where the parts of a text to read at once begin and end: behind lines, where they are not too long."""
    cuts = [0]
    while len(text) - cuts[-1] > _BLOCK:
        cuts.append(_cut(text, cuts[-1]))
    return [*cuts, len(text)]


def _cut(text: str, at: int) -> int:
    """Where to end a part that starts at `at`: behind a line, else at a space, else anywhere."""
    if end := text.rfind("\n", at, at + _BLOCK) + 1:
        return end
    if end := text.find("\n", at, at + _LONGEST_LINE) + 1:
        return end
    space = text.rfind(" ", at + 1, at + _LONGEST_LINE)
    return space if space > at else min(at + _LONGEST_LINE, len(text))


def _words(text: str, model: Model) -> Spans:
    pieces = split(text)
    borders = np.concatenate([[True], ~model.joins(pieces), [True]])
    real = pieces.shape != BREAK
    return np.stack([pieces.start[borders[:-1] & real], pieces.end[borders[1:] & real]], axis=1)


@cache
def _shipped() -> Model:
    with resources.files(__package__).joinpath(MODEL).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return Model(stored["weights"], dictionary(stored["words"]), dictionary(stored["bare"]))
