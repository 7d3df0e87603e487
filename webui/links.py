"""Where articles stand: here, for programs, which ask for many at once; and at their outlets."""

from collections.abc import Callable

from flask import url_for

from indexer import Article, Brief


def article_links() -> Callable[[str], str]:
    """The whole address of an article by its id, in no language of its own; asking Flask takes fifty times as long."""
    place = url_for("article", id="-", lang=None, _external=True).removesuffix("-")
    return place.__add__  # an id is [0-9a-z-]+


def source_link(article: Article | Brief) -> str:
    """At its outlet, or nothing. Extraction lets http(s) alone pass, but an index may have been filled by others."""
    return article.url if article.url.startswith(("http://", "https://")) else ""
