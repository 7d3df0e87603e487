"""Days and periods -> Vietnamese words, and what a reader types for a day -> that day."""

from __future__ import annotations

import datetime as dt
import re

from indexer import Period, QueryError

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_VIETNAMESE = re.compile(
    r"(?:ngày\s+)?(?P<day>[0-9]{1,2})(?:[/.-]|\s+tháng\s+)(?P<month>[0-9]{1,2})(?:[/.-]|\s+năm\s+)(?P<year>[0-9]{4})"
)


def parse_day(text: str) -> dt.date:
    """The day written as 02/04/2025, 2/4/2025, 2025-04-02 or "ngày 2 tháng 4 năm 2025": day before month, always.

    Raises:
        QueryError: another form, or a day that no calendar has.
    """
    match = _ISO.fullmatch(text) or _VIETNAMESE.fullmatch(text.lower())
    try:
        if match:
            return dt.date(*(int(match[part]) for part in ("year", "month", "day")))
    except ValueError:
        pass
    raise QueryError(f"“{text}” không phải là ngày hợp lệ. Hãy nhập theo dạng 31/05/2024 hoặc 2024-05-31.")


def parse_period(text: str) -> Period:
    """As `Period.parse`.

    Raises:
        QueryError: with a message for the reader.
    """
    try:
        return Period.parse(text)
    except ValueError:
        message = f"“{text}” không phải là ngày hợp lệ. Hãy nhập theo dạng 2024, 2024-05 hoặc 2024-05-31."
        raise QueryError(message) from None


def written(day: dt.date) -> str:
    return f"{day:%d/%m}/{day.year:04}"


def name(period: Period) -> str:
    """The period in a sentence: "năm 2025", "tháng 4/2025", "ngày 02/04/2025"."""
    if period.day:
        return f"ngày {written(period.first)}"
    return f"tháng {period.month}/{period.year}" if period.month else f"năm {period.year}"


def short_name(period: Period) -> str:
    """The period in a list under its parent: "Năm 2025", "Tháng 4", "Ngày 02"."""
    if period.day:
        return f"Ngày {period.day:02}"
    return f"Tháng {period.month}" if period.month else f"Năm {period.year}"


def within(inner: Period, outer: Period) -> bool:
    """Whether `inner` is `outer` or a part of it."""
    return outer.first <= inner.first and inner.last <= outer.last
