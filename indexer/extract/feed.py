"""An RSS or Atom file in, the article of each of its entries out: as much of its text as the feed carries."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

from lxml import etree

from indexer.errors import ExtractError
from indexer.extract import fragment, paragraphs, stated
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import Decoded, decode
from indexer.extract.piece import Piece, Skipped, skipping
from indexer.model import Article

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
_ENTRIES = frozenset({"item", "entry"})


def read(piece: Piece) -> Iterator[Article | Skipped]:
    """The article of each entry, named "<name>#<number>".

    Raises:
        ExtractError: no XML, or no entry in it.
    """
    decoded = decode(piece.raw, piece.charset)
    # entities stay unresolved: a few of them in each other unfold to gigabytes
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(_plain(decoded.text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ExtractError(f"broken feed: {error.msg}") from None
    entries = [element for element in root.iter() if _name(element) in _ENTRIES] if root is not None else []
    if not entries:
        raise ExtractError("a feed without entries")
    outlet = _outlet(entries[0].getparent())
    for number, entry in enumerate(entries, 1):
        own = replace(piece, name=f"{piece.name}#{number}", raw=etree.tostring(entry, encoding="utf-8"))
        yield from skipping(own.name, _article(entry, outlet, own, decoded))


def _plain(xml: str) -> str:
    """Without the file's own entities, with those of HTML that feeds use undeclared as characters."""
    return _ENTITY.sub(lambda match: unescape(match[0]), _DOCTYPE.sub("", xml, count=1))


def _article(entry: Any, outlet: str, piece: Piece, decoded: Decoded) -> Iterator[Article]:
    fields = _fields(entry)
    drafts = map(fragment.draft_of, stated.texts(fields, "feed", "body"))  # the whole text before the lead
    held = next((draft for draft in drafts if draft.body), Draft())
    about = stated.of(fields, "feed")
    yield finish(replace(about.filled(held), url=_link(entry), source=outlet), piece, decoded)


def _outlet(channel: Any) -> str:
    title = paragraphs.line(_fields(channel).get("title", "")) if channel is not None else ""
    return title.removesuffix(" - RSS").removesuffix(" RSS")


def _link(entry: Any) -> str:
    for element in entry:
        if _name(element) == "link" and element.get("rel", "alternate") == "alternate":
            return element.get("href") or "".join(element.itertext()).strip()
    return _fields(entry).get("guid", "").strip()


def _fields(element: Any) -> dict[str, str]:
    """The text of the first child of each name."""
    return stated.named({_name(child): _text(child) for child in reversed(element)})


def _text(element: Any) -> str:
    """All text inside; Atom writes names of people and XHTML in elements of their own."""
    if element.get("type") == "xhtml":
        return str(etree.tostring(element, encoding="unicode", method="html"))
    return "".join(element.itertext()) or element.get("term", "")


def _name(element: Any) -> str:
    """Without its namespace; of a comment, nothing."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
