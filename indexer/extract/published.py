"""A literal from the edge of an article in, its time of publication with the evidence out.

Only what stands for publication is given here: metadata, the line under the title, a link,
a file's name. A body is never searched: the days in it are those of events. None is an answer.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from indexer.entities.written import MONTHS
from indexer.model import HANOI, Published

YEARS = range(1990, 2101)  # outside are the zeros of databases: no Vietnamese news was online before
MAX_LINE = 120  # characters of a line with a date; longer ones are paragraphs
MAX_BYLINE = 6  # words beside the date where names of authors may stand

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?",
    re.A,
)
_MAIL = re.compile(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d{1,2}:\d{2}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_WRITTEN = (  # other forms of a day -> that of _DAY, one after the other
    *((re.compile(rf"\btháng\s+{name}(?=[\s,]+\d)", re.I), f"tháng {number}") for name, number in MONTHS.items()),
    (re.compile(r"\b(tháng\s+\d{1,2})\s+(\d{1,2}),?\s+(?=\d{4})", re.I), r"\2 \1 "),
    (re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:,\s*|\s+năm\s+|\s+)(\d{4})(?!\d)", re.I), r"\1/\2/\3"),
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), r"\3/\2/\1"),
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])\s?(?::|h|g|giờ)\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\b\s?(?P<half>AM|PM|SA|CH|sáng|chiều|tối)?\b",
    re.I,
)
_BESIDE = re.compile(
    r"(?:\b(?:GMT|UTC)\s?)?\+0?7(?::?00)?\b"
    r"|\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\b"
    r"|\b(?:cập nhật|lần cuối|đăng|gửi|tải|xuất bản|ngày|vào|lúc|hồi|thời gian|published|updated)\b"
    r"|\b(?:bởi|by|(?:để lại (?:một )?|không có |\d+ )(?:bình luận|phản hồi))\b"
    r"|\b(?:số )?lượt (?:xem|đọc|truy cập)\s*:?\s*[\d.,]*",
    re.I,
)
_AGO = re.compile(r"(?:cập nhật\s+|đăng\s+)?(\d{1,3})\s+(phút|giờ|tiếng|ngày|tuần)\s+trước", re.I)
_PLACE = re.compile(r"[^\W\d][^\d,]{1,30},\s*(?=ngày\b)")
_IN_PATH = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/-])", re.A)
_STAMP_IN_PATH = re.compile(r"-(\d{4})(\d{2})(\d{2})\d{6,9}\.\w+$", re.A)  # to the second or millisecond
_IN_NAME = re.compile(r"(?<![^/!])(\d{4})-?(\d{2})-?(\d{2})(?=[_\s.-][^/!#]*$|$)", re.A)


def from_machine(literal: str, evidence: str) -> Published | None:
    """Reads ISO 8601, mail's form, else a Vietnamese one; with an offset the day is the one that it was in Hanoi."""
    literal = literal.strip()[:MAX_LINE]
    match = _ISO.fullmatch(literal)
    if not match and _MAIL.match(literal):
        return _from_mail(literal, evidence)
    if not match:
        # not "6/5/2025 9:12:00 AM": portals of American make write the month first
        return None if re.search(r"/.*[AP]M", literal) else from_line(literal, evidence)
    numbers = [int(number or 0) for number in match.groups()[:6]]
    at = _moment(*numbers, zone=datetime.strptime(match[7], "%z").tzinfo if match[7] else HANOI)
    return Published(at, evidence, literal, timed=match[4] is not None) if at else None


def moment(literal: str) -> datetime | None:
    """When that was, of a header of the net's: ISO 8601 or mail's form."""
    found = from_machine(literal, "header")
    return found.at if found else None


