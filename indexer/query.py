"""The reader's text -> Query.

    query  := either*                       all of them
    either := item (OR item)*
    item   := (- | NOT) item | field: item | ( query ) | "phrase"[~distance] | prefix* | words
    field  := title | person | ministry | date

Neighbouring words are read together: OR stands between all the words on either side, and a minus
takes the whole of a word of several syllables. What this grammar cannot read is searched as plain
words, and a note says so. A part is what `item` reads and no other item is in: words, an excluded
word, a phrase, a prefix, a field's value. What a query costs grows with its parts, so these are limited.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from indexer import ranking, wording
from indexer.analysis import Token, analyze, forms, worded, words
from indexer.clauses import And, Clause, Dated, Everything, Named, Not, Note, Or, Query
from indexer.errors import QueryError
from indexer.model import Period
from indexer.wording import TEXT, TITLE, Field

MAX_LENGTH = 512  # longer ones are bots or pasted articles (GOV.UK's limit)
MAX_DEPTH = 20  # nested parentheses; nobody types more
MAX_SLOP = 50  # positions between the words of a phrase
MAX_PARTS = 32
MAX_PHRASES = 8  # of several words, in quotes: what they cost is reading where words stand

_QUOTES = '"“”„‟«»＂'
_SINGLE = re.compile(r"(?<!\w)‘((?:[^‘’]|’(?=\w))+)’(?!\w)")  # but K’Ho
_BELOW_ZERO = r"[0-9]+(?:[.,][0-9]+)?\s?(?:°|độ\b|do\b)"
_LEXEME = re.compile(
    rf"[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<end>[{_QUOTES}](?:~(?P<slop>[0-9]+))?|$)"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?P<minus>(?<![^\s(])[-−](?=[^\s\-−])(?!{_BELOW_ZERO}))"
    r"|\b(?P<field>title|person|ministry|date):(?!\s*$)"
    rf"|(?P<word>[^\s(){_QUOTES}]+)"
)
_OPERATORS = ("AND", "OR", "NOT")
_Lexeme = re.Match[str]


def parse(text: str, *, expand: bool = True, exact: bool = False) -> Query:
    """What `text` means, in time linear in its length.

    Args:
        expand: read abbreviations as what they stand for, and search for other names too;
            the query's notes say which.
        exact: a typed tone matches itself alone, not text that was written without tones.

    Raises:
        QueryError: the text is longer than MAX_LENGTH, or has more parts or phrases than a query may have.
    """
    text = (unicodedata.normalize("NFC", text[: 4 * MAX_LENGTH]) + text[4 * MAX_LENGTH :]).strip()
    if len(text) > MAX_LENGTH:
        raise QueryError("Câu tìm kiếm quá dài (%(length)s ký tự, tối đa %(most)s).", length=len(text), most=MAX_LENGTH)
    return _read(text, expand=expand, exact=exact) if text else Query()


def _read(text: str, *, expand: bool, exact: bool) -> Query:
    try:
        return _Parser(text, expand=expand, exact=exact).query()
    except _UnreadableError:
        plain = re.sub(rf"[(){_QUOTES}*~:]|\B[-−]|\b(?:AND|OR|NOT)\b", " ", text)
        words = plain if plain.strip() else " ".join(re.findall(r"\w+", text.lower()))  # of operators alone
        return replace(_Parser(words, expand=expand, exact=exact).query(), text=text, notes=(Note("plain"),))


class _UnreadableError(Exception):
    """The text breaks the grammar."""


class _Parser:
    """Reads one text once, from left to right."""

    def __init__(self, text: str, *, expand: bool, exact: bool) -> None:
        self.text = text
        self.expand = expand
        self.fields = replace(TEXT, exact=exact), replace(TITLE, exact=exact)
        self.lexemes = list(_LEXEME.finditer(_SINGLE.sub(r"“\1”", text)))
        self.next = 0
        self.parts = self.phrases = 0  # read so far
        self.others = MAX_PHRASES  # other names and forms that may still be followed: each is a phrase
        self.notes: list[Note] = []
        self.runs: list[list[Token]] = [[]]  # neighbouring wanted words, for the score
        self.names: list[tuple[str, ...]] = []  # folded syllables of each that has another name

    def query(self) -> Query:
        clause = self._all(self.fields[0], depth=0, wanted=True)
        if self.next < len(self.lexemes):
            raise _UnreadableError
        self._check()
        if sum(map(len, self.runs)) > ranking.MOST:
            self.notes.append(Note("long", str(ranking.MOST)))
        if clause is None:
            return Query(self.text, notes=(*self.notes, Note("no-words")))
        return Query(
            self.text,
            clause,
            tuple(ranking.boosts(self.runs)),
            wording.near(clause, self.runs),
            (*self.names, *wording.compounds(self.runs, self.names)),
            tuple(dict.fromkeys(self.notes)),
        )

    def _check(self) -> None:
        if self.parts > MAX_PARTS:
            raise QueryError(
                "Câu tìm kiếm có %(parts)s phần (từ, cụm từ, phần loại trừ, phần có dấu sao), tối đa %(most)s. "
                "Hãy bỏ bớt, hoặc chia thành vài lần tìm.",
                parts=self.parts,
                most=MAX_PARTS,
            )
        if self.phrases > MAX_PHRASES:
            raise QueryError(
                "Câu tìm kiếm có %(phrases)s cụm từ trong ngoặc kép, tối đa %(most)s. "
                "Hãy bỏ bớt, hoặc chia thành vài lần tìm.",
                phrases=self.phrases,
                most=MAX_PHRASES,
            )

    def _peek(self, ahead: int = 0) -> _Lexeme | None:
        at = self.next + ahead
        return self.lexemes[at] if at < len(self.lexemes) else None

    def _all(self, field: Field, depth: int, *, wanted: bool) -> Clause | None:
        clauses: list[Clause] = []
        while (lexeme := self._peek()) and not lexeme["close"]:
            if clauses and lexeme["word"] == "AND":
                self.next += 1
                continue
            clause = self._either(field, depth, wanted=wanted)
            clauses += clause.clauses if isinstance(clause, And) else [clause] if clause else []
        if not clauses:
            return None
        if all(isinstance(clause, Not) for clause in clauses):
            clauses = [Everything(), *clauses]
        return clauses[0] if len(clauses) == 1 else And(tuple(dict.fromkeys(clauses)))

    def _either(self, field: Field, depth: int, *, wanted: bool) -> Clause | None:
        choices = [self._item(field, depth, wanted=wanted)]
        while (lexeme := self._peek()) and lexeme["word"] == "OR":
            self.next += 1
            self.runs.append([])
            choices.append(self._item(field, depth, wanted=wanted))
            self.runs.append([])
        found = tuple(choice for choice in choices if choice)
        return found[0] if len(found) == 1 else Or(found) if found else None

    def _item(self, field: Field, depth: int, *, wanted: bool) -> Clause | None:
        lexeme = self._peek()
        if lexeme is None or lexeme["close"] or lexeme["word"] in ("OR", "AND") or depth > MAX_DEPTH:
            raise _UnreadableError
        if lexeme["word"] and lexeme["word"] != "NOT":
            return self._words(field, wanted=wanted)
        self.next += 1
        if lexeme["minus"] or lexeme["word"] == "NOT":
            clause = self._item(field, depth + 1, wanted=False)
            return Not(clause) if clause else None
        if lexeme["field"]:
            return self._field(lexeme["field"], depth, wanted=wanted)
        if lexeme["open"]:
            return self._group(field, depth, wanted=wanted)
        return self._phrase(lexeme, field, wanted=wanted)

    def _group(self, field: Field, depth: int, *, wanted: bool) -> Clause | None:
        clause = self._all(field, depth + 1, wanted=wanted)
        if not self._peek():
            raise _UnreadableError
        self.next += 1
        return clause

    def _field(self, name: str, depth: int, *, wanted: bool) -> Clause | None:
        if name == "title":
            return self._item(self.fields[1], depth + 1, wanted=wanted)
        lexeme = self._peek()
        value = (lexeme["phrase"] or lexeme["word"] or "") if lexeme else ""
        self.next += 1
        self.parts += 1
        if name == "date":
            return _dated(value)
        tokens = analyze(value)
        if not tokens:
            raise _UnreadableError
        names = [tokens, *(also for synonym in wording.synonyms(tokens, value) for also in synonym.also)]
        named = tuple(Named(name, tuple(token.fold for token in other)) for other in names)
        return Or(named) if len(named) > 1 else named[0]

    def _phrase(self, lexeme: _Lexeme, field: Field, *, wanted: bool) -> Clause | None:
        if not lexeme["end"]:
            self.notes.append(Note("unbalanced-quote"))
        tokens = self._analyze(lexeme["phrase"])
        self._want(tokens, wanted=wanted)
        self.parts += 1
        self.phrases += len(tokens) > 1
        slop = self._slop(lexeme["slop"] or "0")
        return wording.phrase(tokens, field, slop, lexeme["phrase"]) if tokens else None

    def _slop(self, typed: str) -> int:
        slop = int(typed)
        if slop > MAX_SLOP:
            self.notes.append(Note("near", typed))
        return min(slop, MAX_SLOP)

    def _words(self, field: Field, *, wanted: bool) -> Clause | None:
        """A prefix, an excluded word, or all the plain words from here on."""
        first = self.lexemes[self.next]
        self.parts += 1
        if first["word"].endswith("*"):
            self.next += 1
            return self._prefix(first["word"], field)
        ahead = 0
        while self._is_plain(ahead + 1):
            ahead += 1
        last = self.lexemes[self.next + ahead]
        text = self.text[first.start() : last.end()]
        tokens = self._analyze(text)
        if not wanted and tokens:
            end = max(tokens[words(tokens)[0][1] - 1].end, first.end() - first.start())
            tokens = [token for token in tokens if token.start < end]
            self._skip(first.start() + end)
        else:
            self._skip(last.end())
        self._want(tokens, wanted=wanted)
        if not wanted:
            return wording.phrase(tokens, field, text=text) if tokens else None
        written = list(islice(forms(tokens, text), self.others))
        known = wording.synonyms(tokens, text) if self.expand else ()
        apart = (one for one in known if not any(form.first <= one.first < form.behind for form in written))
        synonyms = list(islice(apart, self.others - len(written)))
        self.others -= len(synonyms) + len(written)
        self.notes += [synonym.note for synonym in synonyms]
        self.names += [tuple(token.fold for token in tokens[one.first : one.behind]) for one in synonyms]
        return wording.every(tokens, field, [*synonyms, *written])

    def _prefix(self, word: str, field: Field) -> Clause | None:
        tokens = self._analyze(word)
        if not tokens:
            return None
        whole = wording.every(tokens[:-1], field)
        prefix = wording.prefix(tokens[-1], field)
        return And((whole, prefix)) if whole else prefix

    def _is_plain(self, ahead: int) -> bool:
        lexeme = self._peek(ahead)
        word = lexeme["word"] if lexeme else None
        return word is not None and word not in _OPERATORS and not word.endswith("*")

    def _skip(self, end: int) -> None:
        """Go on behind the lexeme that holds the last letter before `end`."""
        while (lexeme := self._peek()) and lexeme.start() < end:
            self.next += 1

    def _analyze(self, text: str) -> list[Token]:
        tokens = worded(text)
        if not self.expand:
            return wording.literally(tokens)
        self.notes += wording.readings(tokens, text)
        return tokens

    def _want(self, tokens: Sequence[Token], *, wanted: bool) -> None:
        if wanted:
            self.runs[-1] += tokens
        else:
            self.runs.append([])


def _dated(value: str) -> Dated:
    try:
        return Dated(Period.parse(value))
    except ValueError:
        raise _UnreadableError from None
