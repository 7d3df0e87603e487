"""A parsed page in, what it says about its article out: titles, date, link, outlet, lead, author, section."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from indexer.extract import paragraphs, published
from indexer.extract.draft import Draft
from indexer.extract.record import said
from indexer.model import Published

_ARTICLE_TYPES = ("Article", "BlogPosting", "Posting", "Report")  # as ends of schema.org's names
_PUBLISHED = tuple(  # names of meta elements in small letters, by trust
    map(
        re.compile,
        (
            "article:published_time",
            "(?=.*pub)(?=.*(?:date|time)).*|article:published",
            r"dc.*\.(?:issued|created)",
            "(?:dc.)?date",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Metadata:
    titles: tuple[str, ...]  # of the article alone, by trust
    head_title: str  # that of the page, the outlet's name often beside it
    links: tuple[str, ...]  # what may be the article's own, by trust
    article: Draft  # all else


def of(page: BeautifulSoup) -> Metadata:
    """JSON-LD before meta elements."""
    linked = next(_articles(page), {})
    metas = _metas(page)
    source = metas.get("og:site_name") or said(linked.get("publisher"))
    titles = (said(linked.get("headline")), metas.get("headline", ""), metas.get("og:title", ""))
    summary = said(linked.get("description")) or metas.get("og:description") or metas.get("description", "")
    author = said(linked.get("author")) or metas.get("author") or metas.get("article:author", "")
    section = said(linked.get("articleSection")) or metas.get("article:section", "")
    article = Draft(
        published=published.from_machine(said(linked.get("datePublished")), "json-ld")
        or _from_metas(metas)
        or _from_microdata(page),
        source=paragraphs.line(source),
        summary=paragraphs.line(summary),
        author="" if "://" in author else paragraphs.line(author),
        section=paragraphs.line(section),
    )
    return Metadata(
        titles=tuple(title for title in map(paragraphs.line, titles) if title),
        head_title=paragraphs.line(page.title.get_text()) if page.title else "",
        links=_links(page, metas, linked),
        article=article,
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
    named = (said for form in _PUBLISHED for name, said in metas.items() if form.fullmatch(name))
    return next(filter(None, (published.from_machine(said, "meta") for said in named)), None)


def _from_microdata(page: BeautifulSoup) -> Published | None:
    marked = page.find_all(itemprop="datePublished")
    if len(marked) != 1:  # several are those of a list
        return None
    said = str(marked[0].get("datetime") or marked[0].get("content") or marked[0].get_text())
    return published.from_machine(said, "time" if marked[0].name == "time" else "meta")


def _links(page: BeautifulSoup, metas: Mapping[str, str], linked: Mapping[str, object]) -> tuple[str, ...]:
    canonical = page.find("link", rel="canonical", href=True)
    stated = str(canonical["href"]) if isinstance(canonical, Tag) else ""
    entity = linked.get("mainEntityOfPage")
    named = said(entity.get("@id") if isinstance(entity, dict) else entity)
    return stated, metas.get("og:url", ""), named, said(linked.get("url"))
