"""A text in, the places where a person may be named out, each with what speaks for and against it.

A run is a row of capitalised words. Names of places, countries, bodies and titles are cut out of
it; what stays is a candidate. Whether it is a person is decided in `persons`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.entities import clues, shape
from indexer.entities.clues import NAME_PARTS, Clue
from indexer.entities.context import Context
from indexer.entities.gazetteer import Found
from indexer.entities.passage import Evidence, Passage, Span

PARTICLES = re.compile(
    r" (?:(?:von|van|der|den|ten|ter|de|da|di|dos|del|bin|al|ibn|du|la|le|dela)(?: (?:der|den|la|los|bin))? "
    r"| ?(?:al|el|ul) ?- ?)"
)
SPACED_HYPHENS = frozenset({"Jean", "Anne", "Marie", "Hans", "Karl", "Abd", "Abdul", "Al", "El"})  # "Jean - Yves"
SECOND_SYLLABLE = re.compile(r" - (?!(?:cho|con|theo|quan|trong|anh|em|sau|khi|do|ai|ba|tay)\b)[A-Z]?[a-z]{1,6}\b")
JUNIOR = frozenset({"Jr", "Sr"})
LINKED_BLOCK = re.compile(r"(?: \d{1,3})?(?: (?:-|và|,) $|, $|-$)|[^-,.;:()\n]{2,25} - $")
SIGNS = re.compile(r"\W+")
LONGEST_RUN = 40  # words: a longer row of capitals is no sentence
MAX_SYLLABLES = 4  # longer Vietnamese names have "Thị" or a title before them


class Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Capitalised words that may name a person."""

    around: Context
    words: tuple[Word, ...]
    title: str  # kind of the title straight before it, or before the names of a place or body before it
    role: str  # that title and those names, as written
    blocked: bool  # named after: "đường", "trường", or credited: "Ảnh:"
    known: str  # full name, where the list of known persons has it

    @property
    def passage(self) -> Passage:
        return self.around.passage

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def surface(self) -> str:
        return self.passage.text[self.start : self.end]

    def names(self, person: str, why: str) -> Evidence:
        return self.passage.evidence("person", person, (self.start, self.end), why, role=self.role)

    @property
    def reached(self) -> bool:
        """Whether a title stands before it in the clause."""
        return self.title != "" or (len(self.words) > 1 and self.around.reached(self.start))

    @property
    def placed(self) -> str:
        """The kind of the clue straight before it; empty where none is."""
        return self.around.kind_before(self.start)


