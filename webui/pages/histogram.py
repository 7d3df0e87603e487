"""A facet of dates + SearchState -> its years, months or days as bars that are links."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import Facet, Filters, Period, Searcher, SearchRequest
from webui.days import name, short_name
from webui.language import text as _
from webui.state import SearchState

YEARS = 8  # labels of years that fit side by side below the bars of the rail
DAYS = 5  # of days every fifth has a label
BAR_TOP = 92  # percent of the drawing's height that the highest bar takes
STUB = 2  # percent: a period without articles is drawn too


@dataclass(frozen=True, slots=True)
class Bar:
    period: Period
    count: int
    height: float  # percent
    collected: bool  # the archive holds articles of this period
    chosen: bool
    labelled: bool  # shown in the rail too, where not all labels have room
    to: SearchState


@dataclass(frozen=True, slots=True)
class Histogram:
    label: str
    unit: str  # "Năm", "Tháng" or "Ngày"
    bars: tuple[Bar, ...]


def histogram(searcher: Searcher, facet: Facet, state: SearchState) -> Histogram | None:
    """No gap is closed up: periods without articles are drawn as stubs."""
    counts = {Period.parse(bucket.value): bucket.count for bucket in facet.buckets}
    periods = list(_periods(list(counts), state.period))
    most = max(counts.values(), default=0)
    if not most or len(periods) < 2:
        return None
    labelled, held = _labelled(periods, state), _collected(searcher, state.period)
    bars = (
        Bar(
            period=period,
            count=counts.get(period, 0),
            height=max(STUB, round(BAR_TOP * counts.get(period, 0) / most, 1)),
            collected=str(period) in held,
            chosen=_is_chosen(period, state),
            labelled=x in labelled,
            to=state.on(str(period)),
        )
        for x, period in enumerate(periods)
    )
    return Histogram(_heading(periods[0]), short_name(periods[0]).split()[0], tuple(bars))


def histogram_of(searcher: Searcher, state: SearchState) -> Histogram | None:
    """The years of a search; where it has but one, the months of that."""
    for _level in range(2):
        facet = searcher.search(state.request(searcher, size=0)).facet("date")
        drawn = histogram(searcher, facet, state)
        if drawn or len(facet.buckets) != 1:
            return drawn
        state = state.on(facet.buckets[0].value)
    return None


def _collected(searcher: Searcher, period: Period | None) -> frozenset[str]:
    """The periods below this one of which the archive holds any article."""
    held = searcher.search(SearchRequest(filters=Filters(date=period), size=0, facet_size=1)).facet("date")
    return frozenset(bucket.value for bucket in held.buckets)


def _heading(period: Period) -> str:
    if period.day:
        return _("Số bài theo ngày trong %(period)s", period=name(Period(period.year, period.month)))
    if period.month:
        return _("Số bài theo tháng trong %(period)s", period=name(Period(period.year)))
    return _("Số bài theo năm")


def _periods(counted: list[Period], chosen: Period | None) -> Iterator[Period]:
    """All years from the first to the last; all months of the year; all days of the month."""
    if chosen is None:
        years = [period.year for period in counted]
        yield from (Period(year) for year in range(min(years, default=1), max(years, default=0) + 1))
    elif not chosen.month:
        yield from (Period(chosen.year, month) for month in range(1, 13))
    else:
        days = calendar.monthrange(chosen.year, chosen.month)[1]
        yield from (Period(chosen.year, chosen.month, day) for day in range(1, days + 1))


def _labelled(periods: list[Period], state: SearchState) -> set[int]:
    """The ends of what is chosen, and of the others as many as keep clear of these and of each other."""
    step = DAYS if periods[0].day else 1 if periods[0].month else -(-len(periods) // YEARS)
    clear = min(step, 3)  # bars from one label to the next
    chosen = [x for x, period in enumerate(periods) if _is_chosen(period, state)]
    ends = {*chosen[:1], *(chosen[-1:] if chosen and chosen[-1] - chosen[0] >= clear else ())}
    return ends | {x for x in range(0, len(periods), step) if all(abs(x - end) >= clear for end in ends)}


def _is_chosen(period: Period, state: SearchState) -> bool:
    if state.ranged:
        return (state.since or dt.date.min) <= period.last and period.first <= (state.until or dt.date.max)
    return str(period) == state.date
