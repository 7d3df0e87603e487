"""The names of a facet <-> their words in URLs, kept in step with the archive at the cost of what changed."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from threading import Lock

from indexer.entities.bodies import slugify


class Slugs:
    """One facet's names. May be shared by threads.

    Args:
        read: all names that the archive holds now.
    """

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        self._read = read
        self._lock = Lock()
        self._generation = -1
        self._names: frozenset[str] = frozenset()
        self._held: dict[str, frozenset[str]] = {}  # slug -> names

    def names(self, slug: str, generation: int) -> frozenset[str]:
        """Those that `slug` stands for, in capitals too and in any form of Unicode: one, all that differ in their tones
        alone, or none."""
        if generation != self._generation:
            with self._lock:
                self._follow(generation)
        return self._held.get(slug) or self._held.get(_toned(unicodedata.normalize("NFC", slug)), frozenset())

    def slug(self, name: str, generation: int) -> str:
        """Without tones, but with them where another name has the same letters."""
        plain = slugify(name)
        return plain if self.names(plain, generation) <= {name} else _toned(name)

    def _follow(self, generation: int) -> None:
        if generation == self._generation:
            return
        names = frozenset(self._read())
        for name in names - self._names:
            for slug in _of(name):
                self._held[slug] = self._held.get(slug, frozenset()) | {name}
        for name in self._names - names:
            for slug in _of(name):
                self._held[slug] -= {name}
        self._names, self._generation = names, generation


def _of(name: str) -> set[str]:
    return {slugify(name), _toned(name)}


def _toned(name: str) -> str:
    return "-".join(re.findall(r"\w+", name.lower()))
