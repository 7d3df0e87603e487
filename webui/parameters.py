"""The parameters of a URL -> words, orders, pages and days; what cannot be read is told."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from werkzeug.datastructures import MultiDict

from indexer import MAX_LENGTH, MAX_PARTS, MAX_PHRASES, MAX_SLOP, NONE, Op, Period, QueryError, Sort
from webui.days import last_days, parse_day, parse_period, within
from webui.language import later

CHOICES = {"person_op": get_args(Op), "ministry_op": get_args(Op), "sort": get_args(Sort)}
LIKELY = "~"  # before a period: undated articles whose text implies it
MAX_NAMES = 20  # chosen and excluded: every link of a page repeats them
NAMES = {"person": "person", "x_person": "person", "ministry": "ministry", "x_ministry": "ministry"}  # whose facet
LAST_PAGE = 1_000_000  # higher numbers are read as this one: past the end anyway
DAY = {"format": "date"}  # of the years 0001 to 9999
PERIODS = ("^(?!0000)[0-9]{4}$", "^~?(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$", "^last-[1-9][0-9]{0,3}d$", "^_none$")
Span = tuple[dt.date | None, dt.date | None]  # first and last day

UNREAD = {
    "from": later("Từ ngày: “%(word)s” không phải là ngày hợp lệ. Hãy nhập theo dạng 31/05/2024 hoặc 2024-05-31."),
    "to": later("Đến ngày: “%(word)s” không phải là ngày hợp lệ. Hãy nhập theo dạng 31/05/2024 hoặc 2024-05-31."),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a query parameter says, for programs."""

    text: str
    schema: Mapping[str, Any] = field(default_factory=dict)  # of a word; what does not fit is refused
    repeated: bool = False


MEANINGS = {
    "q": Meaning(
        f"the reader's text; /help tells its syntax. At most {MAX_LENGTH} characters in NFC, {MAX_PARTS} parts and "
        f"{MAX_PHRASES} phrases, else 400. A part is a run of words, an excluded word, a phrase, a prefix or the "
        f"value of a field. A phrase's words stand at most {MAX_SLOP} positions apart: a larger distance is cut",
        {"maxLength": MAX_LENGTH},
    ),
    "person": Meaning(
        f"slug of a person; _none for articles without any. At most {MAX_NAMES} persons and bodies, chosen and "
        "excluded together, else 400",
        repeated=True,
    ),
    "ministry": Meaning("slug of a government body; _none for articles without any", repeated=True),
    "x_person": Meaning("slug of a person to exclude", repeated=True),
    "x_ministry": Meaning("slug of a government body to exclude", repeated=True),
    "person_op": Meaning("one of the persons, or all of them", {"enum": [*get_args(Op), ""]}),
    "ministry_op": Meaning("one of the bodies, or all of them", {"enum": [*get_args(Op), ""]}),
    "date": Meaning(
        "2025, 2025-04, 2025-04-02 or last-7d; _none; ~2025-04 where only the text implies it",
        {"anyOf": [DAY, *({"pattern": form} for form in PERIODS)]},
        repeated=True,
    ),
    "from": Meaning("first day; 02/04/2025 is read too", DAY),
    "to": Meaning("last day, likewise", DAY),
    "sort": Meaning("order of the results", {"enum": [*get_args(Sort), ""]}),
    "more": Meaning("facet that lists many values", repeated=True),
    "az": Meaning("facet whose values stand in the order of the alphabet", repeated=True),
    "find_person": Meaning("lists the persons whose name holds this"),
    "find_ministry": Meaning("lists the bodies whose name holds this"),
    "expand": Meaning("0: no other names are searched for"),
    "exact": Meaning("1: typed tones do not match text that was written without tones", {"examples": ["1"]}),
    "lineage": Meaning(
        "1: a ministry stands for those that ended in it too, up to the day of each", {"examples": ["1"]}
    ),
    "group": Meaning("1: of near-duplicates only the earliest is shown", {"examples": ["1"]}),
    "copies": Meaning("id of an article: only its near-duplicates and itself"),
    "page": Meaning(
        f"number of the page, from 1; past the end, and above {LAST_PAGE}, stands the last",
        {"pattern": "^0*[1-9][0-9]*$"},
    ),
    "format": Meaning("the form of the answer, whatever the Accept header says"),
    "lang": Meaning("language of the words around the articles", {"examples": ["vi", "en"]}),
}
LANG = ("format", "lang")
SEARCH = tuple(name for name in MEANINGS if name not in LANG)


