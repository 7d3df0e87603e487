"""A facet of names + SearchState -> what the page shows of it: values with counts and where each leads."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import NONE, Facet, Op, Searcher
from webui.state import FEW, SearchState

LABELS = {"date": "Ngày", "person": "Nhân vật", "ministry": "Bộ, ngành"}
UNKNOWN = {"date": "Không rõ ngày", "person": "Không xác định", "ministry": "Không xác định"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a box to tick."""

    slug: str
    label: str
    count: int
    share: int  # percent of the commonest value's count
    selected: bool = False
    exclude: SearchState | None = None
    opens: SearchState | None = None  # the level below, of a period
    inner: str = ""  # what that level holds: "tháng", "ngày"


@dataclass(frozen=True, slots=True)
class Excluded:
    slug: str
    label: str
    include: SearchState


@dataclass(frozen=True, slots=True)
class FacetView:
    """`values`: the selected first, then by falling count."""

    name: str
    label: str
    status: str  # ", đã chọn 2, loại 1"
    op: Op
    values: tuple[Value, ...]
    excluded: tuple[Excluded, ...]
    none: Value | None
    hidden: int  # values with a count above 0 that are not listed
    more: SearchState | None  # the same page with more of them listed
    distinct: int


def facet_view(facet: Facet, state: SearchState, searcher: Searcher) -> FacetView:
    values = _listed(_values(facet, state, searcher), FEW if facet.name not in state.more else None)
    shown = sum(value.count > 0 for value in values)
    hidden = facet.distinct - shown
    return FacetView(
        name=facet.name,
        label=LABELS[facet.name],
        status=_status(state, facet.name),
        op=state.op(facet.name),
        values=values,
        excluded=tuple(_excluded(state, facet.name, slug, searcher) for slug in state.excluded(facet.name)),
        none=none_value(facet, state.chosen(facet.name)),
        hidden=hidden,
        more=state.opened(facet.name) if hidden and facet.name not in state.more else None,
        distinct=facet.distinct,
    )


def none_value(facet: Facet, chosen: tuple[str, ...]) -> Value | None:
    """The articles with no value, where there are any or the reader chose them."""
    if not facet.none and NONE not in chosen:
        return None
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return Value(NONE, UNKNOWN[facet.name], facet.none, share(facet.none, most), NONE in chosen)


def share(count: int, most: int) -> int:
    """Percent, at most 100; of a count above 0 at least 1."""
    return min(100, max(1, round(100 * count / most))) if count and most else 0


def label_of(facet: str, slug: str, searcher: Searcher) -> str:
    """The name behind a slug, or the slug where no name has it."""
    if slug == NONE:
        return f"{UNKNOWN[facet].lower()} {LABELS[facet].lower()}"
    return min(searcher.values(facet, slug))


def _values(facet: Facet, state: SearchState, searcher: Searcher) -> list[Value]:
    most = max((bucket.count for bucket in facet.buckets), default=0)
    chosen = state.chosen(facet.name)
    unknown = {slug: slug for slug in chosen if searcher.values(facet.name, slug) == {slug}}
    values = []
    for bucket in facet.buckets:
        slug = unknown.get(bucket.value) or searcher.slug(facet.name, bucket.value)
        exclude = state.excluding(facet.name, slug)
        values.append(Value(slug, bucket.value, bucket.count, share(bucket.count, most), slug in chosen, exclude))
    return sorted(values, key=lambda value: not value.selected)


def _listed(values: list[Value], limit: int | None) -> tuple[Value, ...]:
    """The selected values and the first `limit` others."""
    selected = sum(value.selected for value in values)
    return tuple(values if limit is None else values[: selected + limit])


def _excluded(state: SearchState, facet: str, slug: str, searcher: Searcher) -> Excluded:
    return Excluded(slug, label_of(facet, slug, searcher), state.including(facet, slug))


def _status(state: SearchState, facet: str) -> str:
    chosen, excluded = len(state.chosen(facet)), len(state.excluded(facet))
    return (f", đã chọn {chosen}" if chosen else "") + (f", loại {excluded}" if excluded else "")
