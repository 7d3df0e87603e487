"""Documents of a search -> an Atom feed. Ids are permanent: they name the article, not its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from flask import request

from indexer import HANOI, Document, Outline
from webui.language import text as _
from webui.links import article_links, url
from webui.pages.titles import shorten
from webui.state import SearchState

MEDIA = "application/atom+xml"
NEWEST = 50  # articles of a feed
SUMMARY = 300  # code points
UNKNOWN = datetime(1970, 1, 1, tzinfo=HANOI)  # Atom wants a time

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(documents: Sequence[Document], title: str) -> str:
    """An Atom feed; its time is that of its latest document, that of an empty one 1970."""
    return "".join(entries(documents, title, max(map(_updated, documents), default=UNKNOWN)))


def entries(documents: Iterable[Document | Outline], title: str, updated: datetime) -> Iterator[str]:
    yield _head(title, updated)
    link, unknown = article_links(), _("không rõ báo")
    tag = f"tag:{urlsplit(link('')).hostname},2025:"
    for document in documents:
        yield _clean(_entry(document, link(document.id), tag + document.id, document.article.source or unknown))
    yield "</feed>\n"


def _head(title: str, updated: datetime) -> str:
    page = request.host_url.rstrip("/") + url(SearchState.from_args(request.args))
    return _clean(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
        f"<id>{escape(request.url)}</id>\n<title>{escape(title)}</title>\n"
        f"<updated>{updated.isoformat()}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(request.url)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>\n'
    )


def _entry(document: Document | Outline, link: str, id: str, author: str) -> str:
    article = document.article
    published = f"<published>{article.published.at.isoformat()}</published>" if article.published else ""
    names = [f'<category term="{escape(name)}"/>' for name in (*document.persons, *document.ministries)]
    return (
        f"<entry><id>{id}</id><title>{escape(article.title)}</title>"
        f"<updated>{_updated(document).isoformat()}</updated>{published}"
        f'<link rel="alternate" type="text/html" href="{escape(link)}"/>'
        f"<author><name>{escape(author)}</name></author>"
        f"{''.join(names)}<summary>{escape(shorten(article.body, SUMMARY))}</summary></entry>\n"
    )


def _updated(document: Document | Outline) -> datetime:
    """When it was published; of an article without a date, when it was read."""
    article = document.article
    return article.published.at if article.published else article.origin.ingested or UNKNOWN


def _clean(text: str) -> str:
    """Without what XML 1.0 cannot have, escaped or not."""
    return _FORBIDDEN.sub("", text)