def _from_mail(literal: str, evidence: str) -> Published | None:
    """ "Fri, 13 Jun 2025 09:12:00 +0700": feeds; without a zone the clock is Hanoi's."""
    try:
        at = parsedate_to_datetime(literal)
        at = (at if at.tzinfo else at.replace(tzinfo=HANOI)).astimezone(HANOI)
    except (ValueError, TypeError, OverflowError):
        return None
    return Published(at, evidence, literal) if at.year in YEARS else None


def from_line(line: str, evidence: str = "header line", byline: bool = False) -> Published | None:
    """Reads a line that holds nothing but a date; with `byline`, a time and few other words as well.

    "Thứ Sáu, 13/06/2025 | 09:12", "12.06.2025 14:05 GMT+7", "Cập nhật lúc 14h05, ngày 3/4/2025",
    "Hà Nội, ngày 01 tháng 7 năm 2025".
    """
    if len(line) > MAX_LINE:
        return None
    said = line
    for form, instead in _WRITTEN:
        said = form.sub(instead, said)
    day = _DAY.search(said)
    if not day:
        return None
    rest = _DAY.sub(" ", _PLACE.sub(" ", said, count=1))
    clock = _CLOCK.search(rest)
    words = re.findall(r"\w+", _BESIDE.sub(" ", _CLOCK.sub(" ", rest, count=1)))
    if len(words) > (MAX_BYLINE if byline and clock else 0):
        return None
    at = _moment(int(day[4]), int(day[3]), int(day[1]), *_time(clock))
    return Published(at, evidence, line, timed=clock is not None) if at else None


def from_ago(line: str, fetched: datetime | None) -> Published | None:
    """Reads "3 giờ trước" against the time at which the page was fetched; without one it says nothing."""
    match = _AGO.fullmatch(line.strip()) if fetched else None
    if not match or not fetched:
        return None
    unit = {"phút": "minutes", "giờ": "hours", "tiếng": "hours", "ngày": "days", "tuần": "weeks"}[match[2].lower()]
    at = fetched.astimezone(HANOI) - timedelta(**{unit: int(match[1])})
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return Published(midnight, "header line", line, timed=False)


def agreed(stated: Published | None, shown: Published | None) -> Published | None:
    """What a page states for machines, else what it shows; templates write Hanoi's clock as if it were Greenwich's, and
    then the page shows the same clock."""
    if not stated or not shown or not (stated.timed and shown.timed):
        return stated or shown
    return replace(stated, at=shown.at) if stated.at - shown.at == HANOI.utcoffset(shown.at) else stated


def from_url(url: str) -> Published | None:
    """Reads the day from a path as /2025/06/13/ or the time stamp at its end; never from words of a title."""
    path = re.sub(r"[?#].*", "", url)
    return _from_digits(_IN_PATH.search(path) or _STAMP_IN_PATH.search(path), "url")


def from_name(name: str) -> Published | None:
    """Reads the day that the name of a file or member begins with; a dump's tells none of what is in it."""
    return _from_digits(_IN_NAME.search(name), "file name")


def _from_digits(match: re.Match[str] | None, evidence: str) -> Published | None:
    at = _moment(*map(int, match.groups())) if match else None
    return Published(at, evidence, match[0], timed=False) if at and match else None


def _time(clock: re.Match[str] | None) -> tuple[int, int, int]:
    if not clock:
        return 0, 0, 0
    hour, half = int(clock["hour"]), (clock["half"] or "").upper()
    if half in ("PM", "CH", "CHIỀU", "TỐI") and hour < 12:
        hour += 12
    return 0 if half in ("AM", "SA") and hour == 12 else hour, int(clock["minute"]), int(clock["second"] or 0)


def _moment(*numbers: int, zone: tzinfo | None = HANOI) -> datetime | None:
    """Year, month, day and what is known of the time, as Hanoi's clock shows it; None where no calendar has it."""
    try:
        at = datetime(*numbers, tzinfo=zone).astimezone(HANOI)  # type: ignore[arg-type, misc]
    except (ValueError, OverflowError):
        return None
    return at if at.year in YEARS else None
