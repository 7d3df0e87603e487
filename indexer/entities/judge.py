"""A candidate in, the reason why it names a person out, and the name in usual letters.

Vietnamese names are a surname and given names; foreign ones need a title, an office or an age
behind, or a known given name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.entities import shape
from indexer.entities.clues import NAME_PARTS
from indexer.entities.gazetteer import listed
from indexer.entities.passage import Passage, placed
from indexer.entities.runs import MAX_SYLLABLES, Candidate, Word

QUOTE = re.compile(r"(?:[\"'],?(?: -)? |lời )$")
BORN = re.compile(r"(?:,| \(|, ?\()? ?(?:\d{1,2} tuổi|sinh (?:năm|ngày) \d|sn:? \d{4})")
LIFE = re.compile(r" \((?P<born>\d{4}) ?- ?(?P<died>\d{4})\)")
SHORTEST_LIFE = 20  # years: serials and offices have fewer
OTHER_NAME = re.compile(r"(?:,| \(|, ?\()? ?(?:tên thật|bí danh|tức [^\W\d_]|quê |trú tại)")
LOOKALIKES = str.maketrans("ÐðǍǎ", "ĐđĂă")
INITIAL_FIRST = re.compile(r"[^\W\d_]\.? ?[^\W\d_]?\.")
MIDDLE_INITIAL = re.compile(r" [^\W\d_]\.?(?= )")
SPACED_HYPHEN = re.compile(r" ?- ?")
THING = re.compile(
    r"(?:,| là| -) (?:một |chiếc |con )?(?:tàu|công ty|hãng|tập đoàn|ngân hàng|thành phố|thị trấn|trường|bộ phim)\b"
)
HYPHENED = re.compile(r"(?<=-)[A-Z]")
BROKEN_OFF = re.compile(r" (?:\.\.\.|…) ?")  # a crawler's title: "Tiếp Bộ trưởng Tạ Quốc ..."
ENDED = re.compile(r"[.!?…”\"')] ?$")
NUMERAL = re.compile(r"[IVX]{2,}")  # "Elizabeth II"
INITIALS = re.compile(r"[A-Z]J|J[A-Z]")  # "JB Pritzker"
ACRONYM = re.compile(r" \([A-Z]{2,6}\)")
NEARLY_END = 5  # characters: a full stop, a line's end
MIDDLE_NAMES = frozenset({"Văn", "Thị"})


def cut(candidate: Candidate) -> Candidate | None:
    """The candidate without the words before and behind the name; None where no name is in it."""
    person = _behind_a_firm(candidate) if candidate.blocked else None
    if candidate.known or person:
        return person or candidate
    words = list(candidate.words)
    if shape.lead(words[0].text) and (foreign(words[1:]) or _eastern(words[1:])):
        words = words[1:]
    if candidate.title:
        words = words[_firm_length(words) :]
    if foreign(words):
        whole = len(words) > 1 and any(len(word.text) > 2 for word in words)  # not "N.T. Kh."
        return _with(candidate, words, candidate.title) if whole else None
    first = 0 if candidate.title else _first(words)
    words = words[first:]
    if len(words) > 2 and candidate.passage.shouted(words[0].start, words[-1].end):
        words = words[: _shouted_length(words, candidate.passage)]
    if len(words) > MAX_SYLLABLES:
        words = words[: _length(words)]
    if len(words) < 2 or not all(shape.vietnamese(word.text) for word in words):
        return None
    return _with(candidate, words, "" if first else candidate.title)


def _with(candidate: Candidate, words: Sequence[Word], title: str) -> Candidate:
    """With these of its words: most candidates are left as they are."""
    whole = len(words) == len(candidate.words)
    return candidate if whole else replace(candidate, words=tuple(words), title=title)


def _behind_a_firm(candidate: Candidate) -> Candidate | None:
    """The person at the end of a row that starts as a firm: "Giám đốc Công ty Đèo Xa Lê Cát Tường"."""
    tail = candidate.words[_firm_length(candidate.words) :]
    least = 2 if candidate.around.block_before(candidate.start) == "office" else 3  # schools are named after "Lê Lợi"
    if tail == candidate.words or len(tail) < least or foreign(tail) or not candidate.reached:
        return None
    return replace(candidate, words=tail, title="", blocked=False)


def _firm_length(words: Sequence[Word]) -> int:
    """How many words of a row are a firm's, before a person's name: "EVN Lê Thạo", "Đèo Xa Lê Cát Tường"."""
    if shape.surname(words[0].text) or shape.foreign_given(words[0].text):
        return 0
    for at in range(1, len(words) - 1):
        tail, last = words[at:], words[at - 1].text
        letters = last.isupper() and len(last) > 1 and not shape.vietnamese(last)
        named = shape.common_surname(tail[0].text) and (letters or (len(tail) > 2 and _given(tail)))
        named = named or (shape.surname(tail[0].text) and _middle_name(tail))
        if named or (letters and foreign(tail)):
            return at
    return 0


def _first(words: list[Word]) -> int:
    """Where the surname stands that the name begins with; 0 where it is the first word, or none is common."""
    surnames = map(shape.common_surname, (word.text.capitalize() for word in words[:-1]))
    rare = not shape.surname(words[0].text.capitalize())
    return next((at for at, common in enumerate(surnames) if common), 0) if rare else 0


def _shouted_length(words: Sequence[Word], passage: Passage) -> int:
    """How many words of a line in capitals are the name: what a person does may follow, "LÊ CÁT TƯỜNG THĂM HUẾ"."""
    return next((at for at in range(2, len(words)) if _verb(passage, words[at].start)), len(words))


def _length(words: list[Word]) -> int:
    """How many words of a row that is too long for a name make one: those that are given names."""
    length = 1
    while length < min(len(words), MAX_SYLLABLES + 1) and shape.given(words[length].text.capitalize()):
        length += 1
    return length


def foreign(words: Sequence[Word]) -> bool:
    """Whether the words are a foreign name's: none in capitals only, one no Vietnamese syllable."""
    return _foreign(tuple([word.text for word in words]))


