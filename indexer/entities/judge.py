"""A candidate in, the reason why it names a person out, and the name in usual letters.

Vietnamese names are a surname and given names; foreign ones need a title, an office or an age
behind, or a known given name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from indexer.entities import shape
from indexer.entities.passage import Passage, placed
from indexer.entities.runs import MAX_SYLLABLES, Candidate, Word

SPEAKS = re.compile(
    r" (?:cho biết|cho hay|cho rằng|nói|khẳng định|nhấn mạnh|chia sẻ|phát biểu|đề nghị|yêu cầu|trả lời"
    r"|bị|được|đã|vừa|ký|kể|nhận định|thông tin|đánh giá|dự|thăm|tiếp|gặp|chủ trì|hội đàm|hội kiến|làm việc)\b"
)
SAYS = re.compile(r" (?:nói|kể|chia sẻ|cho biết|cho hay|viết|giải thích|bày tỏ|tiết lộ|thừa nhận|qua đời|nhớ lại)\b")
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
ENDED = re.compile(r"[.!?…”\"')] ?$")
NUMERAL = re.compile(r"[IVX]{2,}")  # "Elizabeth II"
INITIALS = re.compile(r"[A-Z]J|J[A-Z]")  # "JB Pritzker"
ACRONYM = re.compile(r" \([A-Z]{2,6}\)")
NEARLY_END = 5  # characters: a full stop, a line's end
MIDDLE_NAMES = frozenset({"Văn", "Thị"})


def cut(candidate: Candidate) -> Candidate | None:
    """The candidate without the words before and behind the name; None where no name is in it."""
    words = list(candidate.words)
    if shape.lead(words[0].text) and (foreign(words[1:]) or _eastern(words[1:])):
        words = words[1:]
    if candidate.title:
        words = words[_firm_length(words) :]
    if foreign(words):
        whole = len(words) > 1 and any(len(word.text) > 2 for word in words)  # not "N.T. Kh."
        return replace(candidate, words=tuple(words)) if whole else None
    first = _first(words, bool(candidate.title))
    words = words[first:]
    if len(words) > 2 and candidate.passage.shouted(words[0].start, words[-1].end):
        words = words[: _shouted_length(words, candidate.passage)]
    if len(words) > MAX_SYLLABLES:
        words = words[: _length(words)]
    if len(words) < 2 or not all(shape.vietnamese(word.text) for word in words):
        return None
    return replace(candidate, words=tuple(words), title="" if first else candidate.title)


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


def _shouted_length(words: Sequence[Word], passage: Passage) -> int:
    """How many words of a line in capitals are the name: what a person does may follow, "LÊ CÁT TƯỜNG THĂM HUẾ"."""
    for at in range(2, len(words)):
        if SPEAKS.match(passage.folded, words[at].start - 1):
            return at
    return len(words)


def _first(words: list[Word], titled: bool) -> int:
    if titled or shape.surname(words[0].text.capitalize()):
        return 0
    for at, word in enumerate(words[:-1]):
        if shape.common_surname(word.text.capitalize()):
            return at
    return 0


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
    words = candidate.words
    surname = words[0].text.capitalize()
    if foreign(words):
        return (
            _title(candidate)
            or described(candidate)
            or _if(_eastern(words) and "-" in words[-1].text, "hyphen of a Korean given name")
            or _if(shape.foreign_given(words[0].text) and not _is_thing(candidate), "given name")
            or _if(candidate.reached and candidate.placed != "" and not _is_thing(candidate), "title in the clause")
            or _if(len(words) < MAX_SYLLABLES and _quoted(candidate), _does(candidate, SAYS))
        )
    listed = shape.surname(surname) or _eastern(words)
    if candidate.title:
        return _if(listed or candidate.title != "office" or candidate.placed == "country", _title(candidate))
    if _lone_line(candidate) or not (listed or _middle_name(words)):
        return ""
    told = described(candidate) or _if(candidate.reached, "title in the clause")
    if not shape.common_surname(surname):
        middle = _middle_name(words)
        if not middle and not _given(words):
            told = described(candidate)
        said = _does(candidate, SPEAKS) if _given(words) else _if(len(words) > 2, _does(candidate, SAYS))
        return told or _if(middle, "surname and middle name") or said
    if len(words) == 2:
        return (told or _does(candidate, SPEAKS)) if _given(words) else ""
    return told or _if(any(_given((word,)) for word in words[1:]), "surname and given names")


def _middle_name(words: Sequence[Word]) -> bool:
    """Whether the name has a middle name after its surname, so that a rare surname is one."""
    if len(words) < 3:
        return False
    listed = shape.surname(words[0].text.capitalize())
    return (listed and words[1].text in MIDDLE_NAMES) or (words[1].text == "Thị" and _given(words))


def _if(so: bool, told: str) -> str:
    return told if so else ""


def _title(candidate: Candidate) -> str:
    return _if(candidate.title != "", "title before it")


def looks_like_a_name(candidate: Candidate) -> bool:
    """Whether the candidate may stand in a list of persons."""
    return shape.surname(candidate.words[0].text.capitalize()) or foreign(candidate.words)


def _given(words: Sequence[Word]) -> bool:
    return all(shape.given(word.text.capitalize()) for word in (words[1:] if len(words) > 1 else words))


def described(candidate: Candidate) -> str:
    """Whether what only persons have follows: an office, an age, a birth name."""
    titled, called = candidate.around.apposed(candidate.end), OTHER_NAME.match(candidate.passage.folded, candidate.end)
    return _if(titled, "office behind it") or born(candidate) or _if(called is not None, "birth name behind it")


def born(candidate: Candidate) -> str:
    folded, end = candidate.passage.folded, candidate.end
    life = LIFE.match(folded, end)
    lived = life is not None and int(life["died"]) - int(life["born"]) >= SHORTEST_LIFE
    return _if(lived or BORN.match(folded, end) is not None, "age or birth behind it")


def _does(candidate: Candidate, verbs: re.Pattern[str]) -> str:
    """Whether one of the verbs stands behind; SAYS are those that firms and countries are rarely said to do."""
    return _if(verbs.match(candidate.passage.folded, candidate.end) is not None, "verb of a person behind it")


def _quoted(candidate: Candidate) -> bool:
    """Whether a title stands before in the clause, or what somebody said."""
    folded, start = candidate.passage.folded, candidate.start
    return candidate.reached or QUOTE.search(folded, max(0, start - 6), start) is not None


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


def behind_a_firm(candidate: Candidate) -> Candidate | None:
    """The person at the end of a row that starts as a firm: "Giám đốc Công ty Đèo Xa Lê Cát Tường"."""
    tail = candidate.words[_firm_length(candidate.words) :]
    least = 2 if candidate.around.block_before(candidate.start) == "office" else 3  # schools are named after "Lê Lợi"
    if tail == candidate.words or len(tail) < least or foreign(tail) or not candidate.reached:
        return None
    return replace(candidate, words=tail, title="", blocked=False)


def name(candidate: Candidate) -> str:
    """The words in usual letters: capitals first, tones where they usually stand, no middle initials."""
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
