"""A text in, the places where a person may be named out, each with what speaks for and against it.

A run is a row of capitalised words. Names of places, countries, bodies and titles are cut out of
it; what stays is a candidate. Whether it is a person is decided in `persons`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.entities import clues, shape
from indexer.entities.clues import NAME_PARTS, Clue, Span
from indexer.entities.context import Context
from indexer.entities.gazetteer import Found
from indexer.entities.passage import Passage

PARTICLES = re.compile(
    r" (?:(?:von|van|der|den|ten|ter|de|da|di|dos|del|bin|al|ibn|du|la|le|dela)(?: (?:der|den|la|los|bin))? "
    r"| ?(?:al|el|ul) ?- ?)"
)
SPACED_HYPHENS = frozenset({"Jean", "Anne", "Marie", "Hans", "Karl", "Abd", "Abdul", "Al", "El"})  # "Jean - Yves"
SECOND_SYLLABLE = re.compile(r" - (?!(?:cho|con|theo|quan|trong|anh|em|sau|khi|do|ai|ba|tay)\b)[A-Z]?[a-z]{1,6}\b")
JUNIOR = frozenset({"Jr", "Sr"})
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

    @property
    def reached(self) -> bool:
        """Whether a title stands before it in the clause."""
        return self.title != "" or (len(self.words) > 1 and self.around.reached(self.start))

    @property
    def placed(self) -> str:
        """The kind of the name straight before it, as in `Context.placed`."""
        return self.around.placed(self.start)


class Reader:
    """Reads the candidates of one passage, left to right."""

    def __init__(self, passage: Passage, bodies: Sequence[Span]) -> None:
        self.passage = passage
        self.found = clues.find(passage, bodies)
        self.context = Context(passage, self.found, bodies)
        self.by_start = {item.start: item for item in self.found}
        self.body_ends = dict(bodies)
        self.inside = dict(self._inside())

    def candidates(self) -> Iterator[Candidate]:
        for run in self._runs():
            yield from self._of_run(run)

    def _inside(self) -> Iterator[tuple[int, int]]:
        """Where a word within a name of a place or body, or of a kind of them, starts -> where that name ends."""
        names = [(item.start, item.end) for item in self.found if self._is_whole(item)]
        for start, end in (*names, *self.body_ends.items()):
            for sign in re.finditer(r"\W+", self.passage.folded[start:end]):
                yield start + sign.end(), end

    def _is_whole(self, item: Found[Clue]) -> bool:
        """Whether the words within belong to the whole and start nothing: "GS.TS", but not "Võ Sỹ" in "Võ Sỹ Lực"."""
        if item.value.kind == "title":
            return self.passage.text[item.start : item.end].isupper()
        return item.value.kind in (*NAME_PARTS, "block")

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
        at = len(run) if len(run) == 1 and self._opens(run[0].start) else 0
        while at < len(run):
            skip = self._mask(run, at)
            if skip:
                known = self.by_start.get(run[at].start)
                if known and known.value.kind == "known" and known.start not in self.inside:
                    yield from self._candidates(run[at : at + skip], known.value.value)
                self.context.passed(run[at].start, run[at + skip - 1].end)
                at += skip
                continue
            end = at + 1
            while end < len(run) and not self._ends(run, at, end):
                end += 1
            yield from self._candidates(run[at:end])
            at = end

    def _opens(self, start: int) -> bool:
        """Whether a sentence starts at `start`: a word alone there is no name, unless "GS." stands before."""
        before = self.passage.text[max(0, start - 2) : start]
        return (before in ("", ". ") or before.endswith("\n")) and start - 1 not in self.context.by_end

    def _mask(self, run: list[Word], at: int) -> int:
        """How many words of the run, from `at` on, are no person's name or a known one's."""
        start = run[at].start
        item = self.by_start.get(start)
        end = max(self.body_ends.get(start, 0), item.end if item else self.inside.get(start, 0))
        if item and item.value.kind == "title" and not self._title_here(run, at, item.end):
            return 0
        if (
            item
            and item.value.kind == "block"
            and (at or shape.surname(run[at].text) or self._called(start, "address", "honorific"))
        ):
            return 0
        if item and item.value.kind in NAME_PARTS and self._surname_here(run, at, item.end):
            return 0
        if item and item.value.kind in ("country", "place") and self._called(start, "address"):
            return 0  # "ông Israel Katz"
        if item and item.value.kind == "known" and (self._goes_on(run, item.end) or self._began(run, at)):
            return 0
        return sum(1 for word in run[at:] if word.start < end)

    def _ends(self, run: list[Word], first: int, at: int) -> bool:
        """Whether the name that began at `first` ends before `at`, because another name stands there.

        A place's name within the length of a person's is a given name: "Nguyễn Thanh Hà".
        """
        length = self._mask(run, at)
        item = self.by_start.get(run[at].start)
        if item and item.value.kind == "title":
            return item.end > run[at].end and (at > first + 1 or not shape.surname(run[first].text))
        if item and item.value.kind == "country" and at == first + 1 and shape.lead(run[first].text):
            return length > 1  # "Đoàn Hàn Quốc"
        if item and item.value.kind in NAME_PARTS and shape.surname(run[first].text):
            return length > 1 and at + length - first > MAX_SYLLABLES
        return length > 1

    def _surname_here(self, run: list[Word], at: int, end: int) -> bool:
        """Whether what looks like a place is the start of a titled person's name: "bà Hoàng Mai Anh"."""
        rest = [word for word in run[at:] if word.start >= end]
        if end == run[at].end and shape.surname(run[at].text) and len(rest) in (2, 3):
            middle = rest[0].text in ("Văn", "Thị")
            return middle or all(shape.given(word.text) for word in rest)  # "Hàn Thái Tú"
        surnames = [shape.common_surname(word.text) for word in (run[at], *rest)]
        if surnames[:2] != [True, False] or not shape.vietnamese(rest[0].text):
            return False
        return self.context.title_before(run[at].start)[1] != ""

    def _goes_on(self, run: list[Word], end: int) -> bool:
        """Whether a known name is only the start of a longer one: "Nguyễn Thị Hồng Vân"."""
        following = next((word.text for word in run if word.start == end + 1), "")
        return following in JUNIOR or shape.given(following)

    def _began(self, run: list[Word], at: int) -> bool:
        """Whether a surname before a known name makes it the end of a longer one: "Lương Nguyễn Minh Triết"."""
        before = run[at - 1] if at else None
        return before is not None and shape.common_surname(before.text) and before.start not in self.by_start

    def _title_here(self, run: list[Word], at: int, end: int) -> bool:
        """Whether what reads like a title is one ("Bà Nguyễn", not "Nguyễn Thị Bé" or "Võ Sỹ Lực")."""
        if end <= run[at].end:
            return at == 0 and len(run) > 1
        written = self.passage.text[run[at].start : end]
        return written.isupper() or not (written.istitle() and shape.common_surname(run[at].text))

    def _called(self, start: int, *kinds: str) -> bool:
        """Whether what reads like a place is somebody's name: "ông Khoa"."""
        place, kind = self.context.title_before(start)
        return kind in kinds and self.passage.text.count(" ", place, start) == 1

    def _candidates(self, words: list[Word], known: str = "") -> Iterator[Candidate]:
        """The candidate of these words; none where it is one word without a title, which can name nobody."""
        start, end, around = words[0].start, words[-1].end, self.context
        role_start, title = around.title_before(around.level_before([word.text for word in words], start))
        blocked = around.blocked(start, end, role_start, titled=bool(title))
        if title or len(words) > 1:
            role = self.passage.text[role_start:start].strip(" :,")
            yield Candidate(around, tuple(words), title, role, blocked, known)


def _one_word(text: str) -> str:
    """The word without what was typed onto it: "Cường-Giám đốc"."""
    if text.isalnum():
        return text
    first, sign, _ = text.partition("-")
    return first if sign and shape.marked(first) else text.rstrip("-'’_")
