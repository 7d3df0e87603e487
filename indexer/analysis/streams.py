"""Title and body of a document -> the terms that all engines hold."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap

from indexer.analysis.analyzer import terms
from indexer.analysis.normalize import BARE, folded
from indexer.analysis.segment import Spans, segment_all
from indexer.analysis.sketch import bands, sketch
from indexer.cache import Table
from indexer.clauses import Stream

GAP = 100  # positions between title and body, more than any phrase may skip

Streams = dict[Stream, tuple[list[str], ...]]


def streams_of(articles: Sequence[tuple[str, str]]) -> Iterator[Streams]:
    """Of every title and body the terms of the streams from which the others follow: `syl` of both, by position;
    `word` of both, and `sketch` of the body. The segmenter reads several articles at once.

    `word` holds the words of several syllables, abbreviations as they were written, and how the
    title begins; its positions say nothing.
    """
    found = iter(segment_all([text for article in articles for text in article]))
    return (_streams(article, (next(found), next(found))) for article in articles)


def _streams(texts: tuple[str, str], found: tuple[Spans, Spans]) -> Streams:
    (title, literals), (body, more) = map(terms, texts)
    word = tuple(
        [*names, *_words(text, spans)] for names, spans, text in zip((literals, more), found, texts, strict=True)
    )
    heads = (head_term(names[:size]) for names in (folds_of(title[:2]), title) for size in (1, 2) if names[size - 1 :])
    word[0].extend(dict.fromkeys(heads))
    return {"syl": (title, body), "word": word, "sketch": (bands(sketch(folds_of(body))),)}


def folds_of(syls: Iterable[str]) -> list[str]:
    """The terms of `fold` that stand where these of `syl` do."""
    return [*map(_FOLDS.__getitem__, syls)]


def word_term(names: Sequence[str]) -> str:
    """The term in `word` of a word of several syllables, toned."""
    return "_".join(names)


def head_term(names: Sequence[str]) -> str:
    """The term in `word` of a title that begins with these, one or two syllables, folded or toned."""
    return "^" + word_term(names)


def _words(text: str, spans: Spans) -> Iterator[str]:
    """The terms of the words that have one, of three code points or more."""
    long = spans[spans[:, 1] - spans[:, 0] > 2].tolist()
    return filter(None, map(_WORDS.__getitem__, map(text.__getitem__, starmap(slice, long))))


def _word(surface: str) -> str:
    """The term of a word; empty for one syllable, one abbreviation, and where no tone is known."""
    syl, literals = terms(surface)
    return "" if literals or len(syl) < 2 or syl[-1].endswith(BARE) else word_term(syl)


_FOLDS, _WORDS = Table(folded), Table(_word)
