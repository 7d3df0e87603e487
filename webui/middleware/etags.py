"""A page -> its ETag: the same page is sent once to each reader, until the archive or the program changes."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from flask import Flask, Response, g, request

from indexer import Searcher
from webui import language
from webui.days import today
from webui.negotiation import wants_json
from webui.state import SearchState

SEARCHES = ("search", "article", "entity", "feed")  # endpoints whose address holds a search
READ = (*SEARCHES, "export", "home", "doc", "coverage", "quality", "sitemap_all", "sitemap_part")  # from the archive


def register(app: Flask, searcher: Searcher) -> None:
    @app.before_request
    def answer_what_is_known() -> Response | None:
        if not _is_read():
            return None
        g.generation = searcher.generation()  # before anything is read: a page may be newer than its tag, never older
        known = _is_kept() and request.if_none_match and request.if_none_match.contains_weak(_tag())
        return Response(status=304) if known else None

    @app.after_request
    def name_the_state(response: Response) -> Response:
        if _is_kept() and response.status_code in (200, 304):
            response.set_etag(_tag(), weak=True)
        return response


def _is_read() -> bool:
    return request.endpoint in READ and request.method in ("GET", "HEAD")


def _is_kept() -> bool:
    return _is_read() and request.endpoint != "export"


def _tag() -> str:
    """Two requests that mean the same have one tag. The day is in it: pages offer "the last 7 days"."""
    form = "json" if request.endpoint == "search" and wants_json() else "html"
    said = [_program(), g.generation, language.current(), language.chosen(), form, today(), request.path]
    state = SearchState.from_args(request.args).pairs() if request.endpoint in SEARCHES else ()
    return sha256(repr((request.script_root, *said, state)).encode()).hexdigest()[:20]


@cache
def _program() -> str:
    return version("timtin")
