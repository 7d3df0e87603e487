"""The archive -> what it does not know of its articles, with the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer import NONE, Document, Searcher
from webui.days import written
from webui.language import later, text as _
from webui.pages.facets import LABELS
from webui.state import SearchState

LISTED = 50  # articles under each lack
NAMED_BY_UNIT = later("chỉ nhắc qua một đơn vị trực thuộc: %(names)s")
REASONS = {
    "date": later("không có ngày đăng ở nơi nào máy đọc được"),
    "person": later("không có họ tên đầy đủ nào"),
    "ministry": later("không có tên bộ, ngành nào"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    facet: str
    total: int
    search: SearchState  # for all of them
    documents: list[Document]  # the newest


def lacks(searcher: Searcher) -> Iterator[Lack]:
    """Of each facet the articles without a value."""
    result = searcher.search(SearchState().request(searcher, size=0))
    for facet in LABELS:
        search = SearchState().on(NONE) if facet == "date" else SearchState().adding(facet, NONE)
        yield Lack(facet, result.facet(facet).none, search, searcher.documents(search.request(searcher, size=LISTED)))


def reason(document: Document, facet: str) -> str:
    """Why it has no value."""
    units = sorted({mention.value for mention in document.mentions if mention.kind == facet != "date"})
    said = _(NAMED_BY_UNIT, names=", ".join(units)) if units else _(REASONS[facet])
    if facet == "date" and document.likely:
        said += "; " + _("nội dung bài cho thấy có thể là %(day)s", day=written(document.likely))
    return said
