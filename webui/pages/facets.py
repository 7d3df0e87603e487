"""A facet of names + SearchState -> what the page shows of it, and what programs read: values with counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer import NONE, Bucket, Facet, Op, Searcher, slugify
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
    value: str  # in URLs: the slug of a name, or a date
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class NameFacet:
    """`values`: the selected first, then by falling count or by the alphabet."""

    values: tuple[Value, ...]
    none: int  # articles without any value
    excluded: tuple[str, ...]  # slugs
    op: Op
    distinct: int
    hidden: int  # values with a count above 0 that are not listed
    has_line: bool  # some chosen value has predecessors


def name_facet(searcher: Searcher, facet: Facet, state: SearchState) -> NameFacet:
    """Args: state: settled."""
    name, typed = facet.name, state.find(facet.name)
    named = {value: slug for slug in state.chosen(name) for value in searcher.values(name, slug)}
    fitting = _fitting(facet, state, named)
    listed = _listed(fitting, named, MANY if typed or name in state.more else FEW)
    every = sum(bucket.count > 0 for bucket in fitting) if typed else facet.distinct
    return NameFacet(
        values=tuple(
            Value(named.get(value) or searcher.slug(name, value), value, count, value in named)
            for value, count in listed
        ),
        none=facet.none,
        excluded=state.excluded(name),
        op=state.op(name),
        distinct=facet.distinct,
        hidden=every - sum(bucket.count > 0 for bucket in listed),
        has_line=name == "ministry" and any(map(has_line, named)),
    )


def facet_label(facet: str) -> str:
    return _(LABELS[facet])


def nobody(facet: str) -> str:
    """That it has no value."""
    return _(NOBODY[facet])


def none_value(facet: str, count: int, chosen: Collection[str]) -> Value | None:
    """The articles with no value, where there are any or the reader chose them."""
    return Value(NONE, _(UNKNOWN[facet]), count, NONE in chosen) if count or NONE in chosen else None


def share(count: int, most: int) -> int:
    """Percent, at most 100; of a count above 0 at least 1."""
    return min(100, max(1, round(100 * count / most))) if count and most else 0


def label_of(searcher: Searcher, facet: str, slug: str) -> str:
    """The name behind a slug, or the slug where no name has it."""
    if slug == NONE:
        return _(UNNAMED[facet])
    return min(searcher.values(facet, slug))


def _fitting(facet: Facet, state: SearchState, named: Mapping[str, str]) -> Sequence[Bucket]:
    """The selected values, and those that hold what the reader looks for; by falling count or by the alphabet."""
    typed, buckets = slugify(state.find(facet.name)), facet.buckets
    fitting = [one for one in buckets if one.value in named or typed in slugify(one.value)] if typed else buckets
    return sorted(fitting, key=lambda bucket: alphabetical(bucket.value)) if facet.name in state.az else fitting


def _listed(buckets: Sequence[Bucket], named: Mapping[str, str], limit: int) -> list[Bucket]:
    """The selected values and the first `limit` others."""
    selected = [bucket for bucket in buckets if bucket.value in named]
    return [*selected, *islice((bucket for bucket in buckets if bucket.value not in named), limit)]
