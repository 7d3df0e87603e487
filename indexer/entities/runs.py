"""A text in, the places where a person may be named out, each with what speaks for and against it.

A run is a row of capitalised words. Names of places, countries, bodies and titles are cut out of
it; what stays is a candidate. Whether it is a person is decided in `persons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.entities import shape
from indexer.entities.gazetteer import Found, Gazetteer, lines
from indexer.entities.passage import Passage, fold
from indexer.entities.roster import roster

PARTICLES = re.compile(r" (?:von|van|der|den|de|da|di|dos|del|bin|al|ibn|du|la|le)(?: (?:der|den|la|los))? ")
REACH = 90  # characters over which a title may speak for a name behind it
BREAK = re.compile(r"[.,;:()\"\n!?…]")
CREDIT = re.compile(
    r"(?:ảnh|video|clip|nguồn|theo|đồ họa|thực hiện|bài|tin|hình|photo|thiết kế)(?: minh họa)? ?[:/] ?[^:\n.]{0,25}$"
)
LINKED_BLOCK = re.compile(r" (?:-|và|,) $|, $|-$")
LONGEST_RUN = 40  # words: a longer row of capitals is no sentence
FARTHEST_TITLE = 8  # names and titles between a title and its person
NAME_PARTS = ("place", "other", "country")
LEVELS = frozenset({"tỉnh", "huyện", "quận", "thành phố", "tp", "tp.", "thị xã", "ubnd", "hđnd", "công an", "sở"})
MEMORIALS = frozenset({"lăng", "bảo tàng", "di tích", "khu di tích", "quảng trường"})
MAX_SYLLABLES = 4  # longer Vietnamese names have "Thị" or a title before them


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Capitalised words that may name a person."""

    passage: Passage
    words: tuple[Word, ...]
    title: str = ""  # kind of the title straight before it, or before the names of a place or body before it
    role: str = ""  # that title and those names, as written
    reached: bool = False  # a title stands before it in the clause
    blocked: bool = False  # named after: "đường", "trường", or credited: "Ảnh:"
    apposed: bool = False  # a title follows: "X, giám đốc ..."
    known: str = ""  # full name, where the list of known persons has it

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def surface(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Clue:
    """What a name of the gazetteer says: "title", "block", "plain", "place", "country", "other" or "known"."""

    kind: str
    value: str


@cache
def clues() -> Gazetteer[Clue]:
    names = {fold(name): Clue("other", "") for name in lines("not_persons.txt")}
    names |= {fold(name): Clue("country", "") for name in lines("countries.txt")}
    names |= {fold(name): Clue("place", "") for name in lines("places.txt")}
    for person in roster():
        names |= {fold(form): Clue("known", person.name) for form in (person.name, *person.aliases)}
    names |= {fold(name): Clue("title", kind) for name, kind in (line.split("\t") for line in lines("titles.tsv"))}
    names |= {name: Clue("block", "") for name in map(fold, lines("place_words.txt"))}
    names |= {name: Clue("plain", "") for name in map(fold, lines("plain_words.txt"))}
    return Gazetteer(names)


class Reader:
    """Reads the candidates of one passage, left to right."""

    def __init__(self, passage: Passage, bodies: Sequence[tuple[int, int]]) -> None:
        self.passage = passage
        self.found = [item for item in clues().find(passage.folded) if self._counts(item)]
        self.by_start = {item.start: item for item in self.found}
        self.by_end = {item.end: item for item in self.found}
        self.inside = dict(self._inside())
        self.body_ends = dict(bodies)
        self.body_starts = {end: start for start, end in bodies}
        self.last_block = -1  # where the last blocked candidate ended

    def candidates(self) -> Iterator[Candidate]:
        for run in self._runs():
            yield from self._of_run(run)

    def _counts(self, item: Found[Clue]) -> bool:
        """Titles count as written, names in capitals: "TP Hồ Chí Minh", "thành phố Hồ Chí Minh"."""
        return item.value.kind in ("title", "block", "plain") or not self.passage.text[item.start : item.end].islower()

    def _inside(self) -> Iterator[tuple[int, int]]:
        """Where a word within a name starts -> where that name ends."""
        for item in self.found:
            if item.value.kind in NAME_PARTS:
                for sign in re.finditer(r"\W+", self.passage.folded[item.start : item.end]):
                    yield item.start + sign.end(), item.end

    def _runs(self) -> Iterator[list[Word]]:
        text, run = self.passage.text, list[Word]()
        for match in shape.WORD.finditer(text):
            word = _one_word(match[0])
            if run and (len(run) == LONGEST_RUN or not self._joined(run[-1], match.start())):
                yield run
                run = []
            run.append(Word(word, match.start(), match.start() + len(word)))
        if run:
            yield run

    def _joined(self, last: Word, start: int) -> bool:
        gap = self.passage.text[last.end : start]
        if gap == " ":
            return True
        if len(last.text) == 1:
            return gap in (". ", ".")
        return bool(gap) and PARTICLES.fullmatch(gap) is not None and self._foreign(last.text)

    @staticmethod
    def _foreign(word: str) -> bool:
        return word in shape.foreign_given_names() or not shape.vietnamese(word)

    def _of_run(self, run: list[Word]) -> Iterator[Candidate]:
        at = 0
        while at < len(run):
            skip = self._mask(run, at)
            if skip:
                known = self.by_start.get(run[at].start)
                if known and known.value.kind == "known":
                    yield self._candidate(run[at : at + skip], known.value.value)
                at += skip
                continue
            end = at + 1
            while end < len(run) and not self._ends(run, at, end):
                end += 1
            yield self._candidate(run[at:end])
            at = end

    def _mask(self, run: list[Word], at: int) -> int:
        """How many words of the run, from `at` on, are no person's name or a known one's."""
        start = run[at].start
        item = self.by_start.get(start)
        end = max(self.body_ends.get(start, 0), item.end if item else self.inside.get(start, 0))
        if item and item.value.kind == "title" and item.end <= run[at].end and not self._title_here(run, at):
            return 0
        if item and item.value.kind == "block" and (at or run[at].text in shape.surnames()):
            return 0
        if item and item.value.kind in NAME_PARTS and self._surname_here(run, at, item.end):
            return 0
        if item and item.value.kind == "known" and self._goes_on(run, item.end):
            return 0
        return sum(1 for word in run[at:] if word.start < end)

    def _ends(self, run: list[Word], first: int, at: int) -> bool:
        """Whether the name that began at `first` ends before `at`, because another name stands there.

        A place's name within the length of a person's is a given name: "Nguyễn Thanh Hà".
        """
        length = self._mask(run, at)
        item = self.by_start.get(run[at].start)
        if item and item.value.kind == "title":
            return item.end > run[at].end
        if item and item.value.kind in NAME_PARTS and run[first].text in shape.surnames():
            return length > 1 and at + length - first > MAX_SYLLABLES
        return length > 1

    def _surname_here(self, run: list[Word], at: int, end: int) -> bool:
        """Whether what looks like a place is the start of a titled person's name: "bà Hoàng Mai Anh"."""
        rest = [word for word in run[at:] if word.start >= end]
        if not rest or len(run) - at > MAX_SYLLABLES or not shape.common_surname(run[at].text):
            return False
        return (
            shape.vietnamese(rest[0].text)
            and not shape.common_surname(rest[0].text)
            and self._title_before(run[at].start)[1] != ""
        )

    def _goes_on(self, run: list[Word], end: int) -> bool:
        """Whether a known name is only the start of a longer one: "Nguyễn Thị Hồng Vân"."""
        following = next((word for word in run if word.start == end + 1), None)
        return following is not None and end + 1 not in self.by_start and following.text in shape.given_syllables()

    def _title_here(self, run: list[Word], at: int) -> bool:
        """Whether a one-word title stands first and before a name ("Bà Nguyễn", not "Nguyễn Thị Bé")."""
        return at == 0 and len(run) > 1

    def _candidate(self, words: list[Word], known: str = "") -> Candidate:
        start, end = words[0].start, words[-1].end
        role_start, title = self._title_before(self._level_before(words))
        blocked = (not title and self._blocked(start)) or self._block_before(role_start) in MEMORIALS
        if blocked:
            self.last_block = end
        return Candidate(
            self.passage,
            tuple(words),
            title=title,
            role=self.passage.text[role_start:start].strip(" :,"),
            reached=bool(title) or self._reached(start),
            blocked=blocked,
            apposed=self._apposed(end),
            known=known,
        )

    def _title_before(self, start: int) -> tuple[int, str]:
        """Where the row of titles, places and bodies before `start` begins, and its title's kind."""
        kind, place = "", start
        for _ in range(FARTHEST_TITLE):
            end = place - 1 if self.passage.text[place - 1 : place] == " " else place
            item = self.by_end.get(end)
            if item and item.value.kind == "title":
                kind = _stronger(kind, item.value.value)
            elif end in self.body_starts and not kind:
                place = self.body_starts[end]
                continue
            elif not (item and item.value.kind in ("country", "place") and not kind):
                return (place, kind) if kind else (start, "")
            place = item.start
        return (place, kind) if kind else (start, "")

    def _level_before(self, words: list[Word]) -> int:
        """Where "UBND tỉnh" begins in "Chủ tịch UBND tỉnh Trần Văn An": a level named without its place.

        Names of two words may be the place's own.
        """
        start = words[0].start
        if len(words) > 2 and shape.common_surname(words[0].text):
            while self._block_before(start) in LEVELS:
                start = self.by_end[start - 1].start
        return start

    def _block_before(self, start: int) -> str:
        item = self.by_end.get(start - 1)
        return self.passage.folded[item.start : item.end] if item and item.value.kind == "block" else ""

    def _blocked(self, start: int) -> bool:
        folded = self.passage.folded
        item = self.by_end.get(start - 1)
        if item and item.value.kind == "block":
            return True
        if 0 < self.last_block < start and LINKED_BLOCK.fullmatch(folded, self.last_block, start):
            return True
        return CREDIT.search(folded, max(0, start - 45), start) is not None

    def _reached(self, start: int) -> bool:
        first = max(0, start - REACH)
        for item in reversed(self._items_between(first, start)):
            if BREAK.search(self.passage.folded, item.end, start):
                return False
            if item.value.kind == "title":
                return True
        return False

    def _items_between(self, first: int, last: int) -> list[Found[Clue]]:
        return [self.by_end[end] for end in range(first, last) if end in self.by_end]

    def _apposed(self, end: int) -> bool:
        for sign in (", ", " - ", " (", " ("):
            if self.passage.folded.startswith(sign, end):
                place = end + len(sign)
                for word in ("nguyên ", "cựu ", "quyền ", "tân ", "cố "):
                    if self.passage.folded.startswith(word, place):
                        return True
                item = self.by_start.get(place)
                return item is not None and item.value.kind == "title"
        return False


def _one_word(text: str) -> str:
    """The word without what was typed onto it: "Cường-Giám đốc"."""
    first, sign, _ = text.partition("-")
    return first if sign and shape.marked(first) else text.rstrip("-'’_")


def _stronger(one: str, other: str) -> str:
    return other if not one or other == "leader" else one
