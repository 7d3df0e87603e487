"""The folded syllables of a text in, its MinHash sketch out: near-duplicates have like sketches.

Texts of which many shingles (three syllables in a row) are the same share many of their least
hashes; the share of equal places estimates the Jaccard similarity of the two sets of shingles.
Hashes are taken four at a time into bands: texts with a band in common are candidates.

Source: Broder, "On the resemblance and containment of documents", 1997; bands as in Leskovec,
Rajaraman & Ullman, "Mining of Massive Datasets", 3.4.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.cache import Table

SHINGLE = 3  # syllables
MIN_SYLLABLES = 30  # of a text; shorter ones are alike by chance
HASHES = 64  # the estimate's standard error at .8 is .05
BANDS, ROWS = 8, 4  # of the first half: 98.5 % of the pairs at .8 share a band, 99.98 % of those at .9
ALIKE = 0.8  # estimated similarity from which two texts are near-duplicates

Sketch = NDArray[np.uint32]

_RANDOM = np.random.default_rng(1997)
_FACTORS = _RANDOM.integers(1, 1 << 63, (HASHES, 1), np.uint64) | np.uint64(1)
_ADDENDS = _RANDOM.integers(0, 1 << 63, (HASHES, 1), np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)  # MurmurHash3's
_NUMBERS = Table(lambda fold: crc32(fold.encode()))


def sketch(folds: Sequence[str]) -> Sketch:
    """HASHES numbers; none of a text that is too short to compare."""
    if len(folds) < MIN_SYLLABLES:
        return np.empty(0, np.uint32)
    syllables = np.fromiter(map(_NUMBERS.__getitem__, folds), np.uint64, len(folds))
    shingles = syllables[2:] + syllables[1:-1] * np.uint64(0x9E3779B97F4A7C15) + syllables[:-2] * np.uint64(31)
    hashed = shingles * _FACTORS
    hashed += _ADDENDS
    hashed ^= hashed >> np.uint64(32)
    hashed *= _MIX  # the multiplication before alone overrates by .04 at .6
    least: NDArray[np.uint64] = hashed.min(axis=1)
    return (least >> np.uint64(32)).astype(np.uint32)


def bands(sketch: Sketch) -> list[str]:
    """The terms by which candidates are found."""
    rows = sketch[: BANDS * ROWS].reshape(-1, ROWS)
    return [f"{band:x}{crc32(row.tobytes()):08x}" for band, row in enumerate(rows)]


def similarity(one: Sketch, other: Sketch) -> float:
    """From 0.0 to 1.0; 0.0 where one of the texts is too short."""
    return float((one == other).mean()) if len(one) == len(other) > 0 else 0.0
