"""The words of a query + how often words stand side by side -> the query with one word mended.

A word that stands beside its neighbours nowhere is doubtful; in its place come words that look or sound like it.
"""

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from indexer.analysis import folded, is_marked, is_vietnamese, may_bear, spellings, toned, without_tone, written
from indexer.clauses import Stream, Term
from indexer.likeness import Words

MAX_WRONG = 2  # letters or tones
_PLACES = 2  # words that may be the wrong one: the rarest
_RARELY = 1 / 8  # of what a mended pair is found, a typed one that is wrong: articles have slips too
_BOUND = 1 / 10  # of the articles with a word, those in which it stands beside one that it belongs to
_VOWELS = frozenset("aeiouy")

Pair = tuple[Term, Term]


class Mended(NamedTuple):
    """A way to mend; the least is the best."""

    unheard: int  # pairs with a neighbour that stand nowhere
    distance: int
    rarity: int  # articles with the rarest pair, negative
    text: str


class _Swap(NamedTuple):
    """What may stand in place of a word."""

    distance: int
    others: tuple[Term, ...]
    pairs: tuple[Pair, ...]  # with the neighbours


@dataclass(frozen=True, slots=True)
class Mender:
    """A query in which one word may be wrong."""

    words: Sequence[Term]
    surfaces: Sequence[str]  # the words as typed
    known: Callable[[Stream], Words]
    beside: Callable[[frozenset[Pair]], int]  # articles in which the words of any of these stand side by side: a search
    strict: bool  # something is found: only what belongs together is mended, by one letter or tone

    def doubtful(self, seen: set[tuple[str, str]]) -> list[int]:
        """Places of words that may be wrong and stand beside no neighbour; of all, if there are none and nothing
        was found.

        Args:
            seen: spellings that stand side by side in what was found.
        """
        pairs = pairwise(self.words)
        held = [(pair[0].text, pair[1].text) in seen if self.strict else self._beside(pair) > 0 for pair in pairs]
        alone = [at for at in range(len(self.words)) if not any(held[max(0, at - 1) : at + 1])]
        places = alone or ([] if self.strict else range(len(self.words)))
        wrong = (at for at in places if _may_be_wrong(self.surfaces[at], name=self.strict))
        return sorted(wrong, key=lambda at: self._count(self.words[at]))[:_PLACES]

    def mended(self, at: int) -> Iterator[Mended]:
        """The query with another word at this place, up to the first distance at which one stands beside all."""
        settled = MAX_WRONG
        typed = max(map(self._beside, self._swap(at, 0, self.words[at]).pairs), default=0)
        for swap in self._hopeful([*self._swaps(at)], typed):
            if swap.distance > settled:
                return
            counts = [*map(self._beside, swap.pairs)] or [self._count(swap.others[0])]
            if self._helps(swap, counts, typed):
                names = (_written(other.text, self.surfaces[at]) for other in swap.others)
                text = " ".join([*self.surfaces[:at], *names, *self.surfaces[at + 1 :]])
                settled = settled if 0 in counts else swap.distance
                yield Mended(counts.count(0), swap.distance, -min(filter(None, counts)), text)

    def _swaps(self, at: int) -> Iterator[_Swap]:
        stream, name = self.words[at].stream, self.words[at].text
        fold = spellings(self.surfaces[at])[0]
        tones = is_marked(name) and is_vietnamese(fold)  # else a word finds all of its letters
        for distance, other in self.known(stream).like(name, int(is_marked(name)) if self.strict else MAX_WRONG):
            if tones or folded(other) != fold:
                yield self._swap(at, distance, Term(stream, other))
        if not is_vietnamese(fold):
            for parts in self.known("syl").parted(self.surfaces[at]):
                yield self._swap(at, 1, *(Term("syl", part) for part in parts))

    def _swap(self, at: int, distance: int, *others: Term) -> _Swap:
        row = [*self.words[max(0, at - 1) : at], *others, *self.words[at + 1 : at + 2]]
        return _Swap(distance, others, tuple(pairwise(row)))

    def _hopeful(self, swaps: Sequence[_Swap], typed: int) -> Sequence[_Swap]:
        """Those that may help: by what the vocabulary has, then by one search for all of the rest."""
        swaps = self._within(sys.maxsize, swaps, typed)
        pairs = frozenset(pair for swap in swaps for pair in swap.pairs)
        return self._within(self.beside(pairs), swaps, typed) if len(pairs) > 1 else swaps

    def _within(self, most: int, swaps: Sequence[_Swap], typed: int) -> Sequence[_Swap]:
        """Those that help if all of their pairs stand in as many articles as they may, and no more than `most`."""
        bounds = ([min(most, self._most(pair)) for pair in swap.pairs] or [1] for swap in swaps)
        return [swap for swap, counts in zip(swaps, bounds, strict=True) if self._helps(swap, counts, typed)]

    def _helps(self, swap: _Swap, counts: Sequence[int], typed: int) -> bool:
        """Whether the swap is taken if its pairs stand in so many articles; fewer never help where more do not.

        Args:
            typed: articles in which the typed word has a neighbour beside it; if any, only what belongs there helps.
        """
        if not any(counts) or not (self.strict or typed):
            return any(counts)
        share = _BOUND if swap.distance else _BOUND / 2
        bound = any(
            count >= share * min(map(self._count, pair)) for pair, count in zip(swap.pairs, counts, strict=True)
        )
        return bound and typed <= _RARELY * max(counts) and not (swap.distance and 0 in counts)

    def _beside(self, pair: Pair) -> int:
        return self.beside(frozenset({pair})) if self._most(pair) else 0

    def _most(self, pair: Pair) -> int:
        return min(self.known(word.stream).most(word.text) for word in pair)

    def _count(self, word: Term) -> int:
        return self.known(word.stream).counts.get(word.text, 0)


def word_term(surface: str, *, marked: bool) -> Term:
    """Where the word is looked for; among words with marks one without is meant so, if there is such a syllable."""
    name = toned(surface)
    whole = may_bear(*without_tone(name))
    return Term("syl", name) if marked and (whole or is_marked(name)) else Term("fold", spellings(surface)[0])


def _may_be_wrong(word: str, *, name: bool) -> bool:
    """Numbers and abbreviations, those without any vowel too, are meant as they stand; names too, where `name`."""
    fold = spellings(word)[0]
    short = (word.isupper() and not is_vietnamese(fold)) or (name and word[0].isupper())
    return word.isalpha() and not short and not _VOWELS.isdisjoint(fold)


def _written(name: str, surface: str) -> str:
    """As people write it, with y where y was typed, lý for lỷ, and a capital where one was."""
    y = "y" in unicodedata.normalize("NFD", surface.lower()) and "y" not in toned(surface)
    letters = unicodedata.normalize("NFD", written(name))
    found = unicodedata.normalize("NFC", letters.replace("i", "y") if y else letters)
    return found.capitalize() if surface.istitle() else found.upper() if surface.isupper() else found
