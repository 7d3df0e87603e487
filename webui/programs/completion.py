"""What a reader has typed so far -> persons, ministries and titles that it may become. Never what another typed."""

from dataclasses import dataclass

from flask import url_for

from indexer import MAX_LENGTH, VALUE_FACETS, Searcher, SearchRequest
from webui.archive import counted
from webui.names import begins, fold
from webui.pages.titles import shorten

LISTED = 4  # in each group
TITLE = 90  # code points of a title
SHORTEST = 2  # letters typed
LONGEST = MAX_LENGTH - len("title:(*)")  # letters of it that are looked for in titles


@dataclass(frozen=True, slots=True)
class Suggested:
    label: str
    url: str
    count: int | None  # articles of a name


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Each group the likeliest first."""

    q: str
    persons: tuple[Suggested, ...] = ()
    ministries: tuple[Suggested, ...] = ()
    titles: tuple[Suggested, ...] = ()


def suggestions(searcher: Searcher, typed: str) -> Suggestions:
    """Tones and capitals do not matter: names of which a word begins so, titles with all the words."""
    if len(fold(typed).strip()) < SHORTEST:
        return Suggestions(typed)
    persons, ministries = (_names(searcher, facet, typed) for facet in VALUE_FACETS)
    return Suggestions(typed, persons, ministries, _titles(searcher, typed))


def _names(searcher: Searcher, facet: str, typed: str) -> tuple[Suggested, ...]:
    fitting = [(name, count) for name, count in counted(searcher, facet).items() if begins(name, typed)]
    return tuple(
        Suggested(name, url_for("entity", facet=facet, slug=searcher.slug(facet, name)), count)
        for name, count in fitting[:LISTED]
    )


def _titles(searcher: Searcher, typed: str) -> tuple[Suggested, ...]:
    words = "".join(letter if letter.isalnum() else " " for letter in fold(typed)).split()
    if not words:
        return ()
    query = searcher.parse(f"title:({' '.join(words)[:LONGEST]}*)", expand=False)
    hits = searcher.search(SearchRequest(query, size=LISTED, facet_size=0)).hits
    return tuple(
        Suggested(shorten(hit.document.article.title, TITLE), url_for("article", id=hit.document.id), None)
        for hit in hits
    )
