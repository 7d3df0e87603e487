"""A facet of names + SearchState -> what the page shows of it: values with counts and where each leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer import NONE, Bucket, Facet, Op, Searcher
from webui.bodies import has_line
from webui.language import later
from webui.language import text as _
from webui.names import alphabetical, holds
from webui.state import FEW, MANY, SearchState

LABELS = {"date": later("Ngày"), "person": later("Nhân vật"), "ministry": later("Bộ, ngành")}
UNKNOWN = {"date": later("Không rõ ngày"), "person": later("Không xác định"), "ministry": later("Không xác định")}
UNNAMED = {"person": later("không xác định nhân vật"), "ministry": later("không xác định bộ, ngành")}


@dataclass(frozen=True, slots=True)
class Value:
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
    """`values`: the selected first, then by falling count or by the alphabet."""

    name: str
    label: str
    status: str  # ", đã chọn 2, loại 1"
    op: Op
    values: tuple[Value, ...]
    excluded: tuple[Excluded, ...]
    none: Value | None
    hidden: int  # values with a count above 0 that are not listed
    more: SearchState | None  # the same page with more of them listed
    less: SearchState | None  # with fewer of them
    distinct: int
    find: str  # what the listed values hold
    az: bool
    turned: SearchState  # the same page in the other order
    lineage: bool | None = None  # whether predecessors count too; None where no chosen value has any


def facet_view(facet: Facet, state: SearchState, searcher: Searcher) -> FacetView:
    limit = MANY if facet.name in state.more or state.find(facet.name) else FEW
    named = _named(facet.name, state, searcher)
    fitting = _fitting(facet, state, named)
    listed = _listed(fitting, named, limit)
    every = sum(bucket.count > 0 for bucket in fitting) if state.find(facet.name) else facet.distinct
    hidden = every - sum(bucket.count > 0 for bucket in listed)
    return FacetView(
        name=facet.name,
        label=_(LABELS[facet.name]),
        status=_status(state, facet.name),
        op=state.op(facet.name),
        values=_values(facet, listed, named, state, searcher),
        excluded=tuple(
            Excluded(slug, label_of(facet.name, slug, searcher), state.dropping(f"x_{facet.name}", slug))
            for slug in state.excluded(facet.name)
        ),
        none=none_value(facet, state.chosen(facet.name)),
        hidden=hidden,
        more=state.toggled("more", facet.name) if hidden and limit == FEW else None,
        less=state.toggled("more", facet.name) if facet.name in state.more else None,
        distinct=facet.distinct,
        find=state.find(facet.name),
        az=facet.name in state.az,
        turned=state.toggled("az", facet.name),
        lineage=_lineage(facet.name, state, searcher),
    )


def none_value(facet: Facet, chosen: tuple[str, ...]) -> Value | None:
    """The articles with no value, where there are any or the reader chose them."""
    if not facet.none and NONE not in chosen:
        return None
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return Value(NONE, _(UNKNOWN[facet.name]), facet.none, share(facet.none, most), NONE in chosen)


def share(count: int, most: int) -> int:
    """Percent, at most 100; of a count above 0 at least 1."""
    return min(100, max(1, round(100 * count / most))) if count and most else 0


def label_of(facet: str, slug: str, searcher: Searcher) -> str:
    """The name behind a slug, or the slug where no name has it."""
    if slug == NONE:
        return _(UNNAMED[facet])
    return min(searcher.values(facet, slug))


def _named(facet: str, state: SearchState, searcher: Searcher) -> dict[str, str]:
    """The chosen values by name, with the slugs that they were chosen by."""
    names = ((name, slug) for slug in state.chosen(facet) for name in searcher.values(facet, slug))
    return {name: slug for name, slug in names if slug in (name, searcher.slug(facet, name))}


def _fitting(facet: Facet, state: SearchState, named: Mapping[str, str]) -> Sequence[Bucket]:
    """The selected values, and those that hold what the reader looks for; by falling count or by the alphabet."""
    typed, buckets = state.find(facet.name), facet.buckets
    fitting = [one for one in buckets if one.value in named or holds(one.value, typed)] if typed else buckets
    return sorted(fitting, key=lambda bucket: alphabetical(bucket.value)) if facet.name in state.az else fitting


def _listed(buckets: Sequence[Bucket], named: Mapping[str, str], limit: int) -> list[Bucket]:
    """The selected values and the first `limit` others."""
    selected = [bucket for bucket in buckets if bucket.value in named]
    return [*selected, *islice((bucket for bucket in buckets if bucket.value not in named), limit)]


def _values(
    facet: Facet, listed: Sequence[Bucket], named: Mapping[str, str], state: SearchState, searcher: Searcher
) -> tuple[Value, ...]:
    """Of those alone that are shown: an archive holds tens of thousands of names."""
    most = max((bucket.count for bucket in facet.buckets), default=0)
    values = []
    for value, count in listed:
        slug = named.get(value) or searcher.slug(facet.name, value)
        exclude = state.adding(f"x_{facet.name}", slug)
        values.append(Value(slug, value, count, share(count, most), value in named, exclude))
    return tuple(values)


def _lineage(facet: str, state: SearchState, searcher: Searcher) -> bool | None:
    names = (label_of(facet, slug, searcher) for slug in state.chosen(facet))
    return state.lineage if facet == "ministry" and any(map(has_line, names)) else None


def _status(state: SearchState, facet: str) -> str:
    chosen, excluded = len(state.chosen(facet)), len(state.excluded(facet))
    parts = [_("đã chọn %(number)s", number=chosen)] if chosen else []
    parts += [_("loại %(number)s", number=excluded)] if excluded else []
    return "".join(f", {part}" for part in parts)
