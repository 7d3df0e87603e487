"""A facet of names + SearchState -> what the page shows of it: values with counts and where each leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer import NONE, Bucket, Facet, Searcher, slugify
from webui.language import later, text as _
from webui.pages.alphabet import alphabetical
from webui.pages.registers import has_line
from webui.state import FEW, MANY, SearchState

LABELS = {"date": later("Ngày"), "person": later("Nhân vật"), "ministry": later("Bộ, ngành")}
UNKNOWN = {"date": later("Không rõ ngày"), "person": later("Không xác định"), "ministry": later("Không xác định")}
NOBODY = {"person": later("không có ai"), "ministry": later("không có bộ, ngành nào")}
UNNAMED = {"person": later("không xác định nhân vật"), "ministry": later("không xác định bộ, ngành")}


@dataclass(frozen=True, slots=True)
class Value:
    slug: str
    label: str
    count: int = 0
    share: int = 0  # percent of the commonest value's count
    selected: bool = False
    opens: SearchState | None = None  # the level below, of a period
    inner: str = ""  # what that level holds: "tháng", "ngày"


@dataclass(frozen=True, slots=True)
class FacetView:
    """`values`: the selected first, then by falling count or by the alphabet."""

    name: str
    values: tuple[Value, ...]
    excluded: tuple[Value, ...]
    none: Value | None
    hidden: int  # values with a count above 0 that are not listed
    distinct: int
    has_line: bool  # some chosen value has predecessors


def facet_view(searcher: Searcher, facet: Facet, state: SearchState) -> FacetView:
    name, typed = facet.name, state.find(facet.name)
    named = _named(searcher, name, state)
    fitting = _fitting(facet, state, named)
    listed = _listed(fitting, named, MANY if typed or name in state.more else FEW)
    every = sum(bucket.count > 0 for bucket in fitting) if typed else facet.distinct
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return FacetView(
        name=name,
        values=tuple(
            Value(named.get(value) or searcher.slug(name, value), value, count, share(count, most), value in named)
            for value, count in listed
        ),
        excluded=tuple(Value(slug, label_of(searcher, name, slug)) for slug in state.excluded(name)),
        none=none_value(facet, state.chosen(name)),
        hidden=every - sum(bucket.count > 0 for bucket in listed),
        distinct=facet.distinct,
        has_line=name == "ministry" and any(map(has_line, named)),
    )


def facet_label(facet: str) -> str:
    return _(LABELS[facet])


def nobody(facet: str) -> str:
    """That it has no value."""
    return _(NOBODY[facet])


def none_value(facet: Facet, chosen: tuple[str, ...]) -> Value | None:
    """The articles with no value, where there are any or the reader chose them."""
    if not facet.none and NONE not in chosen:
        return None
    most = max((bucket.count for bucket in facet.buckets), default=0)
    return Value(NONE, _(UNKNOWN[facet.name]), facet.none, share(facet.none, most), NONE in chosen)


def share(count: int, most: int) -> int:
    """Percent, at most 100; of a count above 0 at least 1."""
    return min(100, max(1, round(100 * count / most))) if count and most else 0


def label_of(searcher: Searcher, facet: str, slug: str) -> str:
    """The name behind a slug, or the slug where no name has it."""
    if slug == NONE:
        return _(UNNAMED[facet])
    return min(searcher.values(facet, slug))


def _named(searcher: Searcher, facet: str, state: SearchState) -> dict[str, str]:
    """The chosen values by name, with the slugs that they were chosen by."""
    names = ((name, slug) for slug in state.chosen(facet) for name in searcher.values(facet, slug))
    return {name: slug for name, slug in names if slug in (name, searcher.slug(facet, name))}


def _fitting(facet: Facet, state: SearchState, named: Mapping[str, str]) -> Sequence[Bucket]:
    """The selected values, and those that hold what the reader looks for; by falling count or by the alphabet."""
    typed, buckets = slugify(state.find(facet.name)), facet.buckets
    fitting = [one for one in buckets if one.value in named or typed in slugify(one.value)] if typed else buckets
    return sorted(fitting, key=lambda bucket: alphabetical(bucket.value)) if facet.name in state.az else fitting


def _listed(buckets: Sequence[Bucket], named: Mapping[str, str], limit: int) -> list[Bucket]:
    """The selected values and the first `limit` others."""
    selected = [bucket for bucket in buckets if bucket.value in named]
    return [*selected, *islice((bucket for bucket in buckets if bucket.value not in named), limit)]
