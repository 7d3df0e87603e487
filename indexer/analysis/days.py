"""The tokens of a query -> the days and months in it, each with all the ways to write it."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, product
from typing import NamedTuple

from indexer.analysis.normalize import BARE, spellings
from indexer.analysis.token import Token

MONTHS = {  # no "tháng một" and "tháng năm": mỗi tháng một lần, sáu tháng năm 2025
    "2": "hai",
    "3": "ba",
    "4": "tư",
    "6": "sáu",
    "7": "bảy",
    "8": "tám",
    "9": "chín",
    "10": "mười",
    "11": "mười một",
    "12": "mười hai",
}

_SIGN = re.compile(r"\s*([/.-])\s*")  # between the numbers of a date
_WRITTEN = re.compile(
    r"(?<![^ ])(?:(?P<lead>ngay )?(?P<day>[12][0-9]|3[01]|[1-9])(?P<sign>[/.-]| thang ))?(?P<of>thang )?"
    r"(?P<month>1[0-2]|[1-9])(?:(?:[/.-]| nam )(?P<year>(?:19|20)[0-9]{2}))?(?![^ /.-])"
)


class Forms(NamedTuple):
    """`tokens[first:behind]` may be written in any of these forms."""

    first: int
    behind: int
    forms: tuple[tuple[Token, ...], ...]  # 12 6, 12 thang 6, 12 thang sáu; and with ngay in front, where it was typed


def days(tokens: Sequence[Token], text: str) -> Iterator[Forms]:
    """Days, and months of a year, from left to right. What may be one is taken for one: two numbers in a row."""
    gaps = [_SIGN.fullmatch(text[left.end : right.start]) for left, right in pairwise(tokens)]
    read = zip(_numbered(tokens), [*gaps, None], strict=False)
    names = [name and name + (gap[1] if gap else " ") for name, gap in read]
    starts = list(accumulate(map(len, names), initial=0))
    dates = (found for found in _WRITTEN.finditer("".join(names)[:-1]) if found["day"] or found["year"])
    for found in dates:
        yield Forms(bisect(starts, found.start()) - 1, bisect(starts, found.end() - 1), tuple(_forms(found)))


def _numbered(tokens: Sequence[Token]) -> list[str]:
    """The folded tokens, a month in words as its number: "thang", "", "12" for tháng mười hai."""
    names = [token.fold for token in tokens]
    months = {tuple(spellings(word)[1] for word in name.split()): number for number, name in MONTHS.items()}
    for at in [at for at, name in enumerate(names) if name == "thang"]:
        for size in (2, 1):
            behind = tokens[at + 1 : at + 1 + size]
            if month := months.get(tuple(token.syl.removesuffix(BARE) for token in behind)):
                names[at + 1 : at + 1 + size] = [*[""] * (len(behind) - 1), month]
                break
    return names


def _forms(found: re.Match[str]) -> Iterator[tuple[Token, ...]]:
    between = [["thang"]] if found["of"] else [[]]
    if found["day"]:
        span = found["sign"] == "-" and not (found["lead"] or found["year"])  # 5-7 is also from 5 to 7
        between = [[], ["thang"], ["den"]] if span else [[], ["thang"]]
    leads = [["ngay"], []] if found["lead"] else [[]]
    days = [[found["day"]] if found["day"] else []]
    months = [[*sign, found["month"]] for sign in between]
    if name := MONTHS.get(found["month"]):
        months.append(["thang", *name.split()])
    years = [["nam", found["year"]], [found["year"]]] if found["year"] else [[]]
    for parts in product(leads, days, months, years):
        yield tuple(Token(*spellings(name), 0, 0) for part in parts for name in part)
