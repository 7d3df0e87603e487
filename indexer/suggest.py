"""A query and what the engine holds -> what the reader may have meant, and how what he typed is written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise, product

from indexer import query
from indexer.analysis import analyze, is_marked, spellings, telex, toned
from indexer.clauses import Or, Phrase, Query, Stream
from indexer.engine import Engine
from indexer.highlight import letters
from indexer.likeness import Words
from indexer.mending import Mender, Pair, word_term
from indexer.request import Bucket, Filters, Hit, SearchRequest, SearchResult, Snippet, Suggestion

FEW = 10  # where fewer articles hold all words, as many that hold some of them follow, and each word is doubted
_SEVERAL = 3  # of the first ten hits
_TRIED = 4  # ways to mend, the best, until one finds something
_LONGEST = 8  # words; whole sentences are not mended
_READ = 50  # best hits read for written forms
_FORMS = 5  # written forms told, at most
_CHANCE = 1 / 10  # of the articles with the commonest form: words that rarer ones hold met by chance (đầu từ, công bộ)
_WORD = re.compile(r"\w+")


class Suggester:
    """Suggests from what one engine holds. May be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._vocabulary = lru_cache(maxsize=2)(self._read_vocabulary)

    def suggestion(self, asked: Query, filters: Filters, found: SearchResult) -> Suggestion | None:
        """What the reader may have meant by a query: where nothing is found, keystrokes read, else a few letters or
        tones mended; where something is, one letter or tone that parts words which belong together. Its search
        finds something.

        Args:
            found: by the query, with marks.
        """
        if not found.total:
            meant = telex.decode(asked.text)
            if meant and (total := self._total(meant, filters)):
                return Suggestion(meant, total, "telex")
            if filters != Filters() and self._total(asked.text, Filters()):
                return None  # it is what was meant: the filters leave nothing of it
        return self._mended(asked.text, filters, found)

    def forms(self, asked: Query, filters: Filters) -> tuple[Bucket, ...]:
        """The written forms that a query without marks matched, as most articles write them, commonest first; each
        with the total of its own search. Read from the best hits."""
        tokens = analyze(asked.text)
        if not 0 < len(tokens) <= _LONGEST or any(is_marked(token.syl) for token in tokens):
            return ()
        wanted = [token.fold for token in tokens]
        hits = self._engine.search(SearchRequest(asked, filters, size=_READ, facet_size=0)).hits
        texts = [f"{hit.document.article.title}\n{hit.document.article.body}" for hit in hits]
        pattern = _pattern(wanted)
        seen = [form for text in texts for form in _forms(text, wanted, pattern).items()]
        commonest = Counter(spelled for spelled, _ in seen).most_common(_FORMS)
        told = [spelled for spelled, times in commonest if times > _CHANCE * commonest[0][1]]
        forms = [Counter(form for other, form in seen if other == spelled).most_common(1)[0][0] for spelled in told]
        return tuple(Bucket(form, self._total(form, filters)) for form in forms)

    def _mended(self, text: str, filters: Filters, found: SearchResult) -> Suggestion | None:
        """One word exchanged for a like one that stands beside its neighbours."""
        tokens, surfaces = analyze(text), text.split()
        if not bool(found.total) < len(tokens) <= _LONGEST or surfaces != [text[one.start : one.end] for one in tokens]:
            return None  # operators, numbers with signs, abbreviations: not for guessing
        known = partial(self._vocabulary, self._engine.generation())
        beside = cache(lambda pairs: self._beside(pairs, filters))
        marked = any(is_marked(toned(surface)) for surface in surfaces)  # also of what is no syllable
        words = [word_term(surface, marked=marked) for surface in surfaces]
        mender = Mender(words, surfaces, known, beside, strict=found.total > 0)
        seen = _side_by_side(found.hits) if found.total >= FEW else set[tuple[str, str]]()
        mended = sorted(found for at in mender.doubtful(seen) for found in mender.mended(at))
        for one in mended[:_TRIED]:
            if total := self._total(one.text, filters):
                return Suggestion(one.text, total, "spelling")
        return None

    def _beside(self, pairs: frozenset[Pair], filters: Filters) -> int:
        phrases = tuple(Phrase(((left,), (right,))) for left, right in pairs)
        return self._engine.search(SearchRequest(Query(must=Or(phrases)), filters, size=0, facet_size=0)).total

    def _total(self, text: str, filters: Filters) -> int:
        request = SearchRequest(query.parse(text), filters, size=0, facet_size=0)
        return self._engine.search(request).total

    def _read_vocabulary(self, _generation: int, stream: Stream) -> Words:
        return Words(self._engine.terms(stream))


def _side_by_side(hits: Sequence[Hit]) -> set[tuple[str, str]]:
    """The spellings of words that stand next to each other in the marks of several."""
    seen = Counter(pair for hit in hits for pair in {*_neighbours(hit.title), *_neighbours(hit.snippet)})
    return {pair for pair, times in seen.items() if times >= _SEVERAL}


def _neighbours(snippet: Snippet) -> Iterator[tuple[str, str]]:
    for start, end in snippet.marks:
        for left, right in pairwise(map(spellings, _WORD.findall(snippet.text[start:end]))):
            yield from product(left, right)


def _pattern(wanted: Sequence[str]) -> re.Pattern[str]:
    """Finds the folded syllables side by side in any writing: far cheaper than to analyse whole articles."""
    syllables = ("".join(map(letters, name)) for name in wanted)
    return re.compile(r"(?<!\w)" + r"\W+".join(syllables) + r"(?!\w)")


def _forms(text: str, wanted: Sequence[str], pattern: re.Pattern[str]) -> dict[tuple[str, ...], str]:
    """How the wanted folded syllables are spelled where they stand side by side, each spelling as it is written,
    without the capital of a sentence where it stands within one too."""
    found: dict[tuple[str, ...], str] = {}
    for names in map(_WORD.findall, sorted(set(pattern.findall(text)), reverse=True)):
        spelled = [spellings(name) for name in names]
        if [fold for fold, _ in spelled] == wanted:
            found.setdefault(tuple(syl for _, syl in spelled), " ".join(names))
    return found
