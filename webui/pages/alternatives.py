"""A search -> others that the reader may want instead, each with the total behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from indexer import Searcher, SearchRequest, SearchResult
from webui.language import text as _
from webui.pages.alphabet import is_toned
from webui.pages.sentence import parts
from webui.state import SearchState

DROPPED = 6  # parts of a search that are each tried without: every one is a search of its own


@dataclass(frozen=True, slots=True)
class Alternative:
    label: str
    total: int
    to: SearchState


def forms(searcher: Searcher, state: SearchState, request: SearchRequest) -> tuple[Alternative, ...]:
    """How what was typed without marks is written with them, commonest first. A single form is what was meant: it is
    not told. One without marks finds what the search found."""
    found = searcher.forms(request)
    marked = [Alternative(*form, state.changed(q=form.value, expand=True)) for form in found if is_toned(form.value)]
    return tuple(sorted(marked, key=lambda form: -form.total)) if len(found) > 1 else ()


def meant(result: SearchResult, state: SearchState) -> Alternative | None:
    suggested = result.suggestion
    if suggested is None:
        return None
    return Alternative(suggested.text, suggested.total, state.changed(q=suggested.text, expand=True))


def exits(searcher: Searcher, state: SearchState) -> Iterator[Alternative]:
    """What the reader can drop so that something is found."""
    dates = state.changed(date="", since=None, until=None)
    labels = {dates: _("Bỏ điều kiện ngày")} if dates != state else {}
    for part in islice(parts(searcher, state), DROPPED):
        labels.setdefault(part.without, _("Bỏ “%(part)s”", part=part.told))
    labels.setdefault(state.bare(), _("Bỏ mọi bộ lọc"))
    labels.setdefault(SearchState(), _("Xem mọi bài, mới nhất trước"))
    for to, label in labels.items():
        if total := to.total(searcher):
            yield Alternative(label, total, to)
