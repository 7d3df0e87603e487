"""A text in, the dates written in it out, in order, each with the year that stands in the expression.

Order is always day, month, year. Lunar and yearly days, quarters, scores, fractions and numbers
of documents are no dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[5-9]|20)\d\d"
SIGN = r" ?[-/.] ?"
EDGE, END = r"(?<![\w.,/-])", r"(?![\w%])(?![/.,-]\d)"
WITH_YEAR = rf"(?:(?:,? năm |{SIGN}| (?={YEAR}(?:[,.;:)\n]|$)))(?P<year>{YEAR}))?"

FULL = re.compile(rf"{EDGE}(?P<day>{DAY}){SIGN}(?P<month>{MONTH}){SIGN}(?P<year>{YEAR}){END}")
WORD = r"(?P<word>mười một|mười hai|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
WORDED = re.compile(rf"{EDGE}(?<!tháng )(?P<day>{DAY}) ?[/-]? ?tháng (?:(?P<month>{MONTH})|{WORD}){WITH_YEAR}{END}")
MONTH_YEAR = re.compile(
    rf"{EDGE}(?:(?P<from_month>{MONTH}){SIGN}(?P<from_year>{YEAR}) ?- ?)?(?P<month>{MONTH}){SIGN}(?P<year>{YEAR}){END}"
)
MONTH_NAME = re.compile(
    rf"\btháng (?:(?:(?P<from_month>{MONTH})(?: ?- ?| và | đến ))?(?P<month>{MONTH})|{WORD}){WITH_YEAR}{END}"
)
RANGE = re.compile(
    rf"{EDGE}(?P<from_day>{DAY})(?:/(?P<from_month>{MONTH}))? ?- ?"
    rf"(?P<day>{DAY})/(?P<month>{MONTH})(?:/(?P<year>{YEAR}))?{END}"
)
SPACED = re.compile(rf"{EDGE}(?P<day>{DAY}) (?P<month>{MONTH})(?: (?P<year>{YEAR}))?{END}")  # where signs were lost
SHORT = re.compile(
    rf"(?:(?<=\dh/)|(?<![\w./-]))(?P<day>{DAY})(?: ?[-/] ?|\.)(?P<month>{MONTH})(?:,? năm (?P<year>{YEAR}))?{END}"
)
MONTH_BEFORE = re.compile(r"\b(?:hồi|vào|đầu|giữa|cuối|từ|đến|trong) $")
NO_MONTH = re.compile(r" (?:âm|ngày|tuần)\b")  # "tháng ba ngày"
RANGE_BEGINS = ("from_day", "from_month", "from_year")
START = re.compile(r"[0-9t](?<!\w.)(?:(?<=[0-9])(?=[0-9]?(?: ?[-/.] ?[0-9]| [0-9]| ?[-/]? ?tháng ))|háng )")
MONTHS = {"một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
MONTHS |= {"mười": 10, "mười một": 11, "mười hai": 12}

PART_OF_DAY = r"(?:sáng|trưa|chiều|tối|đêm|hôm|khuya|rạng sáng|sớm|mai)"
WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)"
OF_DAY = r"(?:ngày |m[ùồ]ng |rạng sáng |sáng |trưa |chiều |tối |đêm )?"
TO = r"(?:-|,|và|hoặc|hay|(?:đến|tới)(?: hết)?)"
DAY_BEFORE = re.compile(
    rf"\b(?:\d{{1,2}}h/|(?:ngày|m[ùồ]ng|giao dịch|phiên|hồi|{PART_OF_DAY}(?: (?:nay|qua|kia))?|{WEEKDAY})[ ,:]{{1,2}}"
    rf"|(?:nay|qua|kia|mai|trước|này|ngày|tết|giêng|chạp|{WEEKDAY}),? ?\((?:tức )?)(?:ngày )?$"
)
RANGE_BEFORE = re.compile(rf"\b(?:ngày|m[ùồ]ng|từ|sáng|trưa|chiều|tối|đêm|hôm) (?:{DAY} ?{TO} ?{OF_DAY}){{1,6}}$")
LIST_OF_DAYS = re.compile(rf"\bngày {DAY}(?:,{DAY})*,$")
FRACTIONS = frozenset({(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (24, 7)})  # the common ones; and "24/7"
SINCE = re.compile(
    r"\b(?:(?P<on>(?<!tuổi )(?<!điểm )(?<!rộng )(?<!trị )(?<!lớp )từ|vào)|đến|tới|hết|trước|sau|riêng|qua|hạn|hạn chót"
    r"|diễn ra|khai mạc|công bố|ngày [^.;\n]{4,60} là|ngày [^\W\d_]+(?: [^\W\d_]+)?) $"
)
SINCE_ENDS = re.compile(r"[,.;)\n]|$| (?:trở|sẽ|nếu|nhưng|và|cho|tới|này|vừa qua|năm nay)\b")
BRACKET = re.compile(r"\((?:[^()\n,]{1,12}, ?)?(?:ngày )?$")
JOINT = re.compile(rf"(?: \([^()\n]{{1,20}}\))? ?(?:{TO}|;|rồi|vào|sang) ?(?:ngày |tháng )?")
LONE_DAY = re.compile(rf"(?<![\w./-])(?P<day>{DAY})(?= ?{TO} ?{OF_DAY}$)")
LIST_BEFORE = re.compile(r"\b(?:ngày|hôm|m[ùồ]ng|từ|sáng|chiều|tối|trong|đêm|diễn ra)\b[^.\n]{0,30}$")
LUNAR = re.compile(r",? ?(?:\(?(?:âm lịch|âm|al\b|tháng giêng|tháng chạp)|tết)")
YEARLY = re.compile(r",? (?:hằng|hàng|mỗi) năm")
EVERY_YEAR = re.compile(
    r"\b(?:hằng|hàng|mỗi) năm,?(?: (?:cứ|vào|từ|đến|khoảng|dịp|đúng|trong|đầu|giữa|cuối|tháng|ngày|\d{1,2}))* $"
)
UNIT = r"(?:tuổi|giờ|lần|người|triệu|tỉ|tỷ|ngàn|nghìn|đồng|điểm|phút|km|kg|ha|m2|m|mét|tấn|độ|usd)\b|%"
MEASURED = re.compile(rf" ?{UNIT}")
COUNTED = re.compile(rf" (?:tháng|ngày|tuần|năm (?:trước|qua))\b| ?{UNIT}")
NUMBERED = re.compile(
    r"(?:số|nghị định|nghị quyết|thông tư|quyết định|luật|công văn|chỉ thị|nđ|qđ|nq|tt|công điện|văn bản|quý|đợt|kỳ"
    r"|bản đồ|(?:tỉ|tỷ) lệ) ?$"
)
RANGE_BEHIND = re.compile(r" ?(?:-|đến|tới)(?: hết)? (?:ngày )?\d{1,2}[-/.]\d")
MOST_MONTHS = 12
WIDEST, NARROWEST = 45, 6  # characters: of a range with its days, and of a date with a joint behind it


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: `year` is 0 where the text gives none, `day` is 0 for a month."""

    start: int
    end: int
    day: int
    month: int
    year: int

    @property
    def real(self) -> bool:
        try:
            date(self.year or 2000, self.month, self.day or 1)
        except ValueError:
            return False
        return True