@lru_cache(maxsize=1 << 14)
def _foreign(words: tuple[str, ...]) -> bool:
    texts = [text for text in words if not NUMERAL.fullmatch(text)]
    if len(texts) > 1 and INITIALS.fullmatch(texts[0]):
        texts = texts[1:]
    if not texts or any((len(text) > 1 and text.isupper()) or shape.no_name(text) for text in texts):
        return False
    if any(map(shape.marked, texts)) and not (shape.common_surname(texts[0]) or shape.foreign_given(texts[0])):
        return False  # "Xuyên Việt Oil" is a firm
    return any(not shape.vietnamese(text) for text in texts if len(text) > 1) or (
        shape.foreign_given(texts[0]) and not shape.common_surname(texts[0])
    )


def _eastern(words: Sequence[Word]) -> bool:
    """Whether the words are a Chinese or Korean name in letters that could be Vietnamese: "Yun Tao"."""
    return len(words) > 1 and shape.eastern_surname(words[0].text)


def reason(candidate: Candidate) -> str:
    """Why the candidate names a person; empty where nothing says so."""
    if BROKEN_OFF.fullmatch(candidate.passage.text, candidate.end):
        return ""
    if candidate.known and not candidate.blocked:
        return "list of known persons"
    if _born(candidate):
        return "age or birth behind it"
    if candidate.blocked:
        return ""
    return _first_told(_of_foreign(candidate) if foreign(candidate.words) else _of_vietnamese(candidate))


def _first_told(rules: Iterable[tuple[str, bool]]) -> str:
    return next((why for why, holds in rules if holds), "")


def _of_foreign(candidate: Candidate) -> Iterator[tuple[str, bool]]:
    """Reasons, and whether each holds of a name in foreign letters."""
    words = candidate.words
    yield "title before it", candidate.title != ""
    yield from _described(candidate)
    yield "hyphen of a Korean given name", _eastern(words) and "-" in words[-1].text
    if not _is_thing(candidate):
        yield "given name", shape.foreign_given(words[0].text)
        yield "title in the clause", candidate.reached and candidate.placed in NAME_PARTS
        said = len(words) < MAX_SYLLABLES and _quoted(candidate)
        yield "verb of a person behind it", said and _verb(candidate.passage, candidate.end + 1) == "says"


