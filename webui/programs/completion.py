"""What a reader has typed so far -> persons, ministries and titles that it may become. Never what another typed."""

from dataclasses import dataclass
from itertools import islice

from flask import url_for

from indexer import MAX_LENGTH, VALUE_FACETS, Searcher, SearchRequest, slugify
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
    begins: bool = False  # a name that begins so, not one of its later words


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Each group the likeliest first."""

    q: str
    persons: tuple[Suggested, ...] = ()
    ministries: tuple[Suggested, ...] = ()
    titles: tuple[Suggested, ...] = ()

    @property
    def every(self) -> tuple[Suggested, ...]:
        """In one list: the names that begin so, the others, each the commonest first, then the titles."""
        names = sorted((*self.persons, *self.ministries), key=lambda one: (not one.begins, -(one.count or 0)))
        return (*names, *self.titles)


def suggestions(searcher: Searcher, typed: str) -> Suggestions:
    """Tones and capitals do not matter: names of which a word begins so, titles with all the words."""
    begun = slugify(typed)
    if len(begun) < SHORTEST:
        return Suggestions(typed)
    persons, ministries = (_names(searcher, facet, begun) for facet in VALUE_FACETS)
    return Suggestions(typed, persons, ministries, _titles(searcher, begun))


def _names(searcher: Searcher, facet: str, begun: str) -> tuple[Suggested, ...]:
    """Args: begun: the words typed, as a slug; the last may be a part."""
    slugs = ((slugify(name), name, count) for name, count in searcher.counts(facet).items())
    fitting = (found for found in slugs if f"-{begun}" in f"-{found[0]}")
    return tuple(
        Suggested(name, url_for("entity", facet=facet, slug=searcher.slug(facet, name)), count, slug.startswith(begun))
        for slug, name, count in islice(fitting, LISTED)
    )


def _titles(searcher: Searcher, begun: str) -> tuple[Suggested, ...]:
    query = searcher.parse(f"title:({begun.replace('-', ' ')[:LONGEST]}*)", expand=False)
    hits = searcher.search(
        SearchRequest(query, size=LISTED, facet_size=0)
    ).hits  # which are kept, for who types the same
    return tuple(
        Suggested(shorten(hit.document.article.title, TITLE), url_for("article", id=hit.document.id), None)
        for hit in hits
    )
