"""The names of persons found in a text in, one name a person out; short forms after full ones.

"Jamieson Greer" and "Jamieson L. Greer", "Hoàng Tuấn Anh" beside "Hoàng Anh Tuấn" (a slip),
"Thanh Nhàn" and "Nguyễn Thị Thanh Nhàn" are one each: listed under the fullest, then the
commonest, then the first.
"""

from collections import Counter
from collections.abc import Iterable

from indexer.cache import Table
from indexer.entities import shape
from indexer.entities.passage import fold

Key = tuple[str, ...]
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr."})
RARER = 3  # a slip is so many times rarer than the name: "Tuấn Anh" and "Anh Tuấn" may be two persons


def listed_names(names: Iterable[str]) -> dict[str, str]:
    """Each name -> the one under which its person is listed."""
    counts = Counter(names)
    known: dict[Key, str] = {}
    listed = {}
    for name in sorted(counts, key=lambda name: (-len(name.split()), -counts[name])):
        words = _WORDS[name]
        same = next((known[key] for key in _alike(words) if key in known), name)
        slip = known.get(_slip(words), name)
        if counts[name] * RARER <= counts[slip]:
            same = slip
        listed[name] = same
        for key in (*_alike(words), *_tails(words), _slip(words)):
            known.setdefault(key, same)
    return listed


class ShortForms:
    """Whom "ông Hải" or "Đại sứ Greer" means: the person of that name last mentioned, or the first to come."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_end: dict[Key, str] = {}
        self._by_first: dict[str, str] = {}
        for name in names:
            words = _WORDS[name]
            self._by_first.setdefault(words[0], name)
            for tail in (*_tails(words, least=1), ("", *words[-2:-1]) if words[-1] in SUFFIXES else words):
                self._by_end.setdefault(tail, name)

    def mentioned(self, name: str) -> None:
        words = _WORDS[name]
        self._by_first[words[0]] = name
        for tail in _tails(words, least=1):
            self._by_end[tail] = name

    def full(self, words: list[str], by_surname: bool) -> str:
        """The full name for these words; empty where no person of the text has them.

        Args:
            by_surname: the word may be a surname that comes first, as with Chinese and Koreans.
        """
        folded = tuple(map(fold, words))
        found = self._by_end.get(("", *folded), "")
        first = len(folded) == 1 and (by_surname or not shape.vietnamese(words[0]))
        return found or (self._by_first.get(folded[0], "") if first else "")


def _alike(words: Key) -> list[Key]:
    """Keys that two full forms of one person share."""
    keys = [words]
    if not all(map(shape.vietnamese, words)):
        keys.append(("ends", words[0], words[-1]))
    return [*keys, ("", *words)]


def _slip(words: Key) -> Key:
    """Key of the names with the same syllables in another order."""
    return ("slip", words[0], *sorted(words))


def _tails(words: Key, least: int = 2) -> list[Key]:
    return [("", *words[at:]) for at in range(len(words) - least + 1)]


_WORDS: Table[Key] = Table(lambda name: tuple(fold(name).split()))
