"""The date facets + SearchState -> years, months or days as boxes, and ranges of days."""

import datetime as dt
from dataclasses import dataclass

from indexer import NONE, Bucket, Period, SearchResult
from webui.days import name, short_name, today, within
from webui.language import text as _
from webui.pages.facets import Value
from webui.parameters import LIKELY
from webui.state import SearchState

QUICK = (7, 30)  # days


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    to: SearchState


@dataclass(frozen=True, slots=True)
class DateFacet:
    values: tuple[Value, ...]
    none: int  # articles without a date
    likely: tuple[Value, ...]  # what the texts of these imply


def date_facet(result: SearchResult, state: SearchState) -> DateFacet:
    facet, likely = result.facet("date"), result.facet("likely")
    return DateFacet(_values(facet.buckets, state), facet.none, _values(likely.buckets, state, LIKELY))


def date_name(date: str) -> str:
    """What a date parameter means, in a sentence."""
    if date == NONE:
        return _("không rõ ngày")
    if date.startswith(LIKELY):
        return _("không rõ ngày, có thể %(period)s", period=name(Period.parse(date.removeprefix(LIKELY))))
    return name(Period.parse(date))


def quick(state: SearchState) -> tuple[Link, ...]:
    """Ranges that end today, as absolute days: a link that is shared does not drift."""
    last = today()
    choices = [(_("%(number)s ngày", number=days), last - dt.timedelta(days - 1)) for days in QUICK]
    choices += [(_("tháng này"), last.replace(day=1)), (_("năm nay"), last.replace(month=1, day=1))]
    return tuple(Link(label, state.changed(date="", since=first, until=last)) for label, first in choices)


def _values(buckets: tuple[Bucket, ...], state: SearchState, mark: str = "") -> tuple[Value, ...]:
    """The chosen period on top, then the others in order of time. Args: mark: LIKELY for what texts imply."""
    held = {mark + bucket.value: bucket.count for bucket in buckets}
    if chosen := state.likely if mark else state.period:
        held.pop(state.date, None)
        held = {state.date: sum(one.count for one in buckets if within(Period.parse(one.value), chosen))} | held
    return tuple(_value(date, count, state) for date, count in held.items())


def _value(date: str, count: int, state: SearchState) -> Value:
    period, selected = Period.parse(date.removeprefix(LIKELY)), date == state.date
    label = name(period).capitalize() if selected else short_name(period)
    if date.startswith(LIKELY):
        label = _("có thể %(period)s", period=name(period))
    return Value(date, label, count, selected)
