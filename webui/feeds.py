"""Documents of a search -> an Atom feed, piece by piece. Ids are permanent: they name the article, not its place."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.sax import saxutils

from flask import request, url_for

from indexer import HANOI, Document
from webui.filters import url
from webui.language import text as _
from webui.state import SearchState
from webui.titles import shorten

ATOM = "application/atom+xml"
NEWEST = 50  # articles of a feed
PIECE = 1 << 16  # bytes
SPOOL = 1 << 20  # bytes of entries in memory; more are on the disk
SUMMARY = 300  # code points
UNKNOWN = datetime(1970, 1, 1, tzinfo=HANOI)  # Atom wants a time

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, escaped or not


def atom(documents: Iterable[Document]) -> Iterator[bytes]:
    """Entries wait in a temporary file until the latest is known, so that memory does not grow with the result."""
    updated = UNKNOWN
    with tempfile.SpooledTemporaryFile(SPOOL) as entries:
        for document in documents:
            entries.write(_entry(document).encode())
            updated = max(updated, _updated(document))
        yield _head(updated)
        entries.seek(0)
        while piece := entries.read(PIECE):
            yield piece
    yield b"</feed>\n"


def _head(updated: datetime) -> bytes:
    page = request.host_url.rstrip("/") + url(SearchState.from_args(request.args))
    title = request.args.get("q") or _("Mọi bài")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
        f"<id>{escape(request.url)}</id>\n<title>{escape(title)}</title>\n"
        f"<updated>{updated.isoformat()}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(request.url)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
    ).encode()


def _entry(document: Document) -> str:
    article = document.article
    published = f"<published>{article.published.at.isoformat()}</published>" if article.published else ""
    link = url_for("article", id=article.id, lang=None, _external=True)
    author = article.source or _("không rõ báo")
    names = (*document.persons, *document.ministries)
    return (
        f"<entry><id>tag:{urlsplit(link).hostname},2025:{article.id}</id><title>{escape(article.title)}</title>"
        f"<updated>{_updated(document).isoformat()}</updated>{published}"
        f'<link rel="alternate" type="text/html" href={quoteattr(link)}/>'
        f"<author><name>{escape(author)}</name></author>"
        f"{''.join(f'<category term={quoteattr(name)}/>' for name in names)}"
        f"<summary>{escape(shorten(article.body, SUMMARY))}</summary></entry>\n"
    )


def _updated(document: Document) -> datetime:
    """When it was published; of an article without a date, when it was read."""
    article = document.article
    return article.published.at if article.published else article.origin.ingested or UNKNOWN


def escape(text: str) -> str:
    """`text` as XML has it, without what XML cannot have."""
    return saxutils.escape(_FORBIDDEN.sub("", text))


def quoteattr(text: str) -> str:
    return saxutils.quoteattr(_FORBIDDEN.sub("", text))
