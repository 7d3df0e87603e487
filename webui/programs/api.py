"""SearchPage -> JSON, at the same URL as the page and with the same numbers. The dataclasses are the schema."""

from dataclasses import dataclass

from flask import url_for

from webui.links import source_link
from webui.pages.hits import HitView
from webui.pages.search import Facets, SearchPage


@dataclass(frozen=True, slots=True)
class HitAnswer:
    id: str
    title: str
    url: str
    published: str | None
    source: str
    source_url: str
    snippet: str
    persons: tuple[str, ...]
    ministries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlternativeAnswer:
    q: str
    total: int


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    total: int
    page: int
    pages: int
    notes: tuple[str, ...]
    hits: tuple[HitAnswer, ...]
    near: tuple[HitAnswer, ...]
    meant: AlternativeAnswer | None
    forms: tuple[AlternativeAnswer, ...]
    facets: Facets


@dataclass(frozen=True, slots=True)
class Problem:
    """What programs read of an error, by RFC 9457."""

    type: str  # stable: names the kind of error
    status: int
    title: str
    detail: str
    request: str  # the id of the request


def search_answer(page: SearchPage) -> SearchAnswer:
    return SearchAnswer(
        total=page.total,
        page=page.state.page,
        pages=page.pager.pages,
        notes=tuple(notice.text for notice in page.notices),
        hits=tuple(map(_hit, page.hits)),
        near=tuple(map(_hit, page.near)),
        meant=AlternativeAnswer(page.meant.to.q, page.meant.total) if page.meant else None,
        forms=tuple(AlternativeAnswer(form.to.q, form.total) for form in page.forms),
        facets=page.facets,
    )


def _hit(hit: HitView) -> HitAnswer:
    article = hit.document.article
    return HitAnswer(
        id=article.id,
        title=article.title,
        url=url_for("article", id=article.id),
        published=article.published.at.isoformat() if article.published else None,
        source=article.source,
        source_url=source_link(article),
        snippet=hit.snippet.text,
        persons=hit.document.persons,
        ministries=hit.document.ministries,
    )
