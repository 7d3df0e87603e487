"""The date facets + SearchState -> years, months or days as boxes and as a histogram made of links."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import NONE, Bucket, Facet, Period, SearchResult
from webui.days import name, short_name, within, written
from webui.facets import LABELS, Value, none_value, share
from webui.state import LIKELY, SearchState

BAR_TOP = 92  # percent of the drawing's height that the highest bar takes
STUB = 2  # percent: a period without articles is drawn too


@dataclass(frozen=True, slots=True)
class Bar:
    """One period of the histogram; heights in percent."""

    x: int
    height: float
    title: str  # "tháng 4/2025: 24 bài"
    row: str  # "Tháng 4/2025"
    tick: str  # "4"
    count: int
    chosen: bool
    to: SearchState


@dataclass(frozen=True, slots=True)
class Histogram:
    label: str
    unit: str  # "Năm", "Tháng" or "Ngày"
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """The way up."""

    label: str
    to: SearchState


@dataclass(frozen=True, slots=True)
class DateView:
    label: str
    status: str
    up: Level | None
    histogram: Histogram | None
    values: tuple[Value, ...]
    none: Value | None
    likely: tuple[Value, ...]  # below `none`: what the texts of undated articles imply
    likely_open: bool
    since: str  # dd/mm/yyyy
    until: str
    problem: str


def date_view(result: SearchResult, state: SearchState) -> DateView:
    facet, likely = result.facet("date"), result.facet("likely")
    chosen = Period.parse(state.date) if state.date and not state.undated else None
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return DateView(
        label=LABELS["date"],
        status=_status(state),
        up=_up(state, chosen),
        histogram=_histogram(facet, state, chosen),
        values=_values(facet.buckets, state, chosen, most),
        none=none_value(facet, (state.date,)),
        likely=_likely(likely.buckets, state, most),
        likely_open=state.undated,
        since=written(state.since) if state.since else "",
        until=written(state.until) if state.until else "",
        problem=state.problem,
    )


def date_name(date: str) -> str:
    """What a date parameter means, in a sentence."""
    if date == NONE:
        return "không rõ ngày"
    if date.startswith(LIKELY):
        return f"không rõ ngày, có thể {name(Period.parse(date.removeprefix(LIKELY)))}"
    return name(Period.parse(date))


def _status(state: SearchState) -> str:
    if state.date:
        return f", đã chọn {date_name(state.date)}"
    return ", đã chọn một khoảng" if state.since or state.until else ""


def _up(state: SearchState, chosen: Period | None) -> Level | None:
    if chosen is None:
        return None
    parent = chosen.parent
    if parent is None:
        return Level("Mọi năm", state.on(""))
    return Level(name(parent).capitalize(), state.on(str(parent)))


def _values(buckets: tuple[Bucket, ...], state: SearchState, chosen: Period | None, most: int) -> tuple[Value, ...]:
    """The chosen period on top, then the others in order of time."""
    others = tuple(_value(bucket, state, most) for bucket in buckets if bucket.value != state.date)
    if chosen is None:
        return others
    count = sum(bucket.count for bucket in buckets if within(Period.parse(bucket.value), chosen))
    top = Value(str(chosen), name(chosen).capitalize(), count, share(count, most), selected=True)
    return (top, *others)


def _value(bucket: Bucket, state: SearchState, most: int) -> Value:
    period = Period.parse(bucket.value)
    return Value(
        slug=bucket.value,
        label=short_name(period),
        count=bucket.count,
        share=share(bucket.count, most),
        opens=None if period.day else state.on(bucket.value),
        inner="ngày" if period.month else "tháng",
    )


def _likely(buckets: tuple[Bucket, ...], state: SearchState, most: int) -> tuple[Value, ...]:
    chosen = Period.parse(state.date.removeprefix(LIKELY)) if state.date.startswith(LIKELY) else None
    values = []
    if chosen:
        count = sum(bucket.count for bucket in buckets if within(Period.parse(bucket.value), chosen))
        values.append(Value(state.date, f"có thể {name(chosen)}", count, share(count, most), selected=True))
    for bucket in buckets:
        period, slug = Period.parse(bucket.value), LIKELY + bucket.value
        opens, inner = None if period.day else state.on(slug), "ngày" if period.month else "tháng"
        if slug != state.date:
            label = f"có thể {name(period)}"
            values.append(Value(slug, label, bucket.count, share(bucket.count, most), opens=opens, inner=inner))
    return tuple(values)


# ------------------------------------------------------------------ the drawing


def _histogram(facet: Facet, state: SearchState, chosen: Period | None) -> Histogram | None:
    """No gap is closed up: periods without articles are drawn as stubs."""
    counts = {Period.parse(bucket.value): bucket.count for bucket in facet.buckets}
    periods = list(_periods(list(counts), chosen))
    most = max(counts.values(), default=0)
    if not most or len(periods) < 2:
        return None
    bars = tuple(_bar(x, period, counts.get(period, 0), most, state) for x, period in enumerate(periods))
    unit = short_name(periods[0]).split()[0]
    where = f" trong {name(above)}" if (above := periods[0].parent) else ""
    return Histogram(f"Số bài theo {unit.lower()}{where}", unit, bars)


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


def _bar(x: int, period: Period, count: int, most: int, state: SearchState) -> Bar:
    height = max(STUB, round(BAR_TOP * count / most, 1)) if count else STUB
    title = f"{name(period)}: {count} bài"
    tick = str(period.day or period.month or period.year)
    return Bar(
        x, height, title, name(period).capitalize(), tick, count, _is_chosen(period, state), state.on(str(period))
    )


def _is_chosen(period: Period, state: SearchState) -> bool:
    if state.since or state.until:
        return (state.since is None or state.since <= period.last) and (
            state.until is None or period.first <= state.until
        )
    return str(period) == state.date
