"""A query and what the engine holds -> what the reader may have meant, and how what he typed is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from indexer import query
from indexer.analysis import analyze, is_marked, is_vietnamese, spellings, telex, written
from indexer.clauses import Phrase, Query, Stream, Term
from indexer.engine import Engine
from indexer.highlight import letters
from indexer.request import Bucket, Filters, SearchRequest, Suggestion

MAX_WRONG = 2  # letters or tones
_CANDIDATES = 20  # words tried in place of one
_PLACES = 4  # words that may be the wrong one: the rarest
_LONGEST = 8  # words; whole sentences are not mended
_READ = 50  # best hits read for written forms
_FORMS = 5  # written forms told, at most
_VOWELS = frozenset("aeiouy")


class Suggester:
    """Suggests from what one engine holds. May be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._vocabulary = lru_cache(maxsize=2)(self._read_vocabulary)

    def suggestion(self, asked: Query, filters: Filters) -> Suggestion | None:
        """What the reader may have meant by a query that finds nothing: keystrokes read, else a
        few letters or tones mended. Its search finds something."""
        meant = telex.decode(asked.text)
        if meant and (total := self._total(meant, filters)):
            return Suggestion(meant, total, "telex")
        if filters != Filters() and self._total(asked.text, Filters()):
            return None  # it is what was meant: the filters leave nothing of it
        return self._mended(asked.text, filters)

    def forms(self, asked: Query, filters: Filters) -> tuple[Bucket, ...]:
        """The written forms that a query without marks matched, commonest first; each with the
        total of its own search. Read from the best hits."""
        tokens = analyze(asked.text)
        if not 0 < len(tokens) <= _LONGEST or any(is_marked(token.syl) for token in tokens):
            return ()
        wanted = [token.fold for token in tokens]
        hits = self._engine.search(SearchRequest(asked, filters, size=_READ, facet_size=0)).hits
        texts = [f"{hit.document.article.title}\n{hit.document.article.body}" for hit in hits]
        pattern = _pattern(wanted)
        seen = Counter(form for text in texts for form in set(_forms(text, wanted, pattern)))
        forms = [form for form, _ in seen.most_common(_FORMS)]
        return tuple(Bucket(form, self._total(form, filters)) for form in forms)

    def _mended(self, text: str, filters: Filters) -> Suggestion | None:
        """One word exchanged for a like one: the rarest first, the likest, in its place beside the others."""
        tokens = analyze(text)
        if not 0 < len(tokens) <= _LONGEST or text.split() != [text[token.start : token.end] for token in tokens]:
            return None  # operators, numbers with signs, abbreviations: not for guessing
        words = [Term("syl", token.syl) if is_marked(token.syl) else Term("fold", token.fold) for token in tokens]
        held = [self._vocabulary(self._engine.generation(), word.stream) for word in words]
        places = [at for at, token in enumerate(tokens) if _may_be_wrong(text[token.start : token.end])]
        for at in sorted(places, key=lambda place: held[place].get(words[place].text, 0))[:_PLACES]:
            for other in _like(words[at].text, held[at]):
                mended = [*words[:at], Term(words[at].stream, other), *words[at + 1 :]]
                if self._stand_together(mended, filters):
                    found = " ".join(written(word.text) for word in mended)
                    return Suggestion(found, self._total(found, filters), "spelling")
        return None

    def _stand_together(self, words: Sequence[Term], filters: Filters) -> bool:
        phrase = Phrase(tuple((word,) for word in words))
        return self._engine.search(SearchRequest(Query(must=phrase), filters, size=0, facet_size=0)).total > 0

    def _total(self, text: str, filters: Filters) -> int:
        request = SearchRequest(query.parse(text), filters, size=0, facet_size=0)
        return self._engine.search(request).total

    def _read_vocabulary(self, _generation: int, stream: Stream) -> Mapping[str, int]:
        return dict(self._engine.terms(stream))


def _may_be_wrong(word: str) -> bool:
    """Numbers and abbreviations, those without any vowel too, are meant as they stand."""
    fold = spellings(word)[0]
    return word.isalpha() and not (word.isupper() and not is_vietnamese(fold)) and not _VOWELS.isdisjoint(fold)


def _like(name: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Words at most MAX_WRONG letters or tones away, the nearest first, then the commonest."""
    limit = min(MAX_WRONG, (len(name) - 1) // 2)  # less than half of it
    names = vocabulary.keys()
    found = process.extract(name, names, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=None)
    ranked = sorted(found, key=lambda match: (match[1], -vocabulary[match[0]]))
    return [other for other, distance, _ in ranked if distance][:_CANDIDATES]


def _pattern(wanted: Sequence[str]) -> re.Pattern[str]:
    """Finds the folded syllables side by side in any writing: far cheaper than to analyse whole articles."""
    syllables = ("".join(map(letters, name)) for name in wanted)
    return re.compile(r"(?<!\w)" + r"\W+".join(syllables) + r"(?!\w)")


def _forms(text: str, wanted: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    """How the wanted folded syllables are written where they stand side by side."""
    for found in dict.fromkeys(map(str.lower, pattern.findall(text))):
        spelled = [spellings(word) for word in re.findall(r"\w+", found)]
        if [fold for fold, _ in spelled] == wanted:
            yield " ".join(written(syl) for _, syl in spelled)