def _of_vietnamese(candidate: Candidate) -> Iterator[tuple[str, bool]]:
    """Reasons, and whether each holds of a name in Vietnamese syllables."""
    words = candidate.words
    surname = words[0].text.capitalize()
    middle, given, long = _middle_name(words), _given(words), len(words) > 2
    listed, common = shape.surname(surname) or _eastern(words), shape.common_surname(surname)
    if candidate.title:
        yield "title before it", listed or candidate.title != "office" or candidate.placed == "country"
    elif (listed or middle) and (given or long or not common) and not _lone_line(candidate):
        yield from _described(candidate)
        yield "title in the clause", (middle or given or common) and candidate.reached
        yield "surname and middle name", middle and not common
        yield "surname and given names", common and long and any(_given((word,)) for word in words[1:])
        verb = _verb(candidate.passage, candidate.end + 1)
        yield "verb of a person behind it", (given and verb != "") or (long and not common and verb == "says")


def _middle_name(words: Sequence[Word]) -> bool:
    """Whether the name has a middle name after its surname, so that a rare surname is one."""
    if len(words) < 3:
        return False
    listed = shape.surname(words[0].text.capitalize())
    return (listed and words[1].text in MIDDLE_NAMES) or (words[1].text == "Thị" and _given(words))


def looks_like_a_name(candidate: Candidate) -> bool:
    """Whether the candidate may stand in a list of persons."""
    return shape.surname(candidate.words[0].text.capitalize()) or foreign(candidate.words)


def _given(words: Sequence[Word]) -> bool:
    return all(shape.given(word.text.capitalize()) for word in (words[1:] if len(words) > 1 else words))


def described(candidate: Candidate) -> bool:
    """Whether an office or a birth name follows, as behind persons alone."""
    return _first_told(_described(candidate)) != ""


def _described(candidate: Candidate) -> Iterator[tuple[str, bool]]:
    yield "office behind it", candidate.around.apposed(candidate.end)
    yield "birth name behind it", OTHER_NAME.match(candidate.passage.folded, candidate.end) is not None


def _born(candidate: Candidate) -> bool:
    """Whether an age, a birth or the years of a life follow."""
    folded, end = candidate.passage.folded, candidate.end
    life = LIFE.match(folded, end)
    lived = life is not None and int(life["died"]) - int(life["born"]) >= SHORTEST_LIFE
    return lived or BORN.match(folded, end) is not None


def _verb(passage: Passage, start: int) -> str:
    """The kind of the verb that starts at `start`; empty where none does."""
    found = listed("verbs.tsv").at(passage.folded, start)
    return found.value if found else ""


def _quoted(candidate: Candidate) -> bool:
    """Whether a title stands before in the clause, or what somebody said."""
    return candidate.reached or candidate.passage.before(candidate.start, QUOTE, 6) is not None


def _is_thing(candidate: Candidate) -> bool:
    """Whether the name is said to be a thing's: "Howard Wexford, tàu sân bay thứ hai", "Pakatan Baru (PB)"."""
    passage, end = candidate.passage, candidate.end
    return bool(THING.match(passage.folded, end) or ACRONYM.match(passage.text, end))


def _lone_line(candidate: Candidate) -> bool:
    """Whether the name is a line of its own, or all that stands behind the last sentence: a byline."""
    passage = candidate.passage
    if passage.field != "body":
        return False
    if passage.line(candidate.start, candidate.end).strip(" .-–()") == candidate.surface:
        return True
    last = not passage.text[candidate.end : candidate.end + NEARLY_END].strip(" .-–()\n")
    at_end = candidate.end + NEARLY_END > len(passage.text)
    return last and at_end and ENDED.search(passage.text, max(0, candidate.start - 3), candidate.start) is not None


def name(candidate: Candidate) -> str:
    """As listed, or the words in usual letters: capitals first, tones where they usually stand, no middle initials."""
    if candidate.known:
        return candidate.known
    if not foreign(candidate.words):
        return placed(" ".join(_lowered(word.text) for word in candidate.words).translate(LOOKALIKES))
    if INITIAL_FIRST.match(candidate.surface):
        return candidate.surface
    spelt = MIDDLE_INITIAL.sub("", SPACED_HYPHEN.sub("-", candidate.surface))
    if shape.eastern_surname(candidate.words[0].text):  # "Kim Jong - Hun" = "Kim Jong-hun"
        return HYPHENED.sub(lambda match: match[0].lower(), spelt)
    return spelt


def _lowered(word: str) -> str:
    return word.capitalize() if word.isupper() else word
