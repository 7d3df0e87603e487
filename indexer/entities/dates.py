"""A text and its day of publication in, the dates that it mentions out; and the day that an undated text implies.

Values are "2025-04-23", "2025-04" for a month, and "XXXX-06-12", "XXXX-06" where no year can be
known: a year is never taken from today.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from indexer.entities import written
from indexer.entities.passage import Evidence, Passage
from indexer.entities.written import JOINT, YEAR, Written
from indexer.model import Mention

YEAR_BEFORE = re.compile(rf"\bnăm ({YEAR})\b")
FUTURE = re.compile(r"\b(?:có hiệu lực|hiệu lực từ|dự (?:kiến|tính|định)|sẽ|sắp|tới đây|sắp tới)\b")
DEADLINE = re.compile(r"\b(?:hạn|chậm nhất|trước ngày|kể từ ngày|đến hết)\b")  # may also be over
PAST = re.compile(r"\b(?:đã|vừa|trước đó|từng|hôm qua|xảy ra|hôm(?! nay)|hồi)\b")
PAST_BEHIND = re.compile(r"[^.;\n]{0,60}\b(?:đã|từng)\b")
YEAR_WORD = re.compile(r",? (?:(?P<last>năm ngoái|năm trước(?! đó))|(?P<next>năm sau|năm tới|sang năm)|năm nay)\b")
NEXT = re.compile(r" (?:sắp )?tới(?: đây| này|[,.;)]| (?:hoặc|và|sẽ)\b)")
LAST = re.compile(r" (?:vừa )?qua\b| vừa rồi\b")
SAME_YEAR = re.compile(r",? (?:cùng năm|năm (?:đó|ấy))\b")
FUTURE_REACH = timedelta(days=330)  # what is announced is not farther off
RECENT = timedelta(days=30)  # a day so near to the publication is of it, whatever year stands before
PAST_BIAS = 2  # without a clue a day ahead must be twice as near as one behind
CLUE, PAST_CLUE, YEAR_CLUE, SAME_YEAR_CLUE = 40, 25, 60, 300  # characters before a date in which its clues stand
LEAD = 700  # characters of the body in which a news text says when


def find(passage: Passage, published: date | None) -> Iterator[Evidence]:
    """The dates mentioned, in order."""
    as_written = written.read(passage.folded)
    for plain, day in zip(as_written, _with_years(passage, as_written, published), strict=True):
        year = day.year
        if published and not plain.year and (not year or _told_too_late(passage, day, published)):
            year = _nearest_year(passage, day, published)
        value = f"{year or 'XXXX'}-{day.month:02}" + (f"-{day.day:02}" if day.day else "")
        yield passage.evidence("date", value, (day.start, day.end), _why(plain.year, day.year, year))


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


def _with_years(passage: Passage, days: list[Written], published: date | None) -> Iterator[Written]:
    """The dates; one without a year has that of the range's end, or of a "năm 2021" or a date before it."""
    last = None
    for at, day in enumerate(days):
        end = next((other for other in days[at + 1 : at + 3] if other.year), None)
        year = day.year
        if not year and end and JOINT.fullmatch(passage.folded, day.end, _with_word(passage.folded, end)):
            year = end.year - ((day.month, day.day) > (end.month, end.day or 31))
        last = replace(day, year=year or _year_before(passage, last, day, published))
        yield last


def _year_before(passage: Passage, last: Written | None, day: Written, published: date | None) -> int:
    """The year that stands before the date in its sentence, also that of the `last` date; 0 where none does."""
    told = SAME_YEAR.match(passage.folded, day.end)
    first = max(0, day.start - SAME_YEAR_CLUE if told else max(passage.sentence(day.start)[0], day.start - YEAR_CLUE))
    years = YEAR_BEFORE.findall(passage.folded, first, day.start)
    if years or not last or last.start < first:
        return int(years[-1]) if years else 0
    recent = published and any(abs(published - reading) < RECENT for reading in _readings(day, published))
    later = (last.month, last.day) <= (day.month, day.day)
    return last.year if told or (later and not recent) else 0


def _told_too_late(passage: Passage, day: Written, published: date) -> bool:
    """Whether the sentence's year is of something to come, and not of the date: "kỳ thi năm 2017 ... hồi tháng 9"."""
    return day.year > published.year and _says(PAST, passage, day.start, PAST_CLUE)


def _with_word(folded: str, day: Written) -> int:
    """Where the date starts, "tháng" before a month included where it is not yet."""
    return day.start + len("tháng ") if folded.startswith("tháng ", day.start) else day.start


def _nearest_year(passage: Passage, day: Written, published: date) -> int:
    """The year of the reading nearest to the publication: the past one, unless something speaks for the other."""
    word = YEAR_WORD.match(passage.folded, day.end)
    if word:
        return published.year - bool(word["last"]) + bool(word["next"])
    readings = list(_readings(day, published))
    past = max(reading for reading in readings if reading <= published)
    ahead = min(reading for reading in readings if reading > published)
    return (ahead if _is_ahead(passage, day, ahead - published, published - past) else past).year


def _is_ahead(passage: Passage, day: Written, until: timedelta, since: timedelta) -> bool:
    """Whether the date is the reading `until` after the publication, and not the one `since` before it."""
    folded, end = passage.folded, day.end
    if LAST.match(folded, end):
        return False
    if until < FUTURE_REACH and (NEXT.match(folded, end) or _says(FUTURE, passage, day.start, CLUE)):
        return True
    if until < since and _says(DEADLINE, passage, day.start, CLUE):
        return True
    done = _says(PAST, passage, day.start, PAST_CLUE) or (not day.day and PAST_BEHIND.match(folded, end))
    return not done and until * PAST_BIAS < since


def _readings(day: Written, published: date) -> Iterator[date]:
    """The date in the years around the publication; a month stands for its middle, the current one for today."""
    in_month = min(published.day, 28) if day.month == published.month else 15
    reach = 8 if (day.day, day.month) == (29, 2) else 1  # from 1896 to 1904 there was none
    for year in range(published.year - reach, published.year + reach + 1):
        candidate = replace(day, year=year, day=day.day or in_month)
        if candidate.real:
            yield date(year, candidate.month, candidate.day)


def _says(clue: re.Pattern[str], passage: Passage, place: int, width: int) -> bool:
    """Whether the clue stands in the sentence, at most `width` characters before the place."""
    first, _ = passage.sentence(place)
    return clue.search(passage.folded, max(first, place - width), place) is not None
