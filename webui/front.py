"""The whole archive -> what the home page shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import Bucket, Searcher, SearchRequest
from webui.datefacet import Histogram, date_view
from webui.presenter import HitView, hit_view
from webui.state import SearchState

NEWEST = 5  # articles listed
MINISTRIES = 12


@dataclass(frozen=True, slots=True)
class IndexLine:
    label: str
    count: int
    to: SearchState


@dataclass(frozen=True, slots=True)
class FrontPage:
    total: int
    first_year: str
    last_year: str
    undated: int
    persons: int  # how many are named
    ministries: int
    histogram: Histogram | None
    commonest: tuple[IndexLine, ...]
    newest: tuple[HitView, ...]


def front_page(searcher: Searcher) -> FrontPage:
    result = searcher.search(SearchRequest(sort="newest", size=NEWEST, facet_size=MINISTRIES))
    date, ministry = result.facet("date"), result.facet("ministry")
    years = [bucket.value for bucket in date.buckets]
    return FrontPage(
        total=result.total,
        first_year=min(years, default=""),
        last_year=max(years, default=""),
        undated=date.none,
        persons=result.facet("person").distinct,
        ministries=ministry.distinct,
        histogram=date_view(result, SearchState()).histogram,
        commonest=tuple(_line(bucket, searcher) for bucket in ministry.buckets),
        newest=tuple(hit_view(hit, searcher) for hit in result.hits),
    )


def _line(bucket: Bucket, searcher: Searcher) -> IndexLine:
    slug = searcher.slug("ministry", bucket.value)
    return IndexLine(bucket.value, bucket.count, SearchState().adding("ministry", slug))
