"""Requests of programs -> what they read: suggestions, exports, feed, OpenSearch, sitemap, robots.txt, OpenAPI."""

from typing import Any
from urllib.parse import urljoin

from flask import Flask, Response, abort, jsonify, render_template, request, stream_with_context, url_for

from indexer import Searcher, Settings, slugify
from webui.negotiation import vary
from webui.pages.sentence import named
from webui.parameters import SEARCH, word
from webui.programs import atom, sitemap
from webui.programs.completion import Suggestions, suggestions
from webui.programs.export import FORMS, pieces
from webui.programs.openapi import JSON, answers, description
from webui.state import SearchState

BROWSERS = "application/x-suggestions+json"
FILE = "tim-tin"  # the beginning of an exported file's name; the search follows
NAME = 60  # letters of the search in it
XML = "application/xml"


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    _searches(app, searcher)
    _descriptions(app, searcher, settings.site_name)


def _searches(app: Flask, searcher: Searcher) -> None:
    @app.get("/suggest")
    @answers({JSON: Suggestions, BROWSERS: list}, ("q", "format", "lang"))
    def suggest() -> Response:
        """Persons, ministries and titles that a text may become; with format=opensearch as browsers want them."""
        found = suggestions(searcher, word(request.args, "q"))
        if request.args.get("format") != "opensearch":
            return jsonify(found)
        labels = [one.label for one in found.every]
        answer = jsonify([found.q, labels, [], [urljoin(request.host_url, one.url) for one in found.every]])
        answer.mimetype = BROWSERS
        return answer

    @app.get("/feed.atom")
    @answers({atom.MEDIA: str}, (*SEARCH, "lang"))
    def feed() -> Response:
        """The newest articles of a search that have a date."""
        state = SearchState.from_args(request.args).changed(sort="newest")
        newest = searcher.documents(state.request(searcher, atom.NEWEST))
        dated = [document for document in newest if document.day]
        return Response(atom.feed(dated, named(searcher, state)), mimetype=atom.MEDIA)

    @app.get(f"/export.<any({', '.join(FORMS)}):form>")
    @answers({media: str for media, _write in FORMS.values()}, (*SEARCH, "lang"))
    def export(form: str) -> Response:
        """All results of a search, in their order, as a file: csv, xlsx, jsonl, ris or atom."""
        media, write = FORMS[form]
        state = SearchState.from_args(request.args)
        total = state.total(searcher)  # a trouble is told before the file begins
        vary("Accept-Language")  # names of columns, made when the headers are sent
        answer = Response(mimetype=media)
        if request.method != "HEAD":
            answer.response = stream_with_context(pieces(write(searcher.every(state.request(searcher)))))
        name = f"{FILE}-{slugify(named(searcher, state))[:NAME]}".strip("-")
        answer.headers["Content-Disposition"] = f"attachment; filename={name}.{form}"
        answer.headers["X-Total-Count"] = str(total)
        return answer


def _descriptions(app: Flask, searcher: Searcher, site: str) -> None:
    @app.get("/sitemap.xml")
    @answers({XML: str})
    def sitemap_all() -> Response:
        """All pages that may be indexed; of a large archive the parts that list them."""
        return Response(sitemap.whole(searcher), mimetype=XML)

    @app.get("/sitemap-<int:number>.xml")
    @answers({XML: str})
    def sitemap_part(number: int) -> Response:
        """A part of a large sitemap, from 1."""
        return Response(sitemap.part(searcher, number) or abort(404), mimetype=XML)

    @app.get("/robots.txt")
    @answers({"text/plain": str})
    def robots() -> Response:
        """Crawlers read articles; they do not walk the facets."""
        closed = "".join(f"Disallow: {request.script_root}{path}\n" for path in ("/search?", "/suggest", "/export"))
        where = url_for("sitemap_all", lang=None, _external=True)
        return Response(f"User-agent: *\n{closed}\nSitemap: {where}\n", mimetype="text/plain")

    @app.get("/opensearch.xml")
    @answers({"application/opensearchdescription+xml": str}, ("lang",))
    def opensearch() -> Response:
        """How browsers search here."""
        text = render_template("opensearch.xml", site_name=site, browsers=BROWSERS)
        return Response(text, mimetype="application/opensearchdescription+xml")

    @app.get("/openapi.json")
    @answers({JSON: dict[str, Any]})
    def openapi_description() -> Response:
        """This description."""
        return jsonify(description(app, site))
