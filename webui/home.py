"""The whole archive -> what the home page shows of it."""

from dataclasses import dataclass

from indexer import Bucket, Searcher, SearchRequest
from webui.histogram import Histogram, histogram_of
from webui.hits import HitView, hit_view
from webui.state import SearchState

NEWEST = 5  # articles listed
MINISTRIES = 12


@dataclass(frozen=True, slots=True)
class HomePage:
    total: int
    first_year: str
    last_year: str
    undated: int
    persons: int  # how many are named
    ministries: int
    histogram: Histogram | None
    commonest: tuple[Bucket, ...]  # ministries
    newest: tuple[HitView, ...]


def home_page(searcher: Searcher) -> HomePage:
    result = searcher.search(SearchRequest(sort="newest", size=NEWEST, facet_size=MINISTRIES))
    date, ministry = result.facet("date"), result.facet("ministry")
    years = [bucket.value for bucket in date.buckets]
    return HomePage(
        total=result.total,
        first_year=min(years, default=""),
        last_year=max(years, default=""),
        undated=date.none,
        persons=result.facet("person").distinct,
        ministries=ministry.distinct,
        histogram=histogram_of(searcher, SearchState()),
        commonest=ministry.buckets,
        newest=tuple(hit_view(hit, searcher, SearchState()) for hit in result.hits),
    )
