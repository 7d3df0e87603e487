"""A parsed page in, what it says about its article out: titles, date, link, outlet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from indexer.extract import identity, paragraphs, published
from indexer.model import Published

_ARTICLE_TYPES = ("Article", "BlogPosting", "Posting", "Report")  # as ends of schema.org's names
_PUBLISHED = (  # by trust; names of meta elements, without case
    "article:published_time",
    "datepublished",
    "og:published_time",
    "article:published",
    "pubdate",
    "publishdate",
    "publish-date",
    "published_date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    titles: tuple[str, ...] = ()  # of the article alone, by trust
    head_title: str = ""  # that of the page, the outlet's name often beside it
    published: Published | None = None
    url: str = ""
    source: str = ""


def of(page: BeautifulSoup) -> Metadata:
    """JSON-LD before meta elements."""
    linked = next(_articles(page), {})
    metas = _metas(page)
    source = metas.get("og:site_name") or _name(linked.get("publisher"))
    titles = (_text(linked, "headline"), metas.get("headline", ""), metas.get("og:title", ""))
    return Metadata(
        titles=tuple(title for title in map(paragraphs.line, titles) if title),
        head_title=paragraphs.line(page.title.get_text()) if page.title else "",
        published=published.from_machine(_text(linked, "datePublished"), "json-ld") or _from_metas(metas),
        url=_url(page, metas, linked),
        source=paragraphs.line(source),
    )


def _articles(page: BeautifulSoup) -> Iterator[Mapping[str, object]]:
    """JSON-LD objects that are articles, at the top or in a graph; not those that another object lists."""
    for script in page.find_all("script", type="application/ld+json"):
        try:
            found = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in found if isinstance(found, list) else [found]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            yield from (each for each in (graph if isinstance(graph, list) else [item]) if _is_article(each))


def _is_article(item: object) -> bool:
    kinds = item.get("@type") if isinstance(item, dict) else None
    return any(str(kind).endswith(_ARTICLE_TYPES) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _metas(page: BeautifulSoup) -> dict[str, str]:
    """The first filled content of each meta element, by its name in small letters."""
    metas: dict[str, str] = {}
    for meta in page.find_all("meta", content=True):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and str(meta["content"]).strip():
            metas.setdefault(str(name).lower(), str(meta["content"]))
    return metas


def _from_metas(metas: Mapping[str, str]) -> Published | None:
    dates = (published.from_machine(metas.get(name, ""), "meta") for name in _PUBLISHED)
    return next(filter(None, dates), None)


def _url(page: BeautifulSoup, metas: Mapping[str, str], linked: Mapping[str, object]) -> str:
    canonical = page.find("link", rel="canonical", href=True)
    stated = str(canonical["href"]) if isinstance(canonical, Tag) else ""
    entity = linked.get("mainEntityOfPage")
    named = _text(entity, "@id") if isinstance(entity, dict) else _text(linked, "mainEntityOfPage")
    return next(filter(None, map(identity.link, (stated, metas.get("og:url", ""), named, _text(linked, "url")))), "")


def _name(item: object) -> str:
    return _text(item, "name") if isinstance(item, dict) else ""


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
