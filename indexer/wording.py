"""The words that a reader typed, as tokens -> the clauses that find them."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import or_

from indexer import analysis, datafiles
from indexer.analysis import (
    BARE,
    MONTHS,
    Forms,
    Token,
    analyze,
    disjoint,
    forms,
    is_marked,
    is_precise,
    is_vietnamese,
    longest_first,
    spellings,
    without_tone,
    words,
    written,
)
from indexer.clauses import And, AtLeast, Clause, Everything, Not, Note, Or, Phrase, Prefix, Stream, Term
from indexer.entities.register import register

LITERAL_PREFIX = 3  # letters from which on a prefix also finds what is read as something else: vacc* in vaccine
NEAR = 1 / 3  # of the words; half of them lost two of a hundred answers to whole questions

# what may follow a toned vowel, and a coda that was begun: lắn*, cử* find lắng, cửa
_ENDS = ("", "a", "c", "ch", "e", "g", "h", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y")


@dataclass(frozen=True, slots=True)
class Field:
    """Where words are looked for."""

    fold: Stream
    syl: Stream
    exact: bool = False  # a typed tone matches itself alone, not text that was written without tones


TEXT = Field("fold", "syl")
TITLE = Field("title_fold", "title_syl")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Neighbouring tokens that are also searched by other names."""

    first: int
    behind: int
    also: tuple[tuple[Token, ...], ...]
    note: Note


def every(tokens: Sequence[Token], field: Field, others: Sequence[Synonym | Forms] = ()) -> Clause | None:
    """All the tokens, anywhere; those of a synonym, or its other name as a phrase; a day or the like in any form."""
    clauses: list[Clause] = []
    at = 0
    starts = {other.first: other for other in others}
    while at < len(tokens):
        other = starts.get(at)
        behind = other.behind if other else at + 1
        found = _all([_one(token, field) for token in tokens[at:behind]])
        match other:
            case Synonym():
                found = Or((found, *(phrase(also, field) for also in other.also)))
            case Forms():
                found = _any(tuple(phrase(form, field) for form in other.forms))
        clauses.append(found)
        at = behind
    return _all(clauses) if clauses else None


def phrase(tokens: Sequence[Token], field: Field, slop: int = 0, text: str = "") -> Clause:
    """The tokens in order; a single one stands for itself, and an abbreviation as written has no place.

    Args:
        text: that the tokens are from; the first day or the like in it may be written in any of its forms.
    """
    for one in forms(tokens, text) if text else ():
        writings = [(*tokens[: one.first], *form, *tokens[one.behind :]) for form in one.forms]
        return _any(tuple(phrase(writing, field, slop) for writing in writings))
    if len(tokens) == 1 or not all(token.syl for token in tokens):
        return _all([_one(token, field) for token in tokens])
    return Phrase(tuple(_choices(token, field) for token in tokens), slop)


def prefix(token: Token, field: Field) -> Clause:
    """Syllables that begin so, with the tone where one was typed: đườ* finds đường, not đương."""
    letters, tone = without_tone(token.syl)
    if tone and is_precise(token.syl):
        return Or(tuple(term for end in _ENDS for term in _toned(letters + end + tone, token.fold + end, field)))
    if is_precise(token.syl):
        return Prefix(field.syl, letters)
    found = Prefix(field.fold, token.fold)
    return (
        Or((found, Prefix("word", token.fold))) if field.fold == "fold" and len(token.fold) >= LITERAL_PREFIX else found
    )