def read(folded: str) -> list[Written]:
    folded = folded.replace("\\/", " /")  # as JSON may write it
    found: dict[int, Written] = {}
    taken: set[int] = set()
    starts = [start.start() for start in START.finditer(folded)]
    for pattern in (FULL, RANGE, WORDED, MONTH_NAME, MONTH_YEAR, SHORT, SPACED):
        for match in _matches(pattern, folded, starts):
            if taken.isdisjoint(range(*match.span())) and _is_date(folded, match, found):
                for written in _dates(match):
                    found[written.start] = written
                    taken.update(range(written.start, written.end))
    ordered = sorted(found.values(), key=lambda written: written.start)
    return [day for written in ordered for day in _days_before(folded, written) if day.real]


def _matches(pattern: re.Pattern[str], folded: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """As `finditer`, trying only where a date can start: a third of the time."""
    end = 0
    for start in starts:
        match = pattern.match(folded, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _is_date(folded: str, match: re.Match[str], found: dict[int, Written]) -> bool:
    start, end = match.span()
    if LUNAR.match(folded, end) or _recurs(folded, match):
        return False
    groups = match.groupdict()
    if groups.get("word") and not groups["year"]:
        return _is_month(folded, match)
    if match.re is MONTH_YEAR:
        return not NUMBERED.search(folded, max(0, start - 12), start)
    if match.re is RANGE and (match["year"] or folded.endswith("từ ", 0, start)):
        return True
    if folded.endswith(",", 0, start) and not LIST_OF_DAYS.search(folded, max(0, start - WIDEST), start):
        return False  # the end of a decimal
    return match.re not in (RANGE, SHORT, SPACED) or _introduced(folded, match) or _continues(folded, start, found)


def _is_month(folded: str, match: re.Match[str]) -> bool:
    """Whether a month in a word without a year is one: "tháng năm" is also "months and years"."""
    before = DAY_BEFORE if "day" in match.groupdict() else MONTH_BEFORE
    said = before.search(folded, max(0, match.start() - WIDEST), match.start())
    return match["word"] not in ("năm", "bốn") and bool(said) and not NO_MONTH.match(folded, match.end())


def _recurs(folded: str, match: re.Match[str]) -> bool:
    """Whether the day is one of every year."""
    if YEARLY.match(folded, match.end()):
        return True
    dated = match.groupdict().get("year") is not None
    return not dated and EVERY_YEAR.search(folded, max(0, match.start() - WIDEST), match.start()) is not None


def _introduced(folded: str, match: re.Match[str]) -> bool:
    """Whether a word of time before "5-6" says that it is a day."""
    start, end = match.span()
    first = max(0, start - WIDEST)
    if folded.endswith("từ ", 0, start) and RANGE_BEHIND.match(folded, end):
        return True
    if folded.endswith("hồi ", 0, start) and COUNTED.match(folded, end):
        return False  # "hồi 9-10 tuổi"
    if match.re is SPACED:
        said = match["year"] or DAY_BEFORE.search(folded, first, start)
        return bool(said) and not COUNTED.match(folded, end)
    before = DAY_BEFORE.search(folded, first, start) or RANGE_BEFORE.search(folded, first, start)
    return before is not None or _no_fraction(folded, match)


def _no_fraction(folded: str, match: re.Match[str]) -> bool:
    """Whether "25/6" behind a word of time, or in brackets alone, can be no part of a whole as "2/3" is.

    A dash may also stand between numbers, as in "từ 3-5 tuần", or in a score: "dẫn trước 3-1".
    """
    start, end = match.span()
    day, month = int(match["day"]), int(match["month"])
    sign = folded[match.end("day") : match.start("month")].strip()
    improper = day > month or match["day"][0] == "0"
    if sign == "/" and BRACKET.search(folded, max(0, start - 20), start):
        return improper and folded.startswith(")", end)
    since = SINCE.search(folded, max(0, start - 70), start)
    if not since or (day, month) in FRACTIONS or MEASURED.match(folded, end):
        return False
    since_then, ends = since["on"] is not None, SINCE_ENDS.match(folded, end) is not None
    if sign == "/":
        return improper or since_then or ends
    return day > MOST_MONTHS or (since_then and sign == "-" and (improper or ends))


def _continues(folded: str, start: int, found: dict[int, Written]) -> bool:
    """Whether another day stands just before, joined by "và", "đến" and the like."""
    near = (found.get(start - back) for back in range(NARROWEST, WIDEST))
    return any(other and other.day and JOINT.fullmatch(folded, other.end, start) for other in near)


def _dates(match: re.Match[str]) -> Iterator[Written]:
    """The date; before it the one with which a range begins, which shares what stands behind both."""
    read = {name: int(text) for name, text in match.groupdict().items() if text and name != "word"}
    month, year = read.get("month") or MONTHS[match["word"]], read.get("year", 0)
    start, begun = match.start(), [name for name in RANGE_BEGINS if name in read]
    if begun:
        day, first_month, first_year = (read.get(name) for name in RANGE_BEGINS)
        yield Written(start, match.end(begun[-1]), day or 0, first_month or month, first_year or year)
        start = match.start("day" if "day" in read else "month")
    yield Written(start, match.end(), read.get("day", 0), month, year)


def _days_before(folded: str, last: Written) -> list[Written]:
    """The date after the bare days that share its month: "24 đến 28-11", "4, 5 và 6/9"."""
    days = [last]
    while last.day and (lone := LONE_DAY.search(folded, max(0, days[0].start - 22), days[0].start)):
        day, start = int(lone["day"]), lone.start("day")
        if day >= days[0].day or not LIST_BEFORE.search(folded, max(0, start - WIDEST), start):
            break
        days.insert(0, replace(last, start=start, end=lone.end("day"), day=day))
    return days
