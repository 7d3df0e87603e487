"""SearchState + the query as it was read -> the sentence that says it, part by part, and the notes below it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from indexer import MAX_SLOP, NONE, VALUE_FACETS, Query, Searcher
from webui.days import written
from webui.language import articles, later
from webui.language import text as _
from webui.pages.alphabet import is_toned
from webui.pages.dates import date_name
from webui.pages.facets import label_of
from webui.state import SearchState

NOTES = {
    "unbalanced-quote": later("Thiếu một dấu ngoặc kép: phần sau dấu mở được đọc là một cụm từ."),
    "plain": later("Câu tìm kiếm có ký hiệu mà máy không đọc được: mọi chữ được tìm như từ thường."),
    "no-words": later("Câu tìm kiếm không có chữ nào: mọi bài được liệt kê."),
    "long": later("Câu dài: bài được xếp theo %(text)s tiếng đầu, các tiếng sau chỉ dùng để chọn bài."),
    "near": later("Khoảng cách ~%(text)s quá xa: tìm các từ cách nhau nhiều nhất %(most)s tiếng."),
}
READINGS = {
    "also": later("Tìm cả tên khác: %(text)s."),
    "read-as": later("“%(text)s” được đọc là chữ viết tắt hay cách viết khác."),
}
NBSP = "\u00a0"  # no line ends between a word and the part that it leads to


@dataclass(frozen=True, slots=True)
class Part:
    """A removable part of the query as it was understood."""

    lead: str  # the words before it
    label: str
    without: SearchState
    negated: bool = False
    vietnamese: bool = True  # what was typed, or a name
    tail: str = ""  # a comma, on the line of the part

    @property
    def told(self) -> str:
        """The part alone, where no sentence is around it."""
        return _("không nhắc") + f" {self.label}" if self.negated else self.label


@dataclass(frozen=True, slots=True)
class Notice:
    """A note, with a way to have it otherwise."""

    text: str
    label: str = ""
    to: SearchState | None = None


def sentence(state: SearchState, searcher: Searcher) -> Iterator[Part]:
    """The parts of one sentence: "Bài có …, nhắc … hoặc …, không nhắc …, trong …"."""
    told = [*parts(state, searcher)]
    joint = _("Bài") + NBSP
    for part, following in zip_longest(told, told[1:]):
        joined = part.lead in _conjunctions()
        tail = "," if following and following.lead not in _conjunctions() else ""
        yield replace(part, lead=part.lead if joined else joint + part.lead, tail=tail)
        joint = " "


def named(state: SearchState, searcher: Searcher) -> str:
    """The search in a few words: what was typed, and the whole sentence where filters are chosen."""
    if not state.active:
        return state.q or _("Mọi bài")
    return "".join(part.lead + part.told + part.tail for part in sentence(state, searcher)).replace(NBSP, " ")


def parts(state: SearchState, searcher: Searcher) -> Iterator[Part]:
    if state.q:
        yield Part(_("có") + NBSP, state.q, state.changed(q=""))
    for facet in VALUE_FACETS:
        conjunction = _conjunctions()[state.op(facet) == "all"]
        for number, slug in enumerate(state.chosen(facet)):
            lead = conjunction if number else "" if slug == NONE else _("nhắc") + NBSP
            label = label_of(facet, slug, searcher)
            yield Part(lead, label, state.dropping(facet, slug), vietnamese=slug != NONE)
    if state.lineage and state.ministry:
        yield Part("", _("tính cả tên cũ"), state.changed(lineage=False), vietnamese=False)
    for facet in VALUE_FACETS:
        for slug in state.excluded(facet):
            yield Part("", label_of(facet, slug, searcher), state.dropping(f"x_{facet}", slug), negated=True)
    if state.copies:
        yield Part("", _("gần như trùng nhau"), state.changed(copies=""), vietnamese=False)
    if state.date:
        lead = "" if state.undated else _("trong") + NBSP
        yield Part(lead, date_name(state.date), state.changed(date=""), vietnamese=False)
    if state.since and state.ranged:
        yield Part("", _("từ %(day)s", day=written(state.since)), state.changed(since=None), vietnamese=False)
    if state.until and state.ranged:
        yield Part("", _("đến %(day)s", day=written(state.until)), state.changed(until=None), vietnamese=False)


def notices(state: SearchState, query: Query) -> Iterator[Notice]:
    """What the reader should know about how his text was read."""
    for note in query.notes:
        if note.kind in NOTES:
            yield Notice(_(NOTES[note.kind], text=note.text, most=MAX_SLOP))
        elif note.kind in READINGS:
            literally = state.changed(expand=False)
            yield Notice(_(READINGS[note.kind], text=note.text), _("Chỉ tìm đúng chữ đã gõ"), literally)
    if not state.expand and state.q:
        yield Notice(_("Đang tìm đúng chữ đã gõ."), _("Tìm cả tên khác"), state.changed(expand=True))


def tones(state: SearchState, searcher: Searcher, total: int) -> Iterator[Notice]:
    """How many of the found articles have the tones as typed, where some have none."""
    other = state.changed(exact=not state.exact)
    if not state.q or not is_toned(state.q):
        return
    if state.exact:
        yield Notice(_("Chỉ tìm chữ viết đúng dấu."), _("Tìm cả chữ viết không dấu"), other)
        return
    right = other.total(searcher)
    if right < total:
        counts = {"right": articles(right), "bare": articles(total - right)}
        yield Notice(_("Đúng dấu: %(right)s; viết không dấu: %(bare)s.", **counts), _("Chỉ lấy bài đúng dấu"), other)


def _conjunctions() -> tuple[str, str]:
    either, both = _("hoặc"), _("và")
    return f" {either}{NBSP}", f" {both}{NBSP}"
