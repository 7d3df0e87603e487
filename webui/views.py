"""Requests -> pages for readers. Each view reads the URL, asks the searcher, and hands what it found to a template."""

from functools import partial
from typing import Any

from flask import Flask, Response, abort, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer import (
    MAX_LENGTH,
    MAX_PARTS,
    MAX_PHRASES,
    MAX_SLOP,
    Removed,
    Searcher,
    SearchRequest,
    Settings,
    phase,
    slugify,
)
from webui import errors, parameters
from webui.links import url
from webui.negotiation import wants_json
from webui.pages.article import article_page
from webui.pages.entity import entity_page, number_page
from webui.pages.facets import label_of
from webui.pages.histogram import histogram_of
from webui.pages.hits import hit_view
from webui.pages.quality import lacks
from webui.pages.search import search_page
from webui.programs import jsonld
from webui.programs.api import SearchAnswer, search_answer
from webui.programs.openapi import HTML, JSON, answers
from webui.state import SearchState

NEWEST = 5  # articles listed on the front
MINISTRIES = 12  # likewise


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    app.add_template_global(searcher.slug, "slug")
    app.add_template_global(partial(label_of, searcher), "label_of")

    @app.template_global()
    def naming(facet: str, name: str) -> SearchState:
        """The search for the articles that name it."""
        return SearchState().adding(facet, searcher.slug(facet, name))

    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        return {"site_name": settings.site_name, "state": SearchState()}

    _about(app, searcher, settings.site_name)
    _articles(app, searcher, settings.page_size)
    _names(app, searcher)


def _page(template: str, **told: Any) -> str:
    with phase("render"):
        return render_template(template, **told)


def _about(app: Flask, searcher: Searcher, site: str) -> None:
    @app.get("/")
    @answers({HTML: str}, ("lang",))
    def home() -> str:
        """The front of the archive."""
        start = SearchState()
        found = searcher.search(SearchRequest(sort="newest", size=NEWEST, facet_size=MINISTRIES))
        return _page(
            "home.html",
            found=found,
            histogram=histogram_of(searcher, start),
            hits=[hit_view(searcher, hit, start) for hit in found.hits],
            data=jsonld.site_data(site),
        )

    @app.get("/coverage")
    @answers({HTML: str}, ("lang",))
    def coverage() -> str:
        """What is in the archive."""
        return _page(
            "coverage.html",
            found=searcher.search(SearchRequest(size=0)),
            oldest=searcher.documents(SearchRequest(sort="oldest", size=1)),
            newest=searcher.documents(SearchRequest(sort="newest", size=1)),
            outlets=searcher.counts("source"),
            committed=searcher.committed(),
        )

    @app.get("/quality")
    @answers({HTML: str}, ("lang",))
    def quality() -> str:
        """What the archive does not know."""
        return _page("quality.html", lacks=lacks(searcher), total=searcher.count())

    @app.get("/help")
    @answers({HTML: str}, ("lang",))
    def help() -> str:
        """How to search."""
        limits = {"length": MAX_LENGTH, "parts": MAX_PARTS, "phrases": MAX_PHRASES, "slop": MAX_SLOP}
        return _page("help.html", errors=errors.PAGES, limits=limits)


def _articles(app: Flask, searcher: Searcher, size: int) -> None:
    @app.get("/search")
    @answers({HTML: str, JSON: SearchAnswer}, (*parameters.SEARCH, *parameters.LANG))
    def search() -> str | Response:
        """Results with facets: without parameters all articles, the newest first."""
        page = search_page(searcher, SearchState.from_args(request.args), size)
        g.total = page.total
        if wants_json():
            return jsonify(search_answer(page))
        return _page("search.html", page=page, state=page.state)

    @app.get("/article/<id>")
    @answers({HTML: str}, (*parameters.SEARCH, "lang"))
    def article(id: str) -> str:
        """One article; the search that led to it marks its words."""
        state = SearchState.from_args(request.args)
        document = searcher.article(id) or abort(404)
        if isinstance(document, Removed):
            abort(410)
        told = {"document": document, "state": state, "data": jsonld.article_data(document)}
        return _page("article.html", page=article_page(searcher, document, state, size), **told)


def _names(app: Flask, searcher: Searcher) -> None:
    @app.get("/<any(person, ministry):facet>/<slug>")
    @answers({HTML: str}, ("page", "lang"))
    def entity(facet: str, slug: str) -> str | AnyResponse:
        """What the archive holds about a person or a ministry. A slug of two names leads to the articles of both."""
        found = sorted(name for name in searcher.values(facet, slug) if name in searcher.counts(facet))
        if not found:
            abort(404)
        if len(found) > 1:
            return redirect(url(SearchState().adding(facet, slug)))
        proper = searcher.slug(facet, found[0])
        if proper != slug:
            return redirect(url_for("entity", facet=facet, slug=proper), 301)
        page = entity_page(searcher, facet, found[0], parameters.page(request.args))
        return _page("entity.html", page=page)

    @app.get("/doc/<path:number>")
    @answers({HTML: str}, ("page", "lang"))
    def doc(number: str) -> str | AnyResponse:
        """The articles that name a document: by its number, in any spelling."""
        slug = slugify(number) or abort(404)
        if slug != number:
            return redirect(url_for("doc", number=slug), 301)
        page = number_page(searcher, slug, parameters.page(request.args)) or abort(404)
        return _page("entity.html", page=page)
