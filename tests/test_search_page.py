"""The view models: what pages show of a result."""

from __future__ import annotations

import pytest

from indexer import HANOI, Article, Searcher, SearchRequest, SearchResult, Snippet
from tests.fixture_f import documents, searcher
from tests.memory import MemoryEngine
from webui.filters import marked, number
from webui.pages.article import article_page
from webui.pages.search import SearchPage, search_page
from webui.pages.sentence import NBSP
from webui.pages.titles import shown_title
from webui.state import SearchState


def page(size: int = 10, **state: object) -> SearchPage:
    return search_page(searcher(), SearchState(**state), size)  # type: ignore[arg-type]


def sentence(shown: SearchPage) -> str:
    said = (part.lead + ("không nhắc " if part.negated else "") + part.label + part.tail for part in shown.sentence)
    return "".join(said).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("state", "read"),
    [
        ({"q": "thuế", "ministry": ("bo-tai-chinh", "bo-y-te")}, "Bài có thuế, nhắc Bộ Tài chính hoặc Bộ Y tế"),
        ({"ministry": ("bo-tai-chinh", "bo-y-te"), "ministry_op": "all"}, "Bài nhắc Bộ Tài chính và Bộ Y tế"),
        ({"x_person": ("ta-quan-hung",), "date": "2024"}, "Bài không nhắc Tạ Quân Hưng, trong năm 2024"),
        ({"date": "_none"}, "Bài không rõ ngày"),
        ({"person": ("_none",)}, "Bài không xác định nhân vật"),
        ({"date": "~2025-04"}, "Bài không rõ ngày, có thể tháng 4/2025"),
    ],
)
def test_the_query_is_read_back_as_a_sentence(state: dict[str, object], read: str):
    assert sentence(page(**state)) == read


def test_each_part_of_the_sentence_can_be_dropped():
    shown = page(q="thuế", ministry=("bo-tai-chinh",))
    assert [part.without for part in shown.sentence] == [
        SearchState(ministry=("bo-tai-chinh",)),
        SearchState(q="thuế"),
    ]


def test_far_pages_are_left_out_of_the_pager():
    shown = page(size=2, page=6)
    assert shown.pager.numbers == (1, 0, 4, 5, 6, 7, 8, 0, 13)


def test_past_the_end_stands_the_last_page_with_a_note():
    """UX 62"""
    shown = page(page=99)
    assert (shown.state.page, shown.pager.first, shown.pager.last) == (3, 21, 26)
    assert [note.text for note in shown.notices] == ["Chỉ có 3 trang: đây là trang cuối."]


def test_every_way_out_tells_the_total_behind_it():
    """UX 65"""
    shown = page(q="thuế", ministry=("bo-y-te",), date="2023")
    assert [(way.label, way.total) for way in shown.exits] == [
        ("Bỏ mọi bộ lọc", 4),
        ("Xem mọi bài, mới nhất trước", 26),
    ]


def test_of_many_filters_a_few_are_tried_without():
    """Each is a search: sixty of them took seconds in a large archive."""
    names = tuple(f"khong-co-{number:02}" for number in range(50))
    tried: list[SearchRequest] = []
    counting = Searcher(Counting(tried))
    shown = search_page(counting, SearchState(q="thuế", person=names, person_op="all"), 10)
    assert [way.label for way in shown.exits] == ["Bỏ mọi bộ lọc", "Xem mọi bài, mới nhất trước"]
    assert len(tried) < 20


class Counting(MemoryEngine):
    """Notes what it is asked."""

    def __init__(self, asked: list[SearchRequest]) -> None:
        super().__init__()
        self.asked = asked
        self.add(documents())

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked.append(request)
        return super().search(request)


def test_an_article_lists_what_it_names():
    document = next(document for document in documents() if document.id == "a25")
    panels = {panel.kind: panel for panel in article_page(searcher(), document, SearchState(), 10).panels}
    named = panels["number"].names[0]
    assert (named.label, named.times, named.place) == ("20/2025/QĐ-TTg", 2, "main")


def test_a_title_taken_from_the_body_is_cut_at_a_word():
    sentence = "Sáng nay " + "đoàn " * 40
    shown = shown_title(Article("a", sentence, sentence, title_derived=True), Snippet(sentence, ((0, 4), (150, 154))))
    assert len(shown.text) <= 121
    assert shown.text.endswith("đoàn…")
    assert shown.marks == ((0, 4),)


def test_marks_are_the_only_markup():
    """UX 57"""
    text = "<b>thuế</b> & “phí”"
    assert marked(Snippet(text, ((3, 7),))) == "&lt;b&gt;<mark>thuế</mark>&lt;/b&gt; &amp; “phí”"


def test_numbered_marks_lead_to_their_neighbours():
    html = marked(Snippet("thuế", ((0, 4),)), first=2, last=3)
    assert html.startswith('<mark id="hit-2">thuế</mark>')
    assert 'href="#hit-1"' in html
    assert 'href="#hit-3"' in html


def test_numbers_are_written_the_vietnamese_way():
    """UX 43, Vietnamese"""
    assert [number(7), number(1234), number(1234567)] == ["7", "1.234", "1.234.567"]


def test_days_are_days_in_hanoi():
    """UX 47"""
    shown = page(date="2025-05-23")
    assert [hit.document.id for hit in shown.hits] == ["a10"]
    at = shown.hits[0].document.article.published.at
    assert at.utcoffset() == at.astimezone(HANOI).utcoffset()  # engines that store times give the offset back
