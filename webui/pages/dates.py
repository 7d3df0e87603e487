"""The date facets + SearchState -> years, months or days as boxes, and ranges of days."""

import datetime as dt
from dataclasses import dataclass

from indexer import NONE, Bucket, Period, Searcher, SearchResult
from webui.days import name, short_name, today, within
from webui.language import text as _
from webui.pages.facets import Value, none_value, share
from webui.pages.histogram import Histogram, histogram
from webui.parameters import LIKELY
from webui.state import SearchState

QUICK = (7, 30)  # days


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    to: SearchState


@dataclass(frozen=True, slots=True)
class DateView:
    histogram: Histogram | None
    values: tuple[Value, ...]
    none: Value | None
    likely: tuple[Value, ...]  # below `none`: what the texts of undated articles imply
    quick: tuple[Link, ...]  # ranges that end today


def date_view(searcher: Searcher, result: SearchResult, state: SearchState) -> DateView:
    facet, likely = result.facet("date"), result.facet("likely")
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return DateView(
        histogram=histogram(searcher, facet, state),
        values=_values(facet.buckets, state, most),
        none=none_value(facet, (state.date,)),
        likely=_values(likely.buckets, state, most, LIKELY),
        quick=_quick(state),
    )


def date_name(date: str) -> str:
    """What a date parameter means, in a sentence."""
    if date == NONE:
        return _("không rõ ngày")
    if date.startswith(LIKELY):
        return _("không rõ ngày, có thể %(period)s", period=name(Period.parse(date.removeprefix(LIKELY))))
    return name(Period.parse(date))


def _quick(state: SearchState) -> tuple[Link, ...]:
    """Links with absolute days: one that is shared does not drift."""
    last = today()
    choices = [(_("%(number)s ngày", number=days), last - dt.timedelta(days - 1)) for days in QUICK]
    choices.append((_("năm nay"), last.replace(month=1, day=1)))
    return tuple(Link(label, state.between(first, last)) for label, first in choices)


def _values(buckets: tuple[Bucket, ...], state: SearchState, most: int, mark: str = "") -> tuple[Value, ...]:
    """The chosen period on top, then the others in order of time. Args: mark: LIKELY for what texts imply."""
    held = {mark + bucket.value: bucket.count for bucket in buckets}
    if chosen := state.likely if mark else state.period:
        held.pop(state.date, None)
        held = {state.date: sum(one.count for one in buckets if within(Period.parse(one.value), chosen))} | held
    return tuple(_value(slug, count, state, most) for slug, count in held.items())


def _value(slug: str, count: int, state: SearchState, most: int) -> Value:
    period, selected = Period.parse(slug.removeprefix(LIKELY)), slug == state.date
    label = name(period).capitalize() if selected else short_name(period)
    if slug.startswith(LIKELY):
        label = _("có thể %(period)s", period=name(period))
    opens = None if selected or period.day else state.on(slug)
    inner = _("ngày") if period.month else _("tháng")
    return Value(slug, label, count, share(count, most), selected, opens=opens, inner=inner)
