"""A word that may be misspelled + the words that an index holds -> the words that may be meant, the likest first."""

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from indexer.analysis import is_vietnamese, spellings
from indexer.cache import Table

_MOST = 20_000  # words, the commonest: to compare one with all of them takes milliseconds
_SIGNS = "'`?~."  # of tones
_SYLLABLE = 8  # code points, nghiêng with a tone apart
_CANDIDATES = 6  # words tried in place of one
_SOUNDS = [  # what many readers say, and so write, alike: f for ph, z for gi; the tones hỏi and ngã too
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"^(?:ch|tr)", "ch"),
        (r"^[sx]", "x"),
        (r"^(?:ph|f)", "f"),
        (r"^[ck](?!h)", "k"),
        (r"^(?:gi|[drz])(?=[aăâeêioôơuưy])", "d"),
        (r"^(?:ngh|ng)", "ng"),
        (r"^(?:gh|g)", "g"),
        (r"^[ln](?![gh])", "l"),
        (r"ng(?=\W?$)", "n"),
        (r"c(?=\W?$)", "t"),
        (r"~$", "?"),
    ]
]


class Words:
    """The words of one stream, with the number of articles that hold each."""

    def __init__(self, terms: Iterable[tuple[str, int]]) -> None:
        commonest = sorted(terms, key=itemgetter(1), reverse=True)
        words = (term for term in commonest if term[0].rstrip(_SIGNS).isalpha())
        self.counts = dict(islice(words, _MOST))
        self._rest = min(self.counts.values()) if len(self.counts) == _MOST else 0
        self._alike: dict[str, list[str]] = {}
        for name in self.counts:
            self._alike.setdefault(_SOUND[name], []).append(name)

    def most(self, name: str) -> int:
        """No more articles than these hold it; a number is none of the words, and may stand anywhere."""
        return self.counts.get(name, self._rest if name.rstrip(_SIGNS).isalpha() else sys.maxsize)

    def like(self, name: str, most: int) -> list[tuple[int, str]]:
        """Words that sound alike, at distance 0, and those that at most so many letters or tones, and less than half,
        tell apart: the nearest first, then the commonest."""
        limit = min(most, (len(name) - 1) // 2)
        near = process.extract(
            name, self.counts.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=None
        )
        found = {other: distance for other, distance, _ in near} | dict.fromkeys(self._alike.get(_SOUND[name], ()), 0)
        found.pop(name, None)
        ranked = sorted((distance, -self.counts[other], other) for other, distance in found.items())
        return [(distance, other) for distance, _, other in ranked[:_CANDIDATES]]

    def parted(self, surface: str) -> Iterator[tuple[str, str]]:
        """The two syllables that were written together: thủtướng."""
        for at in range(1, min(len(surface), _SYLLABLE + 1)):
            (first, left), (last, right) = spellings(surface[:at]), spellings(surface[at:])
            if is_vietnamese(first) and is_vietnamese(last) and left in self.counts and right in self.counts:
                yield left, right


def _sound(name: str) -> str:
    for pattern, sound in _SOUNDS:
        name = pattern.sub(sound, name)
    return name


_SOUND = Table(_sound)  # the words of an archive hardly change with a commit
