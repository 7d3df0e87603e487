"""SearchState + the query as it was read -> what the reader should know of it, each with a way to have it otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer import MAX_SLOP, Query, Searcher
from webui.language import articles, later, text as _
from webui.pages.alphabet import is_toned
from webui.state import SearchState

NOTES = {
    "unbalanced-quote": later("Thiếu một dấu ngoặc kép: phần sau dấu mở được đọc là một cụm từ."),
    "plain": later("Câu tìm kiếm có ký hiệu mà máy không đọc được: mọi chữ được tìm như từ thường."),
    "no-words": later("Câu tìm kiếm không có chữ nào: mọi bài được liệt kê."),
    "long": later("Câu dài: bài được xếp theo %(text)s tiếng đầu, các tiếng sau chỉ dùng để chọn bài."),
    "near": later("Khoảng cách ~%(text)s quá xa: tìm các từ cách nhau nhiều nhất %(most)s tiếng."),
    "also": later("Tìm cả tên khác: %(text)s."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    label: str = ""  # of the other way
    to: SearchState | None = None


def notices(searcher: Searcher, state: SearchState, query: Query, total: int) -> Iterator[Notice]:
    """Args: total: of the search."""
    if state.problem:  # on phones the fields are out of sight
        yield Notice(state.problem)
    literally = _("Chỉ tìm đúng chữ đã gõ"), state.changed(expand=False)
    for kind in dict.fromkeys(note.kind for note in query.notes):
        told = "; ".join(note.text for note in query.notes if note.kind == kind)
        yield Notice(_(NOTES[kind], text=told, most=MAX_SLOP), *(literally if kind == "also" else ()))
    if not state.expand and state.q:
        yield Notice(_("Đang tìm đúng chữ đã gõ."), _("Tìm cả tên khác"), state.changed(expand=True))
    if is_toned(state.q):
        yield from _tones(searcher, state, total)


def _tones(searcher: Searcher, state: SearchState, total: int) -> Iterator[Notice]:
    """How many of the found articles have the tones as typed, where some have none."""
    other = state.changed(exact=not state.exact)
    if state.exact:
        yield Notice(_("Chỉ tìm chữ viết đúng dấu."), _("Tìm cả chữ viết không dấu"), other)
    elif (right := other.total(searcher)) < total:
        counts = {"right": articles(right), "bare": articles(total - right)}
        yield Notice(_("Đúng dấu: %(right)s; viết không dấu: %(bare)s.", **counts), _("Chỉ lấy bài đúng dấu"), other)
