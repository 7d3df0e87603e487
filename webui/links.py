"""Where things stand: searches and articles as links of pages, articles for programs, and at their outlets."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from flask import request, url_for

from indexer import Article, Brief
from webui import language
from webui.state import SearchState


def url(state: SearchState, path: str = "/search") -> str:
    """A page of ours that carries a search, wherever the application is mounted and in the language that is chosen."""
    chosen = language.chosen()
    pairs = [*state.pairs(), *([("lang", chosen)] if chosen else [])]
    return request.script_root + quote(path) + (f"?{urlencode(pairs)}" if pairs else "")


def article_links() -> Callable[[str], str]:
    """The whole address of an article by its id, in no language of its own; asking Flask takes fifty times as long."""
    place = url_for("article", id="-", lang=None, _external=True).removesuffix("-")
    return place.__add__  # an id is [0-9a-z-]+


def source_link(article: Article | Brief) -> str:
    """At its outlet, or nothing. Extraction lets http(s) alone pass, but an index may have been filled by others."""
    return article.url if article.url.startswith(("http://", "https://")) else ""
