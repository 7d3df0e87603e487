"""The date facets + SearchState -> years, months or days as boxes and as a histogram made of links."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import NONE, Bucket, Facet, Period, Searcher, SearchResult
from webui.archive import collected
from webui.days import name, short_name, today, within, written
from webui.facets import LABELS, Value, none_value, share
from webui.language import articles
from webui.language import text as _
from webui.parameters import LIKELY
from webui.state import Link, SearchState

QUICK = (7, 30)  # days
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

    @property
    def name(self) -> str:
        """ "Tháng 4/2025"."""
        return name(self.period).capitalize()

    @property
    def title(self) -> str:
        """ "tháng 4/2025: 24 bài"."""
        return f"{name(self.period)}: {articles(self.count) if self.collected else _('kho không có bài nào')}"


@dataclass(frozen=True, slots=True)
class Histogram:
    label: str
    unit: str  # "Năm", "Tháng" or "Ngày"
    bars: tuple[Bar, ...]

    @property
    def voids(self) -> bool:
        return not all(bar.collected for bar in self.bars)


@dataclass(frozen=True, slots=True)
class DateView:
    label: str
    status: str
    up: Link | None
    histogram: Histogram | None
    values: tuple[Value, ...]
    none: Value | None
    likely: tuple[Value, ...]  # below `none`: what the texts of undated articles imply
    likely_open: bool
    since: str  # dd/mm/yyyy
    until: str
    problem: str
    quick: tuple[Link, ...]  # ranges that end today


def date_view(result: SearchResult, state: SearchState, searcher: Searcher) -> DateView:
    facet, likely = result.facet("date"), result.facet("likely")
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return DateView(
        label=_(LABELS[facet.name]),
        status=_status(state),
        up=_up(state, state.period) if state.period else None,
        histogram=_histogram(facet, state, searcher),
        values=_values(facet.buckets, state, most),
        none=none_value(facet, (state.date,)),
        likely=_values(likely.buckets, state, most, LIKELY),
        likely_open=state.undated,
        since=written(state.since) if state.since else "",
        until=written(state.until) if state.until else "",
        problem=state.problem,
        quick=_quick(state),
    )


def histogram(searcher: Searcher, state: SearchState) -> Histogram | None:
    """The years of a search; where it has but one, the months of that."""
    for _level in range(2):
        facet = searcher.search(state.request(searcher, size=0)).facet("date")
        drawn = _histogram(facet, state, searcher)
        if drawn or len(facet.buckets) != 1:
            return drawn
        state = state.on(facet.buckets[0].value)
    return None


def date_name(date: str) -> str:
    """What a date parameter means, in a sentence."""
    if date == NONE:
        return _("không rõ ngày")
    if date.startswith(LIKELY):
        return _("không rõ ngày, có thể %(period)s", period=name(Period.parse(date.removeprefix(LIKELY))))
    return name(Period.parse(date))


def _status(state: SearchState) -> str:
    if state.date:
        return ", " + _("đã chọn %(period)s", period=date_name(state.date))
    return ", " + _("đã chọn một khoảng") if state.ranged else ""


def _up(state: SearchState, chosen: Period) -> Link:
    parent = chosen.parent
    return Link(name(parent).capitalize() if parent else _("Mọi năm"), state.on(str(parent or "")))


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


# ------------------------------------------------------------------ the drawing


def _histogram(facet: Facet, state: SearchState, searcher: Searcher) -> Histogram | None:
    """No gap is closed up: periods without articles are drawn as stubs."""
    counts = {Period.parse(bucket.value): bucket.count for bucket in facet.buckets}
    periods = list(_periods(list(counts), state.period))
    most = max(counts.values(), default=0)
    if not most or len(periods) < 2:
        return None
    labelled, held = _labelled(periods, state), collected(searcher, state.period)
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
