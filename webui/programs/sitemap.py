"""The archive -> its sitemap: all pages of articles, with their days, and of persons and ministries.

A file is made in a fraction of a second, however large the archive: it reads few articles.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape

from flask import url_for

from indexer import VALUE_FACETS, Searcher, SearchRequest

ARTICLES = 2_500  # of one file: each is read, in a tenth of a millisecond
NAMES = 20_000  # of one file; sitemaps.org allows 50,000 addresses
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Part = tuple[str, int]  # "article" or a facet, and the place of its first page among all of its kind


def whole(searcher: Searcher) -> str:
    """All pages in one file where each kind has one part at most; else the files, one a part."""
    parts = _parts(searcher)
    if all(first == 0 for _, first in parts):
        return _file(searcher, parts)
    places = [url_for("sitemap_part", number=number, lang=None, _external=True) for number in range(1, len(parts) + 1)]
    inside = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>\n" for place in places)
    return f"{HEAD}<sitemapindex {SPACE}>\n{inside}</sitemapindex>\n"


def part(searcher: Searcher, number: int) -> str | None:
    """Part `number`, from 1; None where there is none."""
    held = _parts(searcher)[max(0, number - 1) : number]
    return _file(searcher, held) if held else None


def _parts(searcher: Searcher) -> list[Part]:
    sizes = {facet: (len(searcher.counts(facet)), NAMES) for facet in VALUE_FACETS}
    kinds = {"article": (searcher.count(), ARTICLES), **sizes}
    return [(kind, first) for kind, (count, step) in kinds.items() for first in range(0, count, step)]


def _file(searcher: Searcher, parts: list[Part]) -> str:
    pages = "".join(page for kind, first in parts for page in _pages(searcher, kind, first))
    return f"{HEAD}<urlset {SPACE}>\n{pages}</urlset>\n"


def _pages(searcher: Searcher, kind: str, first: int) -> Iterator[str]:
    if kind == "article":
        for document in searcher.documents(SearchRequest(sort="oldest", start=first, size=ARTICLES)):
            yield _page("article", document.day, id=document.id)
    else:
        for name in islice(searcher.counts(kind), first, first + NAMES):
            yield _page("entity", None, facet=kind, slug=searcher.slug(kind, name))


def _page(endpoint: str, day: dt.date | None, **values: str) -> str:
    place = url_for(endpoint, lang=None, _external=True, **values)
    last = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(place)}</loc>{last}</url>\n"
