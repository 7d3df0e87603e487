"""A text in, the persons that it names out, each with its places: the facet `person`.

Candidates come from `runs`. Accepted are Vietnamese full names (a surname and given names) and
foreign ones that a title, a known given name or the list of known persons vouches for. Short
forms ("ông Hải", "Bộ trưởng Lutnick") fold into the full name; titles are never part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.entities import shape
from indexer.entities.identity import ShortForms, listed_names
from indexer.entities.passage import Passage, fold, placed
from indexer.entities.runs import MAX_SYLLABLES, Candidate, Reader, Word
from indexer.model import Mention

SPEAKS = re.compile(
    r" (?:cho biết|cho hay|cho rằng|nói|khẳng định|nhấn mạnh|chia sẻ|phát biểu|đề nghị|yêu cầu|trả lời"
    r"|bị|được|đã|vừa|ký|kể|nhận định|thông tin|đánh giá|dự|thăm|tiếp|gặp|chủ trì)\b"
)
PERSONAL = re.compile(
    r"(?:,| \(|, ?\()? ?(?:\d{1,2} tuổi|sinh (?:năm|ngày) \d|sn:? \d{4}|tên thật|bí danh|tức [^\W\d_]|quê |trú tại)"
)
LISTED = re.compile(r"(?:,|;| và| cùng|,? với) $")
LOOKALIKES = str.maketrans("ÐðǍǎ", "ĐđĂă")
CALLED_BY_SURNAME = frozenset({"leader", "address", "rank"})
INITIAL_FIRST = re.compile(r"[^\W\d_]\.? ?[^\W\d_]?\.")
MIDDLE_INITIAL = re.compile(r" [^\W\d_]\.?(?= )")
MIDDLE_NAMES = frozenset({"Văn", "Thị"})


def find(passages: Sequence[Passage], bodies: Iterable[Mention]) -> list[Mention]:
    spans = [(mention.field, mention.start, mention.end) for mention in bodies]
    candidates = []
    for passage in passages:
        reader = Reader(passage, [(start, end) for field, start, end in spans if field == passage.field])
        candidates += list(reader.candidates())
    full = _full_names(candidates)
    names = listed_names(full[at] for at in sorted(full))
    people = ShortForms(names.values())
    mentions: list[Mention] = []
    for at, candidate in enumerate(candidates):
        value = names[full[at]] if at in full else _short_form(candidate, people)
        if value:
            people.mentioned(value)
            mentions.append(_mention(candidate, value))
    return mentions


def _mention(candidate: Candidate, value: str) -> Mention:
    passage = candidate.passage
    return Mention(
        "person", value, candidate.surface, passage.field, candidate.start, candidate.end, role=candidate.role
    )


def _full_names(candidates: list[Candidate]) -> dict[int, str]:
    """Place of the candidate -> its name, for those that name a person in full.

    Args:
        candidates: those with words that belong to no name are cut to the name, in place.
    """
    sure: dict[int, str] = {}
    maybe: dict[int, str] = {}
    linked = -1  # where the last sure name ended
    for at, candidate in enumerate(candidates):
        if candidate.known:
            if _known(candidate):
                sure[at] = candidate.known
            continue
        cut = _cut(candidate)
        if cut is None:
            continue
        candidates[at] = cut
        name = _name(cut)
        in_list = 0 <= cut.start - linked < 12 and LISTED.fullmatch(cut.passage.folded, max(linked, 0), cut.start)
        if not cut.blocked and (_vouched(cut) or (in_list and _weakly_vouched(cut))):
            sure[at] = name
            linked = cut.end
        elif not cut.blocked:
            maybe[at] = name
    values = {fold(name) for name in sure.values()}
    called = {fold(one.words[0].text) for one in candidates if len(one.words) == 1 and one.title and not one.blocked}
    for at, name in maybe.items():
        if fold(name) in values or (_foreign(candidates[at].words) and fold(name).split()[-1] in called):
            sure[at] = name
    return sure


def _known(candidate: Candidate) -> bool:
    return not candidate.blocked and (len(candidate.words) > 1 or candidate.title != "")


def _cut(candidate: Candidate) -> Candidate | None:
    """The candidate without the words before and behind the name; None where no name is in it."""
    words = list(candidate.words)
    if words[0].text.lower() in shape.leads() and _foreign(words[1:]):
        words = words[1:]
    if _foreign(words):
        return replace(candidate, words=tuple(words)) if len(words) > 1 else None
    first = _first(words, bool(candidate.title))
    words = words[first:]
    if len(words) > MAX_SYLLABLES:
        words = words[: _length(words, candidate)]
    if len(words) < 2 or not all(shape.vietnamese(word.text) and not shape.no_name(word.text) for word in words):
        return None
    return replace(candidate, words=tuple(words), title="" if first else candidate.title)


def _first(words: list[Word], titled: bool) -> int:
    if titled or words[0].text.capitalize() in shape.surnames():
        return 0
    for at, word in enumerate(words[:-1]):
        if shape.common_surname(word.text.capitalize()):
            return at
    return 0


def _length(words: list[Word], candidate: Candidate) -> int:
    """How many words of a row that is too long for a name make one: those that are given names."""
    given = shape.given_syllables()
    length = 1
    while length < min(len(words), MAX_SYLLABLES + 1) and words[length].text.capitalize() in given:
        length += 1
    if length > MAX_SYLLABLES and not (candidate.title or words[1].text == "Thị"):
        return 0
    return length


def _foreign(words: Sequence[Word]) -> bool:
    """Whether the words are a foreign name's: none in capitals only, one no Vietnamese syllable."""
    texts = [word.text for word in words]
    if not texts or any((len(text) > 1 and text.isupper()) or shape.no_name(text) for text in texts):
        return False
    if any(map(shape.marked, texts)) and not (
        shape.common_surname(texts[0]) or texts[0] in shape.foreign_given_names()
    ):
        return False  # "Xuyên Việt Oil" is a firm
    return any(not shape.vietnamese(text) for text in texts if len(text) > 1) or (
        texts[0] in shape.foreign_given_names() and not shape.common_surname(texts[0])
    )


