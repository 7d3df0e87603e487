"""Pieces of a text -> the features of every gap between two of them: rows of a table of weights.

A gap is seen with three pieces before and three behind it: what they are, how they are
written, and which runs of two to five of them stand in the dictionary. Each template below
is one feature: up to three columns, hashed together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.pieces import BREAK, EDGE, MARK, NUMBER, SHAPES, UPPER, Bools, Hashes, Ints, Pieces, scramble

ROWS = 21  # bits: rows in the table of weights
LONGEST = 5  # pieces of a word in the dictionary

_SET = 23  # bits: places in the dictionary's bit table; of other runs, 1 in 250 seems to be in it
_COLUMNS = ["A", "B", "C", "D", "E", "F", "shape", "wide", "near", "far", "twice", "kind", "left", "right"]
# fmt: off
_TEMPLATES = [template.split("+") for template in [  # A to F are the pieces, the gap is between C and D
    "C", "D", "B", "E", "A", "F", "C+D", "B+C", "D+E", "B+C+D", "C+D+E", "B+D", "C+E",
    "near", "far", "B+near", "C+near", "D+near", "E+near", "C+far", "D+far", "B+C+near", "D+E+near", "C+D+far",
    "shape", "wide", "near+shape", "twice+kind", "C+right", "D+left", "C+shape", "D+shape", "C+D+wide",
]]
# fmt: on
_TEMPLATES.sort(key=len, reverse=True)
_SIZES = [sum(len(template) > part for template in _TEMPLATES) for part in range(3)]  # templates with so many columns
_PICKED = [[_COLUMNS.index(template[part]) for template in _TEMPLATES[: _SIZES[part]]] for part in range(3)]
_FACTORS = [
    np.array([[scramble(9 * row + part) | 1] for row in range(len(_TEMPLATES))], np.uint32) for part in range(4)
]
_RUNS = np.array([scramble(-part) | 1 for part in range(1, LONGEST + 2)], np.uint32)

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Which runs of pieces are words: a bit table over their hashes."""

    bits: NDArray[np.uint8]

    def holds(self, places: Hashes) -> Hashes:
        """1 where the run at a place (see `runs`) is a word, else 0."""
        return np.asarray(self.bits[places >> 3] >> (places & 7) & 1)


def dictionary(places: NDArray[np.uint32]) -> Dictionary:
    bits = np.zeros(1 << _SET - 3, np.uint8)
    np.bitwise_or.at(bits, places >> 3, np.left_shift(1, places & 7).astype(np.uint8))
    return Dictionary(bits)


def runs(hashes: Hashes, size: int) -> Hashes:
    """The places in the dictionary of the runs of `size` pieces that start at each; of the last ones, 0."""
    count = len(hashes) - size + 1
    mixed = hashes[:count] * _RUNS[0]
    for part in range(1, size):
        mixed = mixed + hashes[part : part + count] * _RUNS[part]
    mixed = (mixed ^ mixed >> 15) * _RUNS[LONGEST] >> 32 - _SET
    return np.concatenate([mixed, np.zeros(size - 1, np.uint32)])


def features(pieces: Pieces, known: Dictionary) -> Rows:
    """A column a gap, a line a template. Gaps lie between neighbours."""
    columns = _columns(_padded(pieces.hash), _padded(pieces.shape), known)
    mixed = columns[_PICKED[0]]
    mixed *= _FACTORS[0]
    for part in (1, 2):
        mixed[: _SIZES[part]] += columns[_PICKED[part]] * _FACTORS[part][: _SIZES[part]]
    mixed += _FACTORS[2]  # so that templates of one column differ where it is 0
    mixed ^= mixed >> 15
    mixed *= _FACTORS[3]
    mixed >>= 32 - ROWS
    return mixed.astype(np.int32)


def joinable(shape: Hashes) -> Bools:
    """Whether a word may go on across a gap: between syllables and numbers, or at a mark ("17 - 3", "TP . HCM")."""
    inner = (shape != BREAK) & (shape != MARK)
    marks = dashes(shape)
    open_ = inner[:-1] & inner[1:]
    open_[marks - 1] = open_[marks] = True
    return np.asarray(open_)


def dashes(shape: Hashes) -> Ints:
    """The marks between two numbers, or words in capitals: they join both or part them, and so do the gaps beside."""
    firm = (shape == NUMBER) | (shape == UPPER)
    return np.flatnonzero(firm[:-2] & (shape[1:-1] == MARK) & firm[2:]) + 1


def _padded(values: Hashes) -> Hashes:
    edge = np.zeros(EDGE, np.uint32)
    return np.concatenate([edge, values, edge])


def _columns(hashes: Hashes, shape: Hashes, known: Dictionary) -> Hashes:
    """The values of _COLUMNS at each gap."""
    gaps = len(hashes) - 2 * EDGE - 1
    word = {size: known.holds(runs(hashes, size)) for size in range(2, LONGEST + 1)}

    def at(values: Hashes, offset: int) -> Hashes:  # of the piece so many behind the gap's first
        return values[EDGE + offset : EDGE + offset + gaps]

    def flags(*places: tuple[int, int]) -> Hashes:
        bits = np.zeros(gaps, np.uint32)
        for size, offset in places:
            bits = bits << np.uint32(1) | at(word[size], offset)
        return bits

    def shapes(*offsets: int) -> Hashes:
        mixed = np.zeros(gaps, np.uint32)
        for offset in offsets:
            mixed = mixed * np.uint32(SHAPES) + at(shape, offset)
        return mixed

    pieces = [at(hashes, offset) for offset in range(-2, 4)]
    near = flags((2, 0), (2, -1), (2, 1), (3, 0), (3, -1), (4, 0), (4, -1), (4, -2))
    near = near << np.uint32(1) | at(word[5], 0) | at(word[5], -1) | at(word[5], -2)
    far = near << np.uint32(6) | flags((2, -2), (2, 2), (3, -2), (3, 1), (4, 1), (3, 2))
    twice = (pieces[2] == pieces[3]).astype(np.uint32) + 1
    written = [shapes(-1, 0, 1, 2), shapes(-2, -1, 0, 1, 2, 3), shapes(0, 1), shapes(-1, 0), shapes(1, 2)]
    return np.stack([*pieces, *written[:2], near, far, twice, *written[2:]])