def literally(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with every abbreviation as it was written, not as what it stands for: without a toned spelling."""
    kept: list[Token] = []
    for _, group in groupby(tokens, key=lambda token: (token.start, token.end)):
        first = next(group)
        kept.append(first._replace(fold=first.literal, syl="") if first.literal else first)
    return kept


def readings(tokens: Sequence[Token], text: str) -> Iterator[Note]:
    """Which abbreviations were read as what."""
    for (start, end), group in groupby(tokens, key=lambda token: (token.start, token.end)):
        first, *rest = group
        if first.literal.isalpha() and first.fold.isalpha():  # no figure for a number, no % for phần trăm
            meaning = " ".join(written(token.syl or token.fold) for token in (first, *rest))
            yield Note("also", f"{text[start:end]} = {meaning}")


def synonyms(tokens: Sequence[Token], text: str) -> Iterator[Synonym]:
    """What else to search for, from left to right, the longest first; never for a part of a word."""
    borders = {first for first, _ in words(tokens)} | {len(tokens)}
    runs = longest_first(len(tokens), max(map(len, _synonyms())))
    whole = (run for run in runs if run[1] - run[0] > 2 or borders.issuperset(run))
    for first, behind, also in disjoint((*run, also) for run in whole for also in _also(tokens[slice(*run)])):
        surface = text[tokens[first].start : tokens[behind - 1].end]
        note = Note("also", f"{surface} = {', '.join(also)}")
        yield Synonym(first, behind, tuple(tuple(analyze(name)) for name in also), note)


def near(clause: Clause, runs: Sequence[Sequence[Token]]) -> Clause | None:
    """A share of the wanted words, of a name that has others too, but not all of them, and none that is excluded: no
    syllable of a lone word."""
    whole = clause.clauses[0] if isinstance(clause, Or) else clause
    if not isinstance(whole, And):
        return None
    wanted = tuple(inner for inner in whole.clauses if not isinstance(inner, Not | Everything))
    lone = [words(run) == [(0, len(wanted))] for run in runs if run]
    if len(wanted) < 2 or lone == [True]:
        return None
    excluded = tuple(inner for inner in whole.clauses if isinstance(inner, Not))
    return And((AtLeast(math.ceil(len(wanted) * NEAR), wanted), Not(clause), *excluded))


def compounds(runs: Sequence[Sequence[Token]], names: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The folded syllables of every word, and of what one abbreviation stands for; a run without any
    mark counts as one word, and so do `names`: their syllables are no words of their own."""
    marked = any(is_marked(token.syl) for run in runs for token in run)
    named = {fold for name in names for fold in name if len(name) > 1}
    for run in runs:
        for _, group in groupby(run, key=lambda token: token.start):
            if len(folds := tuple(token.fold for token in group)) > 1:
                yield folds
        for first, behind in words(run) if marked else [(0, len(run))]:
            if behind - first > 1 or (run and not run[first].literal and run[first].fold not in named):
                yield tuple(token.fold for token in run[first:behind])


def _one(token: Token, field: Field) -> Clause:
    return _any(_choices(token, field))


def _choices(token: Token, field: Field) -> tuple[Term, ...]:
    """A typed tone matches itself or text written without; a syllable typed bare, or in part, matches any tone."""
    if not token.syl:
        return (Term("word", token.literal),)
    if is_precise(token.syl):
        return _toned(token.syl, token.fold, field)
    return (Term(field.fold, token.fold),)


def _toned(syl: str, fold: str, field: Field) -> tuple[Term, ...]:
    toned = Term(field.syl, syl)
    return (toned,) if field.exact else (toned, Term(field.syl, fold + BARE))


def _any(choices: tuple[Clause, ...]) -> Clause:
    return Or(choices) if len(choices) > 1 else choices[0]


def _all(clauses: Iterable[Clause]) -> Clause:
    distinct = tuple(dict.fromkeys(clauses))
    return And(distinct) if len(distinct) > 1 else distinct[0]


def _also(typed: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """The other names of what these tokens may be, for each that they may be."""
    known = _synonyms().get(tuple(token.fold for token in typed), ())
    return (also for toned, also in known if _may_be(typed, toned, also))


def _may_be(typed: Sequence[Token], toned: tuple[str, ...], also: Sequence[str]) -> bool:
    """Of several syllables, all may be bare; of three or more, some: "tháng sau" is not tháng sáu, and "thang sau"
    or "quy tu" are no numbers."""
    same = [token.syl.removesuffix(BARE) == name for token, name in zip(typed, toned, strict=True)]
    bare = [not is_marked(token.syl) for token in typed]
    if any(re.search(r"\d", name) for name in also):
        return all(same)
    if len(typed) > 2:
        return all(map(or_, same, bare))
    return all(same) or (len(typed) > 1 and all(bare))


@cache
def _synonyms() -> dict[tuple[str, ...], list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Folded spellings -> the toned ones, and the other names."""
    lines = datafiles.lines(analysis.__name__, "synonyms.tsv")
    known: dict[tuple[str, ...], dict[tuple[str, ...], dict[str, None]]] = {}
    for typed, also in [*_bodies(), *_months(), *(line.split("\t") for line in lines)]:
        tokens = analyze(typed)
        fold, toned = (tuple(token.fold for token in tokens), tuple(token.syl.rstrip(BARE) for token in tokens))
        known.setdefault(fold, {}).setdefault(toned, {})[also] = None
    return {fold: [(toned, tuple(also)) for toned, also in names.items()] for fold, names in known.items()}


def _months() -> Iterator[tuple[str, str]]:
    for number, name in MONTHS.items():
        yield f"tháng {number}", f"tháng {name}"
        yield f"tháng {name}", f"tháng {number}"


def _bodies() -> Iterator[tuple[str, str]]:
    """English names of bodies, and abbreviations of either language that are no syllable -> their names; names of
    ministries -> their official English ones, and without their và."""
    for body in sorted(register().bodies, key=lambda body: body.until):
        yield from ((name, body.name) for name in body.english if " " in name)
        if body.kind == "ministry":
            yield from ((body.name, name) for name in (body.name.replace(" và ", " "), body.en) if name != body.name)
        for name in (*body.english, *body.abbreviations):
            known = any(token.literal for token in analyze(name))  # and so read as its meaning everywhere
            if name.isalnum() and len(name) > 2 and not known and not is_vietnamese(spellings(name)[0]):
                yield name, body.name
