"""A text and its day of publication in, the dates that it mentions out; and the day that an undated text implies.

Values are "2025-04-23", "2025-04" for a month, and "XXXX-06-12", "XXXX-06" where no year can be
known: a year is never taken from today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from indexer.entities import written
from indexer.entities.evidence import Evidence
from indexer.entities.passage import Passage
from indexer.entities.written import JOINT, YEAR, Written
from indexer.model import Mention

YEAR_BEFORE = re.compile(rf"\bnăm ({YEAR})\b")
FUTURE = re.compile(r"\b(?:có hiệu lực|hiệu lực từ|dự kiến|sẽ|sắp|tới đây|sắp tới)\b")
DEADLINE = re.compile(r"\b(?:hạn|chậm nhất|trước ngày|kể từ ngày|đến hết)\b")  # may also be over
PAST = re.compile(r"\b(?:đã|vừa|trước đó|từng|hôm qua|xảy ra|hôm)\b")
YEAR_WORD = re.compile(r",? (?:(?P<last>năm ngoái|năm trước(?! đó))|(?P<next>năm sau|năm tới|sang năm)|năm nay)\b")
SAME_YEAR = re.compile(r",? (?:cùng năm|năm (?:đó|ấy))\b")
FUTURE_REACH = timedelta(days=330)  # what is announced is not farther off
PAST_BIAS = 2  # without a clue a day ahead must be twice as near as one behind
CLUE, PAST_CLUE, YEAR_CLUE, SAME_YEAR_CLUE = 40, 25, 60, 300  # characters before a date in which its clues stand
LEAD = 700  # characters of the body in which a news text says when


def find(passage: Passage, published: date | None) -> Iterator[Evidence]:
    """The dates mentioned, in order."""
    as_written = written.read(passage.folded)
    for plain, day in zip(as_written, _with_years(passage, as_written), strict=True):
        year = day.year or (_nearest_year(passage, day, published) if published else 0)
        value = f"{year or 'XXXX'}-{day.month:02}" + (f"-{day.day:02}" if day.day else "")
        mention = Mention("date", value, passage.text[day.start : day.end], passage.field, day.start, day.end)
        yield Evidence(mention, _why(plain.year, day.year, year))


def _why(written_year: int, sentence_year: int, year: int) -> str:
    if written_year:
        return "year as written"
    if sentence_year:
        return "year of its range or sentence"
    return "year told by the day of publication" if year else "no year known"


def likely(mentions: Sequence[Mention], body: Passage) -> date | None:
    """The day that an undated body implies: the last full date in it, if its beginning tells it as just happened.

    None where a later date stands behind: then the text was written later. Announced dates do not count.
    """
    days = [
        (date.fromisoformat(mention.value), -mention.start)
        for mention in mentions
        if mention.field == "body" and re.fullmatch(r"\d{4}-\d\d-\d\d", mention.value)
        if not _says(FUTURE, body, mention.start, CLUE)
    ]
    day, place = max(days, default=(None, 0))
    return day if -place < LEAD else None


def _with_years(passage: Passage, days: list[Written]) -> Iterator[Written]:
    """The dates; one without a year has that of the range's end, or of a "năm 2021" before it in the sentence."""
    for at, day in enumerate(days):
        end = next((other for other in days[at + 1 : at + 3] if other.year), None)
        if day.year:
            yield day
        elif end and JOINT.fullmatch(passage.folded, day.end, _with_word(passage.folded, end)):
            yield replace(day, year=end.year - ((day.month, day.day) > (end.month, end.day or 31)))
        else:
            told = SAME_YEAR.match(passage.folded, day.end)
            first = day.start - SAME_YEAR_CLUE if told else max(passage.sentence(day.start)[0], day.start - YEAR_CLUE)
            years = YEAR_BEFORE.findall(passage.folded, max(0, first), day.start)
            yield replace(day, year=int(years[-1])) if years else day


def _with_word(folded: str, day: Written) -> int:
    """Where the date starts, "tháng" before a month included where it is not yet."""
    return day.start + len("tháng ") if folded.startswith("tháng ", day.start) else day.start


def _nearest_year(passage: Passage, day: Written, published: date) -> int:
    """The year of the reading nearest to the publication: the past one, unless something speaks for the other."""
    word = YEAR_WORD.match(passage.folded, day.end)
    if word:
        return published.year - bool(word["last"]) + bool(word["next"])
    readings = list(_readings(day, published))
    past = max((reading for reading in readings if reading <= published), default=None)
    ahead = min((reading for reading in readings if reading > published), default=None)
    if not past or not ahead:
        return (past or ahead or published).year
    if _says(FUTURE, passage, day.start, CLUE) and ahead - published < FUTURE_REACH:
        return ahead.year
    if _says(DEADLINE, passage, day.start, CLUE) and ahead - published < published - past:
        return ahead.year
    if _says(PAST, passage, day.start, PAST_CLUE):
        return past.year
    return ahead.year if (ahead - published) * PAST_BIAS < published - past else past.year


def _readings(day: Written, published: date) -> Iterator[date]:
    """The date in the years around the publication; a month stands for its middle, the current one for today."""
    in_month = published.day if day.month == published.month else 15
    for year in (published.year - 1, published.year, published.year + 1):
        candidate = replace(day, year=year, day=day.day or in_month)
        if candidate.real:
            yield date(year, candidate.month, candidate.day)


def _says(clue: re.Pattern[str], passage: Passage, place: int, width: int) -> bool:
    """Whether the clue stands in the sentence, at most `width` characters before the place."""
    first, _ = passage.sentence(place)
    return clue.search(passage.folded, max(first, place - width), place) is not None
