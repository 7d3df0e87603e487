"""A page -> its ETag: the same page is sent once to each reader, until the archive or the program changes."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from flask import Flask, Response, g, request
from werkzeug.datastructures import MultiDict

from indexer import Searcher
from webui import language
from webui.days import today
from webui.negotiation import wants_json
from webui.programs.openapi import taken
from webui.state import SearchState

READ = ("search", "article", "entity", "doc", "feed", "home", "coverage", "quality", "sitemap_all", "sitemap_part")


def register(app: Flask, searcher: Searcher) -> None:
    @app.before_request
    def answer_what_is_known() -> Response | None:
        if request.endpoint not in READ or request.method not in ("GET", "HEAD"):
            return None
        g.generation = searcher.generation()  # before anything is read: a page may be newer than its tag, never older
        g.tag = _tag(taken(app.view_functions[request.endpoint]))
        known = request.if_none_match  # "*" waits: whether there is such a page is not known yet
        return Response(status=304) if known.is_weak(g.tag) or known.is_strong(g.tag) else None

    @app.after_request
    def name_the_state(response: Response) -> Response:
        if "tag" in g and response.status_code in (200, 304):
            response.set_etag(g.tag, weak=True)
            response.make_conditional(request)
        return response


def _tag(takes: tuple[str, ...]) -> str:
    """Two requests that mean the same have one tag. The day is in it: pages offer "the last 7 days"."""
    form = "json" if request.endpoint == "search" and wants_json() else "html"
    state = SearchState.from_args(MultiDict(pair for pair in request.args.items(multi=True) if pair[0] in takes))
    said = (_program(), g.generation, language.current(), language.chosen(), form, today(), state.pairs())
    return sha256(repr((request.script_root, request.path, *said)).encode()).hexdigest()[:20]


@cache
def _program() -> str:
    return version("timtin")