def words(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """All values that are not empty, sorted, each once."""
    return ordered(word for text in args.getlist(name) if (word := clean(text)))


def names(args: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    """The chosen and excluded slugs by parameter.

    Raises:
        QueryError: they are too many.
    """
    found = {name: words(args, name) for name in NAMES}
    number = sum(map(len, found.values()))
    if number > MAX_NAMES:
        raise QueryError(
            "Bộ lọc có %(number)s tên được chọn hoặc loại trừ, tối đa %(most)s. Hãy bỏ bớt.",
            number=number,
            most=MAX_NAMES,
        )
    return found


def word(args: MultiDict[str, str], name: str) -> str:
    """The first value that is not empty."""
    return next((word for text in args.getlist(name) if (word := clean(text))), "")


def ordered(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def choice(args: MultiDict[str, str], name: str) -> str:
    """One of the words that this parameter may have, the first where it has none."""
    known = CHOICES[name]
    given = word(args, name) or known[0]
    if given not in known:
        raise QueryError(
            "“%(word)s” không phải là một lựa chọn hợp lệ. Hãy dùng %(known)s.", word=given, known=", ".join(known)
        )
    return given


def page(args: MultiDict[str, str]) -> int:
    given = word(args, "page") or "1"
    if not re.fullmatch("0*[1-9][0-9]*", given):
        raise QueryError("“%(word)s” không phải là số trang. Hãy nhập một số từ 1 trở lên.", word=given)
    return min(int(given.lstrip("0")[:9]), LAST_PAGE)


def dates(args: MultiDict[str, str]) -> tuple[str, dt.date | None, dt.date | None]:
    """The date to filter by, and the first and last day of the range.

    Several dates become the span from the first to the last; one given beside a part of it is passed over;
    "last-7d" is the seven days that end today.
    """
    given = words(args, "date")
    spans = [span for text in given if (span := last_days(text))]
    date, chosen = _date([text for text in given if not last_days(text)])
    firsts, lasts = zip(*spans, chosen, [_day(args, name) for name in UNREAD], strict=True)
    return date, max(filter(None, firsts), default=None), min(filter(None, lasts), default=None)


def clean(text: str) -> str:
    """`text` in NFC, without control characters, with single blanks."""
    visible = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _day(args: MultiDict[str, str], name: str) -> dt.date | None:
    typed = word(args, name)
    day = parse_day(typed)
    if typed and not day:
        raise QueryError(UNREAD[name], word=typed)
    return day


def _date(words: list[str]) -> tuple[str, Span]:
    """The date to filter by, and the first and last day where several periods were chosen."""
    undated = [word for word in words if word == NONE or word.startswith(LIKELY)]
    periods = _narrowest(parse_period(word) for word in words if word not in undated)
    if len(periods) == 1 and not undated:
        return str(periods[0]), (None, None)
    first = min((period.first for period in periods), default=None)
    last = max((period.last for period in periods), default=None)
    return _common(undated) if undated else "", (first, last)


def _narrowest(periods: Iterable[Period]) -> list[Period]:
    """Those that hold no other."""
    every = list(periods)
    return [outer for outer in every if not any(within(inner, outer) for inner in every if inner != outer)]


def _common(undated: list[str]) -> str:
    """The narrowest date that holds all of these; NONE holds every LIKELY period."""
    periods = _narrowest(parse_period(word.removeprefix(LIKELY)) for word in undated if word != NONE)
    outer = periods[0] if periods else None
    while outer and not all(within(period, outer) for period in periods):
        outer = outer.parent
    return f"{LIKELY}{outer}" if outer else NONE
