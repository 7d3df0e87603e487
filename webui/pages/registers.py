"""A ministry's or a person's name -> what the registers know: other names, offices, and the line of bodies."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import Office, Searcher, lineage, people, register
from webui.language import later, text as _

HOWS = {
    "renamed": later("đổi tên"),
    "merged": later("hợp nhất"),
    "absorbed": later("sáp nhập"),
    "absorbed most of": later("nhận phần lớn việc"),
    "absorbed part of": later("nhận một phần việc"),
    "split": later("tách ra"),
    "raised to ministry": later("nâng thành bộ"),
    "unit of the ministry": later("thành đơn vị của bộ"),
}
OTHER = later("chuyển việc")
COURTESY = ("", "unit", "ông", "bà", "anh", "chị", "cô", "chú", "em", "cụ")  # before a name, and no office
_LEADS = re.compile(
    r"^(?:(?:các|vị|đồng chí|gia đình|vợ chồng|tên(?: là)?)\b *)*", re.IGNORECASE
)  # before these, or offices


@dataclass(frozen=True, slots=True)
class Step:
    """A body before or after, and what happened on that day."""

    day: dt.date
    how: str
    name: str
    total: int  # articles that name it; where there are none it has no page
    after: bool  # it took over; else it ended in this body


def has_line(name: str) -> bool:
    """Whether some body ended in this one."""
    body = register().by_name.get(name)
    return bool(body and lineage(body.slug))


def line(searcher: Searcher, name: str) -> Iterator[Step]:
    """What ended in this body, earliest first, then what took over from it."""
    body = register().by_name.get(name)
    if body is None:
        return
    before = [(step, False) for step in reversed(lineage(body.slug))]
    after = [(step, True) for step in register().successors(body)] if body.until != dt.date.max else []
    totals = searcher.counts("ministry")
    for step, is_after in [*before, *after]:
        total = totals.get(step.body.name, 0)
        how = _(HOWS.get(step.how, OTHER))
        yield Step(step.day, how, step.body.name, total, is_after)


def aliases(facet: str, name: str) -> tuple[str, ...]:
    if facet == "ministry":
        body = register().by_name.get(name)
        return body.aliases if body else ()
    return tuple(alias for person in people(name) if person.name == name for alias in person.aliases)


def offices(name: str) -> list[Office]:
    """Of the persons of this name, the latest first."""
    held = [office for person in people(name) for office in person.offices]
    return sorted(held, key=lambda office: (office.since, office.title), reverse=True)


def office(role: str) -> str:
    """What stands before a name, without forms of address; empty where it is no more than these."""
    held = _LEADS.sub("", role, count=1)
    return "" if held.lower() in COURTESY else held
