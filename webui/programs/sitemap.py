"""The archive -> its sitemap: all pages of articles, with their days, and of persons and ministries.

A file is made in a fraction of a second, however large the archive: it reads few articles.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from xml.sax.saxutils import escape

from flask import url_for

from indexer import VALUE_FACETS, Searcher, SearchRequest

ARTICLES = 2_500  # of one file: each is read, in a tenth of a millisecond
NAMES = 20_000  # of one file; sitemaps.org allows 50,000 addresses
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Part = tuple[str, int]  # "article" or a facet, and the place of its first page among all of its kind
Page = tuple[str, str, str]  # kind, id or slug, day as 2025-04-02 or nothing


def whole(searcher: Searcher) -> str:
    """All pages in one file where each kind has one part at most; else the files, one a part."""
    parts = _parts(searcher)
    if all(first == 0 for _, first in parts):
        return _urls(page for held in parts for page in _pages(searcher, searcher.generation(), held))
    places = [url_for("sitemap_part", number=number, lang=None, _external=True) for number in range(1, len(parts) + 1)]
    inside = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>\n" for place in places)
    return f"{HEAD}<sitemapindex {SPACE}>\n{inside}</sitemapindex>\n"


def part(searcher: Searcher, number: int) -> str | None:
    """Part `number`, from 1; None where there is none."""
    held = _parts(searcher)[max(0, number - 1) : number]
    return _urls(_pages(searcher, searcher.generation(), held[0])) if held else None


def _parts(searcher: Searcher) -> list[Part]:
    sizes = {facet: (len(searcher.counts(facet)), NAMES) for facet in VALUE_FACETS}
    kinds = {"article": (searcher.count(), ARTICLES), **sizes}
    return [(kind, first) for kind, (count, step) in kinds.items() for first in range(0, count, step)]


@lru_cache(maxsize=8)
def _pages(searcher: Searcher, _generation: int, held: Part) -> tuple[Page, ...]:
    kind, first = held
    if kind != "article":
        names = islice(searcher.counts(kind), first, first + NAMES)
        return tuple((kind, searcher.slug(kind, name), "") for name in names)
    found = searcher.documents(SearchRequest(sort="oldest", start=first, size=ARTICLES))
    return tuple((kind, document.id, document.day.isoformat() if document.day else "") for document in found)


def _urls(pages: Iterable[Page]) -> str:
    return f"{HEAD}<urlset {SPACE}>\n{''.join(map(_url, pages))}</urlset>\n"


def _url(page: Page) -> str:
    kind, name, day = page
    values = {"id": name} if kind == "article" else {"facet": kind, "slug": name}
    endpoint = "article" if kind == "article" else "entity"
    place = url_for(endpoint, lang=None, _external=True, **values)
    last = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(place)}</loc>{last}</url>\n"
