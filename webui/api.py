"""SearchPage -> JSON, at the same URL as the page and with the same numbers."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request, url_for

from webui.datefacet import DateView
from webui.facets import FacetView, Value
from webui.presenter import HitView, SearchPage


def wants_json() -> bool:
    """Whether `format=json` or the Accept header asks for it."""
    if request.args.get("format"):
        return request.args["format"] == "json"
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def search_json(page: SearchPage) -> Response:
    return jsonify(
        total=page.total,
        page=page.pager.page,
        pages=page.pager.pages,
        notes=page.notes,
        hits=[_hit(hit) for hit in page.hits],
        facets={"date": _date(page.date), **{facet.name: _facet(facet) for facet in page.facets}},
    )


def _hit(hit: HitView) -> dict[str, Any]:
    article = hit.document.article
    return {
        "id": article.id,
        "title": article.title,
        "url": url_for("article", id=article.id),
        "published": article.published.at.isoformat() if article.published else None,
        "source": article.source,
        "source_url": article.url,
        "snippet": hit.snippet.text,
        "persons": hit.document.persons,
        "ministries": hit.document.ministries,
    }


def _date(facet: DateView) -> dict[str, Any]:
    return {
        "values": [_value(value) for value in facet.values],
        "none": facet.none.count if facet.none else 0,
        "likely": [_value(value) for value in facet.likely],
    }


def _facet(facet: FacetView) -> dict[str, Any]:
    return {
        "values": [_value(value) for value in facet.values],
        "none": facet.none.count if facet.none else 0,
        "excluded": [value.slug for value in facet.excluded],
        "op": facet.op,
        "distinct": facet.distinct,
    }


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.slug, "label": value.label, "count": value.count, "selected": value.selected}
