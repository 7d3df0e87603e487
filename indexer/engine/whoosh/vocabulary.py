"""Lines of terms -> the numbers of the terms, thousands at a time: no Python object a token.

A term is told by a key of 64 bits. Terms of up to eight bytes, which nearly all syllables have, never share
one; of a million longer ones two do in one index of ten million, and the multiplier is drawn
anew in every process, so that no article can be written to bring that about.
"""

import secrets
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, running

_BLANK, _LINE = ord(" "), ord("\n")
_WORD = 8  # bytes that are read at once
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)  # of the bytes that are a term's
_MULTIPLIER = np.uint64(secrets.randbits(64) | 1)  # odd: no two words have the same product
_FOLD = np.uint64(32)  # bits that the high half is moved, which a product mixes best
_SHIFT = np.uint64(64 - 17)  # a hundred thousand places: the first bits of a key


class Vocabulary:
    """Numbers terms from 0, and keeps each once."""

    def __init__(self) -> None:
        self.terms: list[bytes] = []
        self._numbers: dict[int, int] = {}  # of all keys
        self._keys = np.zeros(1 << (64 - int(_SHIFT)), np.uint64)  # at its place each, of two the first
        self._held = np.zeros(len(self._keys), np.uint32)  # their numbers

    def numbers(self, lines: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
        """The numbers of all terms, which stand between blanks; and how many each line has."""
        letters = "".join(f"{line}\n" for line in lines).encode()
        buffer = np.frombuffer(letters, np.uint8)
        ends = np.flatnonzero((buffer == _BLANK) | (buffer == _LINE))
        starts = np.zeros_like(ends)
        starts[1:] = ends[:-1] + 1
        is_term = starts < ends
        behind = running(is_term)[1:].take(np.flatnonzero(buffer.take(ends) == _LINE))
        sizes = np.diff(behind, prepend=behind.dtype.type(0))
        return self._found(letters, starts[is_term], ends[is_term]), sizes

    def _found(self, letters: bytes, starts: Array, ends: Array) -> NDArray[np.uint32]:
        keys = _keys(letters, starts, ends - starts)
        places = (keys >> _SHIFT).astype(np.intp)
        found = self._held.take(places)
        others = np.flatnonzero(self._keys.take(places) != keys)
        if len(others):
            new, first, inverse = np.unique(keys.take(others), return_index=True, return_inverse=True)
            at = others.take(first)
            terms = [letters[start:end] for start, end in zip(starts[at].tolist(), ends[at].tolist(), strict=True)]
            found[others] = self._looked_up(new, terms).take(inverse)
        return found

    def _looked_up(self, keys: NDArray[np.uint64], terms: Sequence[bytes]) -> NDArray[np.uint32]:
        """The numbers of these terms, of which those that are new are kept."""
        found = np.empty(len(keys), np.uint32)
        for at, (key, term) in enumerate(zip(keys.tolist(), terms, strict=True)):
            found[at] = number = self._numbers.setdefault(key, len(self.terms))
            if number == len(self.terms):
                self.terms.append(term)
        places = (keys >> _SHIFT).astype(np.intp)
        free = np.flatnonzero(self._keys.take(places) == 0)
        self._keys[places.take(free)] = keys.take(free)
        self._held[places.take(free)] = found.take(free)
        return found


def _keys(letters: bytes, starts: Array, sizes: Array) -> NDArray[np.uint64]:
    """Of each term the product of its first word; with the next ones mixed in, if it is longer."""
    padded = letters + bytes(_WORD)
    words = np.ndarray((len(letters) + 1,), "<u8", padded, strides=(1,))  # one at every letter
    keys: NDArray[np.uint64] = words[starts] & _MASKS.take(np.minimum(sizes, _WORD))
    keys *= _MULTIPLIER
    done, longer = _WORD, np.flatnonzero(sizes > _WORD)
    while len(longer):
        left = sizes.take(longer) - done
        word = words[starts.take(longer) + done] & _MASKS.take(np.minimum(left, _WORD))
        key = keys.take(longer)
        keys[longer] = ((key ^ (key >> _FOLD)) + word) * _MULTIPLIER
        done, longer = done + _WORD, longer[left > _WORD]
    return keys