class Reader:
    """Reads the candidates of one passage, left to right."""

    def __init__(self, passage: Passage, bodies: Sequence[Span]) -> None:
        self.passage = passage
        found = clues.find(passage, bodies)
        self.context = Context(passage, found)
        self.inside = dict(self._inside(found))
        self.last_block = len(passage.text)  # where the last blocked name ended: no list goes on behind the end

    def candidates(self) -> Iterator[Candidate]:
        for run in self._runs():
            yield from self._of_run(run)

    def _inside(self, found: Sequence[Found[Clue]]) -> Iterator[tuple[int, int]]:
        """Where a word within a name of a place or body, or of a kind of them, starts -> where that name ends."""
        for start, end, _ in filter(self._is_whole, found):
            for sign in SIGNS.finditer(self.passage.folded, start, end):
                yield sign.end(), end

    def _is_whole(self, item: Found[Clue]) -> bool:
        """Whether the words within belong to the whole and start nothing: "GS.TS", but not "Võ Sỹ" in "Võ Sỹ Lực"."""
        if item.value.kind == "title":
            return self.passage.text[item.start : item.end].isupper()
        return item.value.kind in (*NAME_PARTS, "block", "body")

    def _runs(self) -> Iterator[list[Word]]:
        text, run = self.passage.text, list[Word]()
        for match in shape.WORD.finditer(text):
            word = _one_word(match[0])
            if run and (len(run) == LONGEST_RUN or not self._joined(run[-1], match.start())):
                yield self._whole(run)
                run = []
            run.append(Word(word, match.start(), match.start() + len(word)))
        if run:
            yield self._whole(run)

    def _whole(self, run: list[Word]) -> list[Word]:
        """The run with the second syllable of a Korean given name: "Moon Jae - in"."""
        second = SECOND_SYLLABLE.match(self.passage.text, run[-1].end) if len(run) > 1 else None
        if second and shape.eastern_surname(run[-2].text):
            syllable = second[0].removeprefix(" - ")
            run[-1] = Word(f"{run[-1].text}-{syllable}", run[-1].start, second.end())
        return run

    def _joined(self, last: Word, start: int) -> bool:
        gap = self.passage.text[last.end : start]
        if gap == " ":
            return True
        if len(last.text) == 1:
            return gap in (". ", ".")
        if gap == " - ":
            return last.text in SPACED_HYPHENS
        return PARTICLES.fullmatch(gap) is not None and not shape.vietnamese(last.text)

    def _of_run(self, run: list[Word]) -> Iterator[Candidate]:
        at = 0
        while at < len(run):
            if clue_end := self._clue_end(run, at):
                words = [word for word in run[at:] if word.start < clue_end]
                yield from self._known(words)
            else:
                ends = (end for end in range(at + 1, len(run)) if self._ends(run, at, end))
                words = run[at : next(ends, len(run))]
                yield from self._candidates(words)
            at += len(words)

    def _known(self, words: list[Word]) -> Iterator[Candidate]:
        """The candidate of a known person's name; other names are passed, and so are what follows them in a list."""
        item = self.context.by_start.get(words[0].start)
        clue = item.value if item else Clue("")
        if clue.kind == "known":
            yield from self._candidates(words, clue.value)
        start = words[0].start
        listed = (clue.kind == "other" and self._linked(start)) or (
            clue.kind == "block" and self.context.block_before(start)
        )
        if listed or self.context.on_streets(start):
            self.last_block = words[-1].end

    def _clue_end(self, run: list[Word], at: int) -> int:
        """Where the clue ends that holds a word of the run; 0 where none does, or it is a part of a person's name."""
        item = self.context.by_start.get(run[at].start)
        if item is None:
            return self.inside.get(run[at].start, 0)
        return 0 if self._of_person(run, at, item) else item.end

    def _of_person(self, run: list[Word], at: int, item: Found[Clue]) -> bool:
        """Whether what reads like a clue is a part of a person's name."""
        kind = item.value.kind
        if kind == "title":
            return not self._title_here(run, at, item.end)
        if kind == "known":
            return self._of_longer(run, at, item.end)
        if kind == "block":
            return at > 0 or shape.surname(run[at].text) or self._called(item.start, "address", "honorific")
        if kind in NAME_PARTS and self._surname_here(run, at, item.end):
            return True
        return kind in ("country", "place") and self._called(item.start, "address")  # "ông Israel Katz"

    def _ends(self, run: list[Word], first: int, at: int) -> bool:
        """Whether the name that began at `first` ends before `at`, because another name stands there.

        A place's name within the length of a person's is a given name: "Nguyễn Thanh Hà".
        """
        end = self._clue_end(run, at)
        if end <= run[at].end:
            return False
        item = self.context.by_start.get(run[at].start)
        kind = item.value.kind if item else ""
        surname = shape.surname(run[first].text)
        if kind == "title":
            return at > first + 1 or not surname
        if kind == "country" and at == first + 1 and shape.lead(run[first].text):
            return True  # "Đoàn Hàn Quốc"
        return not (surname and kind in NAME_PARTS) or sum(word.start < end for word in run[first:]) > MAX_SYLLABLES

    def _surname_here(self, run: list[Word], at: int, end: int) -> bool:
        """Whether what looks like a place is the start of a titled person's name: "bà Hoàng Mai Anh"."""
        if not shape.surname(run[at].text):
            return False
        rest = [word for word in run[at:] if word.start >= end]
        if end == run[at].end and len(rest) in (2, 3):
            middle = rest[0].text in ("Văn", "Thị")
            return middle or all(shape.given(word.text) for word in rest)  # "Hàn Thái Tú"
        surnames = [shape.common_surname(word.text) for word in (run[at], *rest)]
        if surnames[:2] != [True, False] or not shape.vietnamese(rest[0].text):
            return False
        return self.context.title_before(run[at].start)[1] != ""

    def _of_longer(self, run: list[Word], at: int, end: int) -> bool:
        """Whether a known name is a part of a longer one: "Nguyễn Thị Hồng Vân", "Lương Nguyễn Minh Triết"."""
        following = next((word.text for word in run if word.start == end + 1), "")
        return following in JUNIOR or shape.given(following) or (at > 0 and shape.common_surname(run[at - 1].text))

    def _title_here(self, run: list[Word], at: int, end: int) -> bool:
        """Whether what reads like a title is one ("Bà Nguyễn", not "Nguyễn Thị Bé" or "Võ Sỹ Lực")."""
        if end <= run[at].end:
            return at == 0 and len(run) > 1
        return not (self.passage.text[run[at].start : end].istitle() and shape.common_surname(run[at].text))

    def _called(self, start: int, *kinds: str) -> bool:
        """Whether what reads like a place is somebody's name: "ông Khoa"."""
        if self.context.kind_before(start) != "title":
            return False
        place, kind = self.context.title_before(start)
        return kind in kinds and self.passage.text.count(" ", place, start) == 1

    def _candidates(self, words: list[Word], known: str = "") -> Iterator[Candidate]:
        """The candidate of these words; none where it is one word without a title, which can name nobody."""
        start, around = words[0].start, self.context
        role_start, title = around.title_before(around.level_before(words[0].text, start))
        thing = not title and (
            self._linked(start) or around.named_after(start) or around.addressed(start, words[-1].end)
        )
        blocked = thing or self.context.block_before(role_start) == "memorial"
        if blocked:
            self.last_block = words[-1].end
        if title or known or len(words) > 1:
            role = self.passage.text[role_start:start].strip(" :,")
            yield Candidate(around, tuple(words), title, role, blocked, known)

    def _linked(self, start: int) -> bool:
        """Whether a list goes on in which a blocked name stood before: "đường Trần Phú, Nguyễn Văn Cừ"."""
        return LINKED_BLOCK.fullmatch(self.passage.folded, self.last_block, start) is not None


def _one_word(text: str) -> str:
    """The word without what was typed onto it: "Cường-Giám đốc"."""
    if text.isalnum():
        return text
    first, sign, _ = text.partition("-")
    return first if sign and shape.marked(first) else text.rstrip("-'’_")
