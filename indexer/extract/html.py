"""A saved web page, or the file in which a browser saved one with all its parts (.mht, .mhtml), in, its article out."""

import re
from dataclasses import replace
from email import message_from_bytes, policy

from indexer.errors import ExtractError
from indexer.extract import identity, main_text, markup, metadata, paragraphs, published, scripts
from indexer.extract.draft import Draft
from indexer.extract.piece import Piece

HEAD = 4096  # characters in which a saved page says where it is from
SHORT = 1500  # characters of a text beside which the page's scripts may hold more
_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)")


def saved(piece: Piece) -> Piece:
    """The page that a browser saved with its parts in one file, with where and when it was fetched.

    Raises:
        ExtractError: there is none.
    """
    try:
        message = message_from_bytes(piece.raw, policy=policy.compat32)
        page = next((part for part in message.walk() if part.get_content_type() in ("text/html", "text/xml")), None)
    except RecursionError:
        raise ExtractError("parts nested too deep") from None
    raw = page.get_payload(decode=True) if page else None
    if not page or not isinstance(raw, bytes) or not raw.strip():
        raise ExtractError("no page in this file")
    location = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "")
    fetched = published.moment(str(message.get("Date") or ""))
    charset = page.get_content_charset() or ""
    return replace(piece, raw=raw, url=identity.link(location), charset=charset, fetched=fetched)


def draft_of(text: str, piece: Piece | None = None) -> Draft:
    """What the page says: its metadata, then what stands around its main text; its scripts where they say more."""
    piece = piece or Piece("")
    page = markup.parse(text)
    meta = metadata.of(page)
    texts = [script.get_text() for script in page.find_all("script")]
    everything = len(paragraphs.line(page.get_text(" ")))
    draft = main_text.of(page, meta.titles, meta.head_title, piece.fetched)
    if draft.length < SHORT and (held := scripts.article(texts)) and held.length > 2 * draft.length:
        draft = held
    saved = _SAVED.search(text, 0, HEAD)
    whole = meta.article.filled(draft)
    url = identity.best([*meta.links, piece.url, draft.url, saved[1] if saved else ""])
    return replace(
        whole,
        published=published.agreed(meta.article.published, draft.published),
        url=url,
        source=whole.source or identity.host(url),
        read=everything,
    )
