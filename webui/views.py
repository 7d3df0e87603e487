"""Requests -> pages for readers. Each view reads the URL, asks the searcher, and hands a view model to its template."""

from typing import Any

from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer import MAX_LENGTH, MAX_PARTS, MAX_PHRASES, MAX_SLOP, Removed, Searcher, Settings, slugify
from webui import errors, jsonld, parameters
from webui.api import SearchAnswer, search_answer, wants_json
from webui.archive import counted
from webui.article import article_page
from webui.coverage import coverage_page, lacks
from webui.entity import entity_page, number_page
from webui.filters import url
from webui.home import home_page
from webui.openapi import HTML, JSON, answers
from webui.presenter import search_page
from webui.state import SearchState


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    _about(app, searcher, settings.site_name)
    _articles(app, searcher, settings.page_size)
    _names(app, searcher)


def _about(app: Flask, searcher: Searcher, site: str) -> None:
    app.add_template_global(searcher.slug, "slug")

    @app.template_global()
    def naming(facet: str, name: str) -> SearchState:
        """The search for the articles that name it."""
        return SearchState().adding(facet, searcher.slug(facet, name))

    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        return {"site_name": site, "state": SearchState()}

    @app.get("/")
    @answers({HTML: str}, ("lang",))
    def home() -> str:
        """The front of the archive."""
        data = jsonld.site_data(site)
        return render_template("home.html", page=home_page(searcher), data=data)

    @app.get("/coverage")
    @answers({HTML: str}, ("lang",))
    def coverage() -> str:
        """What is in the archive."""
        return render_template("coverage.html", page=coverage_page(searcher))

    @app.get("/quality")
    @answers({HTML: str}, ("lang",))
    def quality() -> str:
        """What the archive does not know."""
        return render_template("quality.html", lacks=lacks(searcher), total=searcher.count())

    @app.get("/help")
    @answers({HTML: str}, ("lang",))
    def help() -> str:
        """How to search."""
        limits = {"length": MAX_LENGTH, "parts": MAX_PARTS, "phrases": MAX_PHRASES, "slop": MAX_SLOP}
        return render_template("help.html", errors=errors.PAGES, limits=limits)


def _articles(app: Flask, searcher: Searcher, size: int) -> None:
    @app.get("/search")
    @answers({HTML: str, JSON: SearchAnswer}, (*parameters.SEARCH, *parameters.LANG))
    def search() -> Response:
        """Results with facets: without parameters all articles, the newest first."""
        page = search_page(searcher, SearchState.from_args(request.args), size)
        g.total = page.total
        if wants_json():
            response = make_response(jsonify(search_answer(page)))
        else:
            response = make_response(render_template("search.html", page=page, state=page.state))
        return response

    @app.get("/article/<id>")
    @answers({HTML: str}, (*parameters.SEARCH, "lang"))
    def article(id: str) -> str:
        """One article; the search that led to it marks its words."""
        state = SearchState.from_args(request.args)
        document = searcher.article(id) or abort(404)
        if isinstance(document, Removed):
            abort(410)
        page = article_page(searcher, document, state, size)
        return render_template("article.html", page=page, state=state, data=jsonld.article_data(document))


def _names(app: Flask, searcher: Searcher) -> None:
    @app.get("/<any(person, ministry):facet>/<slug>")
    @answers({HTML: str}, ("page", "lang"))
    def entity(facet: str, slug: str) -> str | AnyResponse:
        """What the archive holds about a person or a ministry. A slug of two names leads to the articles of both."""
        found = sorted(name for name in searcher.values(facet, slug) if name in counted(searcher, facet))
        if not found:
            abort(404)
        if len(found) > 1:
            return redirect(url(SearchState().adding(facet, slug)))
        proper = searcher.slug(facet, found[0])
        if proper != slug:
            return redirect(url_for("entity", facet=facet, slug=proper), 301)
        page = entity_page(searcher, facet, found[0], parameters.page(request.args))
        return render_template("entity.html", page=page)

    @app.get("/doc/<path:number>")
    @answers({HTML: str}, ("page", "lang"))
    def doc(number: str) -> str | AnyResponse:
        """The articles that name a document: by its number, in any spelling."""
        slug = slugify(number) or abort(404)
        if slug != number:
            return redirect(url_for("doc", number=slug), 301)
        page = number_page(searcher, slug, parameters.page(request.args)) or abort(404)
        return render_template("entity.html", page=page)
