"""The archive -> its sitemap: all pages of articles, persons and ministries, with the day of their latest article."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape

from flask import url_for

from indexer import VALUE_FACETS, Searcher, SearchRequest

LARGEST = 50_000  # addresses in one file, by sitemaps.org
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Page = tuple[str, str, str]  # kind, id or slug, last day as 2025-04-02 or nothing


def whole(searcher: Searcher) -> str:
    pages = _pages(searcher, searcher.generation())
    if len(pages) <= LARGEST:
        return _urls(pages)
    parts = range(1, -(-len(pages) // LARGEST) + 1)
    places = [url_for("sitemap_part", number=number, lang=None, _external=True) for number in parts]
    inside = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>\n" for place in places)
    return f"{HEAD}<sitemapindex {SPACE}>\n{inside}</sitemapindex>\n"


def part(searcher: Searcher, number: int) -> str | None:
    """Part `number`, from 1; None where there is none."""
    start = (number - 1) * LARGEST
    pages = _pages(searcher, searcher.generation())[max(0, start) : start + LARGEST]
    return _urls(pages) if pages else None


@lru_cache(maxsize=1)
def _pages(searcher: Searcher, _generation: int) -> tuple[Page, ...]:
    latest: dict[tuple[str, str], str] = {}
    for document in searcher.every(SearchRequest(sort="oldest")):
        day = document.day.isoformat() if document.day else ""
        latest["article", document.id] = day
        for facet in VALUE_FACETS:
            for value in document.values(facet):
                held = latest.get((facet, value), "")
                latest[facet, value] = max(held, day)
    return tuple(_page(searcher, kind, value, day) for (kind, value), day in latest.items())


def _page(searcher: Searcher, kind: str, value: str, day: str) -> Page:
    return kind, value if kind == "article" else searcher.slug(kind, value), day


def _urls(pages: Iterable[Page]) -> str:
    return f"{HEAD}<urlset {SPACE}>\n{''.join(map(_url, pages))}</urlset>\n"


def _url(page: Page) -> str:
    kind, name, day = page
    values = {"id": name} if kind == "article" else {"facet": kind, "slug": name}
    endpoint = "article" if kind == "article" else "entity"
    place = url_for(endpoint, lang=None, _external=True, **values)
    last = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(place)}</loc>{last}</url>\n"
