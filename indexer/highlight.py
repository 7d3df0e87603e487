"""Text + Query -> Snippet: the passage that answers best, and the spans in it to mark. No HTML."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter

from indexer.analysis import Token, analyze, spellings, written
from indexer.clauses import And, AtLeast, Clause, Or, Phrase, Prefix, Query, Stream, Term
from indexer.request import Snippet

MAX_SNIPPET = 320  # code points, the marks of omission included
_LEAD = 90  # code points before the first mark, at most, to begin at a sentence
_ELLIPSIS = "…"
_READ = 1 << 14  # code points analysed of a text: 5 MB cost no more than a page of ordinary articles
_LOOKED = 1 << 19  # code points of a longer one in which the query's words are looked for, one word after the other
_SENTENCE_END = re.compile(r"[.!?…][”\"»)]?\s+|\n")

_TITLE_STREAMS: tuple[Stream, ...] = ("title_fold", "title_syl")


@dataclass(frozen=True, slots=True)
class _Match:
    """Consecutive tokens that matched one wish of the reader."""

    start: int  # code points
    end: int
    wish: int  # which of the query's clauses


def marked(text: str, query: Query, *, title: bool = False) -> Snippet:
    """The whole text with every match marked. In a title the words of `title:` are marked too."""
    return Snippet(text, _merge(text, _matches(text, query, title=title)))


def paragraphs(text: str, query: Query) -> Iterator[Snippet]:
    """The lines of a text, but for blank ones; what is marked in each hangs on the whole text."""
    marks = marked(text, query).marks
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        own = marks[bisect_right(marks, start, key=itemgetter(1)) : bisect_left(marks, end, key=itemgetter(0))]
        if line.strip():
            yield Snippet(line, tuple((max(first, start) - start, min(last, end) - start) for first, last in own))
        start = end + 1


def snippet(text: str, query: Query, names: Sequence[tuple[int, int]] = ()) -> Snippet:
    """The best passage of at most MAX_SNIPPET code points, on word borders, on one line.

    Best is what holds most different words of the query, nearest to each other, first of equals.
    Without a match it is what holds most of the names, which are not marked, else the beginning.
    Of a text longer than _READ only the part where most words of the query come first is read,
    and none beyond _LOOKED is found.

    Args:
        names: where they stand in the text, in code points.
    """
    skipped = _part(text, query)
    cut = len(text) > skipped + _READ
    text = text[skipped : skipped + _READ]
    matches = _matches(text, query, title=False)
    named = [_Match(*place, number) for number, place in enumerate(sorted(names)) if place[1] <= len(text)]
    if len(text) <= MAX_SNIPPET and not skipped:
        return Snippet(text.replace("\n", " "), _merge(text, matches))
    start, end = _passage(text, matches or named)
    inside = [match for match in matches if start <= match.start and match.end <= end]
    head, tail = _ELLIPSIS * (skipped + start > 0), _ELLIPSIS * (cut or end < len(text))
    shift = len(head) - start
    marks = tuple((first + shift, last + shift) for first, last in _merge(text, inside))
    return Snippet(head + text[start:end].replace("\n", " ") + tail, marks)


def _part(text: str, query: Query) -> int:
    """Where the part of a long text begins in which most words of the query occur for the first time."""
    if len(text) <= _READ:
        return 0
    patterns = [re.compile(pattern) for pattern in dict.fromkeys(map(_pattern, _wishes(query.must, title=False)))]
    looked = _LOOKED // max(1, len(patterns))
    firsts = sorted(found.start() for pattern in patterns if (found := pattern.search(text, 0, looked)))
    if not firsts:
        return 0
    best = max(firsts, key=lambda first: (sum(first <= other < first + _READ // 2 for other in firsts), -first))
    earliest = max(0, best - 2 * _LEAD)
    return (earliest and text.find(" ", earliest, best) + 1) or earliest


def _pattern(wish: Clause) -> str:
    """Letters under which the first syllable of a wish may be written."""
    term = wish.parts[0][0] if isinstance(wish, Phrase) else wish
    assert isinstance(term, Term | Prefix)
    return r"(?<!\w)" + "".join(map(letters, spellings(written(term.text))[0]))


@cache
def letters(letter: str) -> str:
    """A pattern for all letters that fold to one; i and y count as one, as they do in ky and ki."""
    latin = map(chr, (*range(ord("A"), 0x250), *range(0x1E00, 0x1F00)))
    same = {"i", "y"} if letter in "iy" else {letter}  # sets: the soft hyphen folds to "", which every string holds
    return "[" + re.escape("".join(same) + "".join(other for other in latin if spellings(other)[0] in same)) + "]"


def _matches(text: str, query: Query, *, title: bool) -> list[_Match]:
    wishes = list(_wishes(query.must, title=title))
    if not wishes:
        return []
    tokens = analyze(text)
    hot = _hot(tokens, wishes)
    places = _singles(tokens, hot, wishes)
    places = _without_strays(tokens, places, query.words)
    found = [_Match(tokens[at].start, tokens[at].end, number) for at, number in places]
    phrases = [(number, wish) for number, wish in enumerate(wishes) if isinstance(wish, Phrase)]
    for number, phrase in phrases:
        found += [_Match(tokens[first].start, tokens[last].end, number) for first, last in _runs(tokens, hot, phrase)]
    return sorted(found, key=lambda match: (match.start, -match.end))


def _wishes(clause: Clause, *, title: bool) -> Iterator[Clause]:
    """The clauses to mark: words, prefixes and phrases, but none that the reader excluded."""
    match clause:
        case And(clauses) | Or(clauses) | AtLeast(_, clauses):
            for inner in clauses:
                yield from _wishes(inner, title=title)
        case Term(stream) | Prefix(stream) | Phrase(((Term(stream), *_), *_)):
            if title or stream not in _TITLE_STREAMS:
                yield clause


def _hot(tokens: Sequence[Token], wishes: Sequence[Clause]) -> Sequence[int]:
    """The tokens that may begin a match: most have none of the names that are wished for."""
    names = {name for wish in wishes for name in _names(wish)}
    if any(isinstance(wish, Prefix) for wish in wishes):
        return range(len(tokens))
    return [at for at, (fold, syl, _, _, literal, _) in enumerate(tokens) if names & {fold, syl, literal}]


def _names(wish: Clause) -> Iterator[str]:
    if isinstance(wish, Term):
        yield wish.text
    elif isinstance(wish, Phrase):
        yield from (term.text for term in wish.parts[0])


def _singles(tokens: Sequence[Token], hot: Sequence[int], wishes: Sequence[Clause]) -> list[tuple[int, int]]:
    """Every token that is wished for by itself, with the number of the wish. Names that streams share mean the same."""
    exact = {wish.text: number for number, wish in enumerate(wishes) if isinstance(wish, Term)}
    starts = [(wish.text, number) for number, wish in enumerate(wishes) if isinstance(wish, Prefix)]

    @cache  # a text says most of its words more than once
    def wished(*names: str) -> int | None:
        numbers = [exact[name] for name in names if name in exact]
        numbers += [number for start, number in starts if any(name.startswith(start) for name in names)]
        return numbers[0] if numbers else None

    found = ((at, wished(tokens[at].fold, tokens[at].syl, tokens[at].literal)) for at in hot)
    return [(at, number) for at, number in found if number is not None]


def _without_strays(
    tokens: Sequence[Token], places: list[tuple[int, int]], words: Sequence[Sequence[str]]
) -> list[tuple[int, int]]:
    """Without lone syllables of a word that stands whole elsewhere: the "nam" of Đông Nam Á, for Việt Nam. One that
    is a word of the query too is none of these: the "xe" of xe xăng, for xe điện - xe xăng."""
    pairs = {pair for word in words for pair in pairwise(word)}
    alone = {word[0] for word in words if len(word) == 1}
    wanted = {at for at, _ in places}
    joined = [at for at in wanted if at + 1 in wanted and (tokens[at].fold, tokens[at + 1].fold) in pairs]
    whole = {fold for at in joined for fold in (tokens[at].fold, tokens[at + 1].fold)}
    inside = {place for at in joined for place in (at, at + 1)}
    return [(at, number) for at, number in places if at in inside or tokens[at].fold not in whole - alone]


def _runs(tokens: Sequence[Token], hot: Sequence[int], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """First and last token of every occurrence of a phrase; the nearest next part is taken."""
    parts = [{term.text for term in part} for part in phrase.parts]
    for first in hot:
        at, reach = first, range(first, first + 1)
        for names in parts:
            at = next((at for at in reach if tokens[at].fold in names or tokens[at].syl in names), -1)
            if at < 0:
                break
            reach = range(at + 1, min(at + 2 + phrase.slop, len(tokens)))
        else:
            yield first, at


def _merge(text: str, matches: Sequence[_Match]) -> tuple[tuple[int, int], ...]:
    """Neighbours become one mark: only blanks and signs stand between them, and no line ends."""
    merged: list[tuple[int, int]] = []
    for match in matches:
        if merged and (match.start <= merged[-1][1] or _is_gap(text[merged[-1][1] : match.start])):
            merged[-1] = (merged[-1][0], max(merged[-1][1], match.end))
        else:
            merged.append((match.start, match.end))
    return tuple(merged)


def _is_gap(between: str) -> bool:
    """A dot with no blank behind it ends no sentence: 4.0, mof.gov.vn."""
    ends = between != "." and any(char.isalnum() or char in ".!?;\n" for char in between)
    return len(between) <= 3 and not ends


def _passage(text: str, matches: Sequence[_Match]) -> tuple[int, int]:
    best = _best(matches)
    room = MAX_SNIPPET - 2 * len(_ELLIPSIS)
    first = min(best[0].start, len(text) - room + _LEAD) if best else 0
    start = _start(text, first) if first > 0 else 0
    if best and best[-1].end - start > room:
        start = best[0].start
    end = _word_end(text, start, start + room)
    split = [first for first, last in _merge(text, matches) if best and best[-1].end <= first < end < last]
    return start, len(text[: split[0]].rstrip()) if split else end


def _word_end(text: str, start: int, end: int) -> int:
    """The last border of a word in `text[start:end]`; one endless word is cut."""
    if end >= len(text):
        return len(text)
    border = max(text.rfind(blank, start, end + 1) for blank in " \n")
    return start + len(text[start:border].rstrip()) if border > start else end


def _best(matches: Sequence[_Match]) -> Sequence[_Match]:
    """The run of matches that fits a snippet and holds most wishes; of equals that with most different ones
    side by side, then the longest, then the first."""
    room = MAX_SNIPPET - _LEAD - 2 * len(_ELLIPSIS)
    best: Sequence[_Match] = ()
    best_score = (0, 0, 0)
    end = 0
    for first, opening in enumerate(matches):
        before = end
        while end == first or (end < len(matches) and matches[end].end - opening.start <= room):
            end += 1
        run = matches[first:end] if end > before else ()  # what ends with the run before is a part of it
        wishes = {match.wish for match in run}
        beside = {(left.wish, right.wish) for left, right in pairwise(run) if 0 <= right.start - left.end <= 1}
        score = (len(wishes), len(beside), len(run))
        if score > best_score:
            best, best_score = run, score
    return best


def _start(text: str, first: int) -> int:
    """Where a passage that shows `first` begins: with its sentence, or else with a word."""
    earliest = max(0, first - _LEAD)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, earliest, first)]
    if ends or earliest == 0:
        return ends[-1] if ends else 0
    blank = text.find(" ", earliest, first)
    return blank + 1 if blank >= 0 else first
