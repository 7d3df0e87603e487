"""Days and periods -> Vietnamese words, and what a reader types for a day -> that day."""

import datetime as dt
import re

from indexer import HANOI, Period, QueryError
from webui.language import text as _

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_LAST_DAYS = re.compile(r"last-([1-9][0-9]{0,3})d")
_VIETNAMESE = re.compile(
    r"(?:ngày\s+)?(?P<day>[0-9]{1,2})(?:[/.-]|\s+tháng\s+)(?P<month>[0-9]{1,2})(?:[/.-]|\s+năm\s+)(?P<year>[0-9]{4})"
)


def parse_day(text: str) -> dt.date | None:
    """The day written as 02/04/2025, 2/4/2025, 2025-04-02 or "ngày 2 tháng 4 năm 2025": day before month, always.

    None for another form, and for a day that no calendar has.
    """
    match = _ISO.fullmatch(text) or _VIETNAMESE.fullmatch(text.lower())
    try:
        if match:
            return dt.date(*(int(match[part]) for part in ("year", "month", "day")))
    except ValueError:
        pass
    return None


def parse_period(text: str) -> Period:
    """As `Period.parse`.

    Raises:
        QueryError: with a message for the reader.
    """
    try:
        return Period.parse(text)
    except ValueError:
        raise QueryError(
            "“%(word)s” không phải là ngày hợp lệ. Hãy nhập theo dạng 2024, 2024-05 hoặc 2024-05-31.", word=text
        ) from None


def written(day: dt.date) -> str:
    return f"{day:%d/%m}/{day.year:04}"


def name(period: Period) -> str:
    """The period in a sentence: "năm 2025", "tháng 4/2025", "ngày 02/04/2025"."""
    if period.day:
        return _("ngày %(day)s", day=written(period.first))
    if period.month:
        return _("tháng %(month)s/%(year)s", month=period.month, year=period.year)
    return _("năm %(year)s", year=period.year)


def short_name(period: Period) -> str:
    """The period in a list under its parent: "Năm 2025", "Tháng 4", "Ngày 02"."""
    if period.day:
        return _("Ngày %(day)s", day=f"{period.day:02}")
    return _("Tháng %(month)s", month=period.month) if period.month else _("Năm %(year)s", year=period.year)


def within(inner: Period, outer: Period) -> bool:
    """Whether `inner` is `outer` or a part of it."""
    return outer.first <= inner.first and inner.last <= outer.last


def today() -> dt.date:
    """In Hanoi."""
    return dt.datetime.now(HANOI).date()


def last_days(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last of the days that "last-7d" names: those that end today. None for another text."""
    match = _LAST_DAYS.fullmatch(text)
    if match is None:
        return None
    return today() - dt.timedelta(int(match[1]) - 1), today()
