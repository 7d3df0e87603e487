"""A search -> others that the reader may want instead, each with the total behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from indexer import VALUE_FACETS, Searcher, SearchRequest, SearchResult, slugify
from webui.language import text as _
from webui.pages.sentence import parts
from webui.state import SearchState

DROPPED = 6  # parts of a search that are each tried without: every one is a search of its own


@dataclass(frozen=True, slots=True)
class Alternative:
    label: str
    total: int
    to: SearchState


def forms(searcher: Searcher, state: SearchState, request: SearchRequest, total: int) -> tuple[Alternative, ...]:
    """How what was typed without marks is written, commonest first: the forms that find less than it.

    Args: total: of the search.
    """
    found = [form for form in searcher.forms(request) if form.count < total]
    return tuple(Alternative(*form, state.changed(q=form.value, expand=True)) for form in found)


def called(searcher: Searcher, state: SearchState) -> Iterator[Alternative]:
    """The persons and bodies of which the reader typed the whole name: the articles that mention them."""
    typed = slugify(state.q)
    for facet in VALUE_FACETS:
        for name in sorted(searcher.values(facet, typed) - {typed}):
            to = state.changed(q="").adding(facet, searcher.slug(facet, name))
            if total := to.total(searcher):
                yield Alternative(name, total, to)


def meant(result: SearchResult, state: SearchState) -> Alternative | None:
    suggested = result.suggestion
    if suggested is None:
        return None
    return Alternative(suggested.text, suggested.total, state.changed(q=suggested.text, expand=True))


def exits(searcher: Searcher, state: SearchState) -> Iterator[Alternative]:
    """What the reader can drop so that something is found."""
    dates = state.on("")
    labels = {dates: _("Bỏ điều kiện ngày")} if dates != state else {}
    for part in islice(parts(searcher, state), DROPPED):
        labels.setdefault(part.without, _("Bỏ “%(part)s”", part=part.told))
    labels.setdefault(state.bare(), _("Bỏ mọi bộ lọc"))
    labels.setdefault(SearchState(), _("Xem mọi bài, mới nhất trước"))
    for to, label in labels.items():
        if total := to.total(searcher):
            yield Alternative(label, total, to)
