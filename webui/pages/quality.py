"""The archive -> what it does not know of its articles, with the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer import NONE, Document, Searcher
from webui.days import written
from webui.language import later, text as _
from webui.pages.facets import LABELS
from webui.state import SearchState

LISTED = 50  # articles under each lack
LACKS = {
    "date": later("Không rõ ngày đăng"),
    "person": later("Không nhắc ai"),
    "ministry": later("Không nhắc bộ, ngành nào"),
}
NAMED_BY_UNIT = later("chỉ nhắc qua một đơn vị trực thuộc: %(names)s")
REASONS = {
    "date": later("không có ngày đăng ở nơi nào máy đọc được"),
    "person": later("không có họ tên đầy đủ nào"),
    "ministry": later("không có tên bộ, ngành nào"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    document: Document
    reason: str


@dataclass(frozen=True, slots=True)
class Lack:
    facet: str
    label: str
    total: int
    search: SearchState  # for all of them
    articles: tuple[Missing, ...]


def lacks(searcher: Searcher) -> tuple[Lack, ...]:
    """Of each facet the articles without a value."""
    result = searcher.search(SearchState().request(searcher, size=0))
    return tuple(_lack(searcher, facet, result.facet(facet).none) for facet in LABELS)


def _lack(searcher: Searcher, facet: str, total: int) -> Lack:
    search = SearchState().on(NONE) if facet == "date" else SearchState().adding(facet, NONE)
    documents = searcher.documents(search.request(searcher, size=LISTED))
    articles = [Missing(each, "; ".join(_reasons(each, facet))) for each in documents]
    return Lack(facet, _(LACKS[facet]), total, search, tuple(articles))


def _reasons(document: Document, facet: str) -> Iterator[str]:
    units = sorted({mention.value for mention in document.mentions if mention.kind == facet != "date"})
    yield _(NAMED_BY_UNIT, names=", ".join(units)) if units else _(REASONS[facet])
    if facet == "date" and document.likely:
        yield _("nội dung bài cho thấy có thể là %(day)s", day=written(document.likely))