def _vouched(candidate: Candidate) -> bool:
    words = candidate.words
    if _foreign(words):
        return bool(candidate.title) or words[0].text in shape.foreign_given_names() or _described(candidate)
    surname = words[0].text.capitalize()
    if candidate.title:
        return surname in shape.surnames() or candidate.title != "office"
    if _lone_line(candidate) or surname not in shape.surnames():
        return False
    if not shape.common_surname(surname):
        middle = len(words) > 2 and words[1].text in MIDDLE_NAMES
        return middle or _described(candidate) or (_given(words) and (candidate.reached or _speaks(candidate)))
    if len(words) == 2:
        return _given(words) and (_described(candidate) or candidate.reached or _speaks(candidate))
    return any(_given((word,)) for word in words[1:]) or candidate.reached or _described(candidate)


def _weakly_vouched(candidate: Candidate) -> bool:
    return candidate.words[0].text.capitalize() in shape.surnames() or _foreign(candidate.words)


def _given(words: Sequence[Word]) -> bool:
    given = shape.given_syllables()
    return all(word.text.capitalize() in given for word in (words[1:] if len(words) > 1 else words))


def _described(candidate: Candidate) -> bool:
    """Whether what only persons have follows: an office, an age, a birth name."""
    return candidate.apposed or PERSONAL.match(candidate.passage.folded, candidate.end) is not None


def _speaks(candidate: Candidate) -> bool:
    return SPEAKS.match(candidate.passage.folded, candidate.end) is not None


def _lone_line(candidate: Candidate) -> bool:
    """Whether the name is a line of its own: a byline."""
    line = candidate.passage.line(candidate.start, candidate.end)
    return candidate.passage.field == "body" and line.strip(" .-–()") == candidate.surface


def _name(candidate: Candidate) -> str:
    """The words in usual letters: capitals first, tones where they usually stand, no middle initials."""
    if not _foreign(candidate.words):
        return placed(" ".join(_lowered(word.text) for word in candidate.words).translate(LOOKALIKES))
    if INITIAL_FIRST.match(candidate.surface):
        return candidate.surface
    return MIDDLE_INITIAL.sub("", candidate.surface)


def _lowered(word: str) -> str:
    return word.capitalize() if word.isupper() else word


def _short_form(candidate: Candidate, people: ShortForms) -> str:
    """The full name that a given name or a foreign surname behind a title stands for; empty where none does."""
    if not candidate.title or candidate.blocked or candidate.known:
        return ""
    words = [word.text for word in candidate.words]
    return people.full(words, by_surname=candidate.title == "address") or _lone_foreign(candidate)


def _lone_foreign(candidate: Candidate) -> str:
    """A foreigner of whom the text gives the surname only."""
    text = candidate.words[0].text
    lone = len(candidate.words) == 1 and len(text) > 3 and not text.isupper() and not shape.vietnamese(text)
    return text if lone and candidate.title in CALLED_BY_SURNAME else ""
