"""A person or a ministry -> its own page: how it is written, its offices, its articles, and what is named beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer import VALUE_FACETS, Document, Searcher
from webui.datefacet import Histogram, histogram
from webui.days import written
from webui.facets import LABELS
from webui.hits import HitView, hit_view
from webui.language import text as _
from webui.pages import Pager, page_count, pager
from webui.state import SearchState
from webui.ways import Way, way

SIZE = 10  # articles a page
BESIDE = 10  # names listed that stand in the same articles
READ = 500  # newest articles read for writings and offices


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the articles name it, with the days of the first and the last of them."""

    role: str
    since: str
    until: str
    times: int  # articles


@dataclass(frozen=True, slots=True)
class Beside:
    """Names of one facet that stand in the same articles."""

    facet: str
    label: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    facet: str
    kind: str
    name: str
    slug: str
    search: SearchState  # for its articles, the newest first
    total: int
    writings: tuple[str, ...]  # other than the name
    offices: tuple[Office, ...]  # latest first
    histogram: Histogram | None
    beside: tuple[Beside, ...]
    hits: tuple[HitView, ...]
    pager: Pager


def entity_page(searcher: Searcher, facet: str, name: str, page: int) -> EntityPage:
    """Past the end stands the last page."""
    slug = searcher.slug(facet, name)
    search = SearchState(sort="newest").adding(facet, slug)
    together = search.changed(**{f"{facet}_op": "all"})  # counts what stands beside it
    request = replace(together.request(searcher, SIZE), facet_size=BESIDE + 1)
    total = searcher.search(replace(request, size=0, facet_size=0)).total
    page = min(page, page_count(total, SIZE))
    result = searcher.search(replace(request, start=(page - 1) * SIZE))
    read = _newest(searcher, search)
    return EntityPage(
        facet=facet,
        kind=_(LABELS[facet]),
        name=name,
        slug=slug,
        search=search,
        total=total,
        writings=tuple(_writings(read, facet, name)),
        offices=tuple(_offices(read, name)) if facet == "person" else (),
        histogram=histogram(searcher, search),
        beside=tuple(
            Beside(
                other,
                _(LABELS[other]),
                tuple(
                    way(bucket, together.adding(other, searcher.slug(other, bucket.value)))
                    for bucket in result.facet(other).buckets
                    if bucket.value != name and bucket.count
                )[:BESIDE],
            )
            for other in VALUE_FACETS
        ),
        hits=tuple(hit_view(hit, searcher) for hit in result.hits),
        pager=pager(SearchState(page=page), total, SIZE),
    )


def _newest(searcher: Searcher, search: SearchState) -> list[Document]:
    return [document for _, document in zip(range(READ), searcher.every(search.request(searcher)), strict=False)]


def _writings(documents: Iterable[Document], facet: str, name: str) -> Iterator[str]:
    """As the articles have it, but for other capitals."""
    said = [
        mention.surface
        for document in documents
        for mention in document.mentions
        if mention.kind == facet and mention.value == name and mention.facet
    ]
    seen = {name.casefold()}
    for surface in sorted(set(said), key=lambda text: (-said.count(text), text)):
        if surface.casefold() not in seen:
            seen.add(surface.casefold())
            yield surface


def _offices(documents: Iterable[Document], name: str) -> Iterator[Office]:
    """From dated articles alone."""
    days: dict[str, list[dt.date]] = {}
    for document in documents:
        roles = {mention.role for mention in document.mentions if (mention.kind, mention.value) == ("person", name)}
        for role in roles - {""}:
            days.setdefault(role, []).extend([document.day] if document.day else [])
    held = {role: sorted(seen) for role, seen in days.items() if seen}
    for role, seen in sorted(held.items(), key=lambda item: (item[1][-1], item[0]), reverse=True):
        yield Office(role, written(seen[0]), written(seen[-1]), len(seen))
