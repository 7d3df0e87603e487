"""A searcher -> facts about the whole archive, read once a generation."""

from collections.abc import Mapping
from functools import lru_cache

from indexer import Filters, Period, Searcher, SearchRequest
from webui.state import EVERY


def collected(searcher: Searcher, date: Period | None) -> frozenset[str]:
    """The periods below `date` of which the archive holds any article."""
    return _collected(searcher, searcher.generation(), date)


def counted(searcher: Searcher, facet: str) -> Mapping[str, int]:
    """All values of a facet with the number of their articles, commonest first."""
    return _counted(searcher, searcher.generation(), facet)


@lru_cache(maxsize=64)
def _collected(searcher: Searcher, _generation: int, date: Period | None) -> frozenset[str]:
    result = searcher.search(SearchRequest(filters=Filters(date=date), size=0, facet_size=1))
    return frozenset(bucket.value for bucket in result.facet("date").buckets)


@lru_cache(maxsize=4)
def _counted(searcher: Searcher, _generation: int, facet: str) -> Mapping[str, int]:
    result = searcher.search(SearchRequest(size=0, facet_size=EVERY))
    return {bucket.value: bucket.count for bucket in result.facet(facet).buckets}
