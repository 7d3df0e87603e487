"""A parsed page in, what it says about its article out: titles, date, link, outlet, lead, author, section."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup

from indexer.extract import paragraphs, published, stated
from indexer.extract.draft import Draft
from indexer.model import Published

_ARTICLE_TYPES = ("Article", "BlogPosting", "Posting", "Report")  # as ends of schema.org's names
_PUBLISHED = (  # names of meta elements, by trust
    re.compile("articlepublishedtime"),
    re.compile("(?=.*pub)(?=.*(?:date|time)).*|articlepublished"),
    re.compile("dc.*(?:issued|created)"),
    re.compile("(?:dc)?date"),
)


@dataclass(frozen=True, slots=True)
class Metadata:
    titles: tuple[str, ...]  # of the article alone, by trust
    head_title: str  # that of the page, the outlet's name often beside it
    links: tuple[str, ...]  # what may be the article's own, by trust
    article: Draft  # all else


def of(page: BeautifulSoup) -> Metadata:
    """JSON-LD before meta elements."""
    linked, metas = stated.named(next(_articles(page), {})), stated.named(_metas(page))
    own, others = stated.of(linked, "json-ld"), stated.of(metas, "meta")
    titles = (own.title, *map(paragraphs.line, stated.texts(metas, "meta", "title")))
    canonical = [str(link["href"]) for link in page.find_all("link", rel="canonical", href=True)][:1]
    day = own.published or _from_metas(metas) or _from_microdata(page)
    return Metadata(
        titles=tuple(filter(None, titles)),
        head_title=paragraphs.line(page.title.get_text()) if page.title else "",
        links=(*canonical, *stated.texts(metas, "meta", "url"), *stated.texts(linked, "json-ld", "url")),
        article=replace(own.filled(others), title="", url="", published=day, source=others.source or own.source),
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


def _from_metas(metas: Mapping[str, object]) -> Published | None:
    named = (str(said) for form in _PUBLISHED for name, said in metas.items() if form.fullmatch(name))
    return next(filter(None, (published.from_machine(said, "meta") for said in named)), None)


def _from_microdata(page: BeautifulSoup) -> Published | None:
    marked = page.find_all(itemprop="datePublished")
    if len(marked) != 1:  # several are those of a list
        return None
    said = str(marked[0].get("datetime") or marked[0].get("content") or marked[0].get_text())
    return published.from_machine(said, "time" if marked[0].name == "time" else "meta")
