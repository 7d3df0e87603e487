"""A page that a browser saved into one file (.mht, .mhtml) in, its article out."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

from indexer.errors import ExtractError
from indexer.extract import html, identity, published
from indexer.extract.piece import Piece
from indexer.model import Article


def read(piece: Piece) -> Iterator[Article]:
    """Raises:
    ExtractError: no page in it, or one without text.
    """
    try:
        message = message_from_bytes(piece.raw, policy=policy.compat32)
        page = next((part for part in message.walk() if part.get_content_type() in ("text/html", "text/xml")), None)
    except RecursionError:
        raise ExtractError("parts nested too deep") from None
    raw = page.get_payload(decode=True) if page else None
    if not isinstance(raw, bytes) or not raw.strip():
        raise ExtractError("no page in this file")
    assert page is not None
    location = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
    inner = replace(
        piece,
        raw=raw,
        url=identity.link(location),
        charset=page.get_content_charset() or "",
        fetched=published.moment(str(message.get("Date") or "")),
    )
    for article in html.read(inner):
        yield replace(article, origin=replace(article.origin, format="mhtml"))
