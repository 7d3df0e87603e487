"""The reader's text -> Query.

    query  := either*                       all of them
    either := item (OR item)*
    item   := (- | NOT) item | title: item | ( query ) | "phrase"[~distance] | prefix* | word

What this grammar cannot read is searched as plain words, and a note says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer import ranking
from indexer.analysis import BARE, Token, analyze, is_marked
from indexer.errors import QueryError
from indexer.model import And, AtLeast, Clause, Everything, Not, Note, Or, Phrase, Prefix, Query, Stream, Term

MAX_LENGTH = 512  # longer ones are bots or pasted articles (GOV.UK's limit)
MAX_DEPTH = 20  # nested parentheses; nobody types more
MAX_SLOP = 50  # positions between the parts of a phrase

_QUOTES = '"“”„‟«»'
_LEXEME = re.compile(
    rf"[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<end>[{_QUOTES}](?:~(?P<slop>[0-9]{{1,3}}))?|$)"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?P<minus>(?<![^\s(])-(?=[^\s\-]))"
    r"|(?P<title>\btitle:)"
    rf"|(?P<word>[^\s(){_QUOTES}]+)"
)
_Lexeme = re.Match[str]


def parse(text: str) -> Query:
    """What `text` means, in time linear in its length.

    Raises:
        QueryError: the text is longer than MAX_LENGTH.
    """
    if len(text) > MAX_LENGTH:  # in NFD it may be longer than it looks
        text = unicodedata.normalize("NFC", text[: 4 * MAX_LENGTH]) + text[4 * MAX_LENGTH :]
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise QueryError(f"Câu tìm kiếm quá dài ({len(text)} ký tự, tối đa {MAX_LENGTH}).")
    if not text:
        return Query()
    try:
        return _Parser(text).query()
    except _UnreadableError:
        query = _Parser(re.sub(rf"[(){_QUOTES}*~]|\B-|\b(?:AND|OR|NOT)\b", " ", text)).query()
        return replace(query, text=text, notes=(Note("plain"),))


class _UnreadableError(Exception):
    """The text breaks the grammar."""


@dataclass(frozen=True, slots=True)
class _Field:
    """Where words are looked for."""

    fold: Stream
    syl: Stream


_TEXT = _Field("fold", "syl")
_TITLE = _Field("title_fold", "title_syl")


class _Parser:
    """Reads one text once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lexemes = list(_LEXEME.finditer(text))
        self.next = 0
        self.notes: list[Note] = []
        self.runs: list[list[Token]] = [[]]  # neighbouring wanted words, for the score

    def query(self) -> Query:
        clause = self._all(_TEXT, depth=0, wanted=True)
        if self.next < len(self.lexemes):
            raise _UnreadableError
        if clause is None:
            return Query(self.text, notes=(*self.notes, Note("no-words")))
        return Query(self.text, clause, tuple(ranking.boosts(self.runs)), _near(clause), tuple(self.notes))

    def _peek(self) -> _Lexeme | None:
        return self.lexemes[self.next] if self.next < len(self.lexemes) else None

    def _all(self, field: _Field, depth: int, *, wanted: bool) -> Clause | None:
        clauses: list[Clause] = []
        while (lexeme := self._peek()) and not lexeme["close"]:
            if lexeme["word"] == "AND":
                self.next += 1
                continue
            clause = self._either(field, depth, wanted=wanted)
            clauses += [clause] if clause else []
        if not clauses:
            return None
        if all(isinstance(clause, Not) for clause in clauses):
            clauses = [Everything(), *clauses]
        return clauses[0] if len(clauses) == 1 else And(tuple(clauses))

    def _either(self, field: _Field, depth: int, *, wanted: bool) -> Clause | None:
        choices = [self._item(field, depth, wanted=wanted)]
        while (lexeme := self._peek()) and lexeme["word"] == "OR":
            self.next += 1
            self.runs.append([])
            choices.append(self._item(field, depth, wanted=wanted))
            self.runs.append([])
        found = tuple(choice for choice in choices if choice)
        return found[0] if len(found) == 1 else Or(found) if found else None

    def _item(self, field: _Field, depth: int, *, wanted: bool) -> Clause | None:
        lexeme = self._peek()
        if lexeme is None or lexeme["close"] or lexeme["word"] in ("OR", "AND") or depth > MAX_DEPTH:
            raise _UnreadableError
        self.next += 1
        if lexeme["minus"] or lexeme["word"] == "NOT":
            clause = self._item(field, depth + 1, wanted=False)
            return Not(clause) if clause else None
        if lexeme["title"]:
            return self._item(_TITLE, depth + 1, wanted=wanted)
        if lexeme["open"]:
            return self._group(field, depth, wanted=wanted)
        if lexeme["phrase"] is not None:
            return self._phrase(lexeme, field, wanted=wanted)
        return self._word(lexeme["word"], field, wanted=wanted)

    def _group(self, field: _Field, depth: int, *, wanted: bool) -> Clause | None:
        clause = self._all(field, depth + 1, wanted=wanted)
        if not self._peek():
            raise _UnreadableError
        self.next += 1
        return clause

    def _phrase(self, lexeme: _Lexeme, field: _Field, *, wanted: bool) -> Clause | None:
        if not lexeme["end"]:
            self.notes.append(Note("unbalanced-quote"))
        tokens = analyze(lexeme["phrase"])
        self._want(tokens, wanted=wanted)
        if len(tokens) < 2:
            return _every(tokens, field)
        return Phrase(tuple(_choices(token, field) for token in tokens), min(int(lexeme["slop"] or 0), MAX_SLOP))

    def _word(self, word: str, field: _Field, *, wanted: bool) -> Clause | None:
        tokens = analyze(word)
        if word.endswith("*") and tokens:
            *whole, last = tokens
            clauses = [*_each(whole, field), Prefix(field.fold, last.fold)]
            return clauses[0] if len(clauses) == 1 else And(tuple(clauses))
        self._want(tokens, wanted=wanted)
        return _every(tokens, field) if wanted or len(tokens) < 2 else _adjacent(tokens, field)

    def _want(self, tokens: Sequence[Token], *, wanted: bool) -> None:
        if wanted:
            self.runs[-1] += tokens
        else:
            self.runs.append([])


def _choices(token: Token, field: _Field) -> tuple[Term, ...]:
    """A typed tone matches itself or text written without; a syllable typed bare matches any tone."""
    if is_marked(token.syl):
        return Term(field.syl, token.syl), Term(field.syl, token.fold + BARE)
    return (Term(field.fold, token.fold),)


def _each(tokens: Iterable[Token], field: _Field) -> list[Clause]:
    choices = [_choices(token, field) for token in tokens]
    return [Or(choice) if len(choice) > 1 else choice[0] for choice in choices]


def _every(tokens: Sequence[Token], field: _Field) -> Clause | None:
    clauses = tuple(dict.fromkeys(_each(tokens, field)))
    return And(clauses) if len(clauses) > 1 else clauses[0] if clauses else None


def _adjacent(tokens: Sequence[Token], field: _Field) -> Clause:
    return Phrase(tuple(_choices(token, field) for token in tokens))


def _near(clause: Clause) -> Clause | None:
    """Half of the wanted words at least, but not all of them, and none that is excluded."""
    if not isinstance(clause, And):
        return None
    wanted = tuple(inner for inner in clause.clauses if not isinstance(inner, Not | Everything))
    if len(wanted) < 2:
        return None
    excluded = tuple(inner for inner in clause.clauses if isinstance(inner, Not))
    return And((AtLeast((len(wanted) + 1) // 2, wanted), Not(And(wanted)), *excluded))
