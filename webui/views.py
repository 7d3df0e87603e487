"""Requests -> pages. Each view reads the URL, asks the searcher, and hands a view model to its template."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, make_response, render_template, request

from indexer import Removed, Searcher, Settings
from webui.api import search_json, wants_json
from webui.front import front_page
from webui.presenter import search_page
from webui.state import SearchState
from webui.story import story_page


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        return {"site_name": settings.site_name}

    @app.get("/")
    def home() -> str:
        return render_template("home.html", page=front_page(searcher), state=SearchState())

    @app.get("/search")
    def search() -> Response:
        page = search_page(searcher, SearchState.from_args(request.args), settings.page_size)
        if wants_json():
            response = search_json(page)
        else:
            response = make_response(render_template("search.html", page=page, state=page.state))
        response.vary.add("Accept")
        return response

    @app.get("/article/<id>")
    def article(id: str) -> str:
        state = SearchState.from_args(request.args)
        document = searcher.article(id) or abort(404)
        if isinstance(document, Removed):
            abort(410)
        return render_template("article.html", page=story_page(searcher, document, state), state=state)

    @app.get("/help")
    def help() -> str:
        return render_template("help.html", state=SearchState())

    @app.get("/robots.txt")
    def robots() -> Response:
        """Crawlers read articles; they do not walk the facets."""
        return Response("User-agent: *\nDisallow: /search\n", mimetype="text/plain")
