"""The words of a query + how often words stand side by side -> the query with one word mended.

A word that stands beside its neighbours nowhere is doubtful; in its place come words that look or sound like it.
"""

from __future__ import annotations

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


class Mended(NamedTuple):
    """A way to mend; the least is the best."""

    unheard: int  # pairs with a neighbour that stand nowhere
    distance: int
    rarity: int  # articles with the rarest pair, negative
    text: str


@dataclass(frozen=True, slots=True)
class Mender:
    """A query in which one word may be wrong."""

    words: Sequence[Term]
    surfaces: Sequence[str]  # the words as typed
    known: Callable[[Stream], Words]
    beside: Callable[[Term, Term], int]  # articles in which two stand side by side
    strict: bool  # something is found: only what belongs together is mended, by one letter or tone

    def doubtful(self, seen: set[tuple[str, str]]) -> list[int]:
        """Places of words that may be wrong and stand beside no neighbour; of all, if there are none and nothing
        was found.

        Args:
            seen: spellings that stand side by side in what was found.
        """
        pairs = pairwise(self.words)
        held = [(one.text, two.text) in seen if self.strict else self.beside(one, two) > 0 for one, two in pairs]
        alone = [at for at in range(len(self.words)) if not any(held[max(0, at - 1) : at + 1])]
        places = alone or ([] if self.strict else range(len(self.words)))
        wrong = (at for at in places if _may_be_wrong(self.surfaces[at], name=self.strict))
        return sorted(wrong, key=lambda at: self._count(self.words[at]))[:_PLACES]

    def mended(self, at: int) -> Iterator[Mended]:
        """The query with another word at this place, up to the first distance at which one stands beside all."""
        settled = MAX_WRONG
        before, after = self.words[max(0, at - 1) : at], self.words[at + 1 : at + 2]
        typed = max((self.beside(*pair) for pair in pairwise([*before, self.words[at], *after])), default=0)
        for distance, others in self._others(at):
            if distance > settled:
                return
            pairs = list(pairwise([*before, *others, *after]))
            counts = [self.beside(*pair) for pair in pairs] or [self._count(others[0])]
            if any(counts) and not (self.strict and self._is_far(distance, pairs, counts, typed)):
                names = (_written(other.text, self.surfaces[at]) for other in others)
                text = " ".join([*self.surfaces[:at], *names, *self.surfaces[at + 1 :]])
                settled = settled if 0 in counts else distance
                yield Mended(counts.count(0), distance, -min(filter(None, counts)), text)

    def _others(self, at: int) -> Iterator[tuple[int, tuple[Term, ...]]]:
        stream, name = self.words[at].stream, self.words[at].text
        fold = spellings(self.surfaces[at])[0]
        tones = is_marked(name) and is_vietnamese(fold)  # else a word finds all of its letters
        for distance, other in self.known(stream).like(name, int(is_marked(name)) if self.strict else MAX_WRONG):
            if tones or folded(other) != fold:
                yield distance, (Term(stream, other),)
        if not is_vietnamese(fold):
            for first, last in self.known("syl").parted(self.surfaces[at]):
                yield 1, (Term("syl", first), Term("syl", last))

    def _is_far(self, distance: int, pairs: Sequence[tuple[Term, Term]], counts: Sequence[int], typed: int) -> bool:
        """Whether it is bold to take another word for a typed one, of which something was found."""
        share = _BOUND if distance else _BOUND / 2
        bound = any(count >= share * min(map(self._count, pair)) for pair, count in zip(pairs, counts, strict=True))
        return not bound or typed > _RARELY * max(counts) or (distance > 0 and 0 in counts)

    def _count(self, word: Term) -> int:
        return self.known(word.stream).counts.get(word.text, 0)


def word_term(surface: str, *, marked: bool) -> Term:
    """Where the word is looked for; among words with marks one without is meant so, if there is such a syllable."""
    name = toned(surface)
    whole = may_bear(*without_tone(name))
    return Term("syl", name) if marked and whole else Term("fold", spellings(surface)[0])


def _may_be_wrong(word: str, *, name: bool) -> bool:
    """Numbers and abbreviations, those without any vowel too, are meant as they stand; names too, where `name`."""
    fold = spellings(word)[0]
    short = (word.isupper() and not is_vietnamese(fold)) or (name and word[0].isupper())
    return word.isalpha() and not short and not _VOWELS.isdisjoint(fold)


def _written(name: str, surface: str) -> str:
    """As people write it, with y where y was typed: lý for lỷ."""
    y = "y" in unicodedata.normalize("NFD", surface.lower()) and "y" not in toned(surface)
    letters = unicodedata.normalize("NFD", written(name))
    return unicodedata.normalize("NFC", letters.replace("i", "y") if y else letters)
