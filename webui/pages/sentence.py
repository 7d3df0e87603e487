"""SearchState -> the sentence that says it, part by part: "Bài có …, nhắc … hoặc …, không nhắc …, trong …"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from indexer import NONE, VALUE_FACETS, Searcher
from webui.days import written
from webui.language import text as _
from webui.pages.dates import date_name
from webui.pages.facets import label_of
from webui.state import SearchState

NBSP = "\u00a0"  # no line ends between a word and the part that it leads to


@dataclass(frozen=True, slots=True)
class Part:
    """A removable part of the query as it was understood."""

    lead: str  # the words before it
    label: str
    without: SearchState
    joined: bool = False  # by "or" or "and" to the part before it
    negated: bool = False
    vietnamese: bool = False  # what was typed, or a name
    tail: str = ""  # a comma, on the line of the part

    @property
    def told(self) -> str:
        """The part alone, where no sentence is around it."""
        return _("không nhắc") + f" {self.label}" if self.negated else self.label


def sentence(searcher: Searcher, state: SearchState) -> Iterator[Part]:
    """The parts with all that stands between them."""
    told = [*parts(searcher, state)]
    before = _("Bài") + NBSP
    for part, following in zip_longest(told, told[1:]):
        lead = before + (part.lead and part.lead + NBSP)
        yield replace(part, lead=lead, tail="," if following and not following.joined else "")
        before = " "


def named(searcher: Searcher, state: SearchState) -> str:
    """The search in a few words: what was typed, and the whole sentence where filters are chosen."""
    if not state.active:
        return state.q or _("Mọi bài")
    return "".join(part.lead + part.told + part.tail for part in sentence(searcher, state)).replace(NBSP, " ")


def parts(searcher: Searcher, state: SearchState) -> Iterator[Part]:
    if state.q:
        yield Part(_("có"), state.q, state.changed(q=""), vietnamese=True)
    for facet in VALUE_FACETS:
        yield from _chosen(searcher, state, facet)
    if state.lineage and state.ministry:
        yield Part("", _("tính cả tên cũ"), state.changed(lineage=False))
    for facet in VALUE_FACETS:
        for slug in state.excluded(facet):
            label = label_of(searcher, facet, slug)
            yield Part("", label, state.dropping(f"x_{facet}", slug), negated=True, vietnamese=True)
    if state.copies:
        yield Part("", _("gần như trùng nhau"), state.changed(copies=""))
    if state.date:
        yield Part("" if state.undated else _("trong"), date_name(state.date), state.changed(date=""))
    if state.since and state.ranged:
        yield Part("", _("từ %(day)s", day=written(state.since)), state.changed(since=None))
    if state.until and state.ranged:
        yield Part("", _("đến %(day)s", day=written(state.until)), state.changed(until=None))


def _chosen(searcher: Searcher, state: SearchState, facet: str) -> Iterator[Part]:
    joint = _("và") if state.op(facet) == "all" else _("hoặc")
    for number, slug in enumerate(state.chosen(facet)):
        lead = joint if number else "" if slug == NONE else _("nhắc")
        label = label_of(searcher, facet, slug)
        yield Part(lead, label, state.dropping(facet, slug), joined=number > 0, vietnamese=slug != NONE)
