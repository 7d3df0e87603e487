"""A saved web page in, its article out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePath
from typing import BinaryIO

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

from indexer.errors import ExtractError
from indexer.extract import boilerplate, main_text, metadata, published
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import decode
from indexer.extract.files import content
from indexer.model import Article, Origin

MAX_DEPTH = 512  # elements in elements; browsers go no deeper, real pages reach some 50
HEAD = 1024  # bytes in which a page says that it is one, and in which charset

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def is_page(head: bytes) -> bool:
    return _PAGE.match(head) is not None


def read(stream: BinaryIO, name: str) -> Iterator[Article]:
    """Raises:
    ExtractError: empty, too large, of an unsure encoding, or without text.
    """
    raw = content(stream)
    declared = _CHARSET.search(raw[:HEAD])
    decoded = decode(raw, declared[1].decode() if declared else "")
    draft = draft_of(decoded.text, PurePath(name).stem)
    yield finish(draft, Origin(name, "html", decoded.encoding))


def draft_of(markup: str, stem: str = "") -> Draft:
    """What the page says: its metadata first, then what stands around its main text."""
    page = _parsed(markup)
    meta = metadata.of(page)
    found = main_text.of(page, meta.titles, meta.head_title)
    return Draft(
        title=found.title,
        body=tuple(boilerplate.trim(found.paragraphs)),
        published=meta.published or found.published or published.from_url(meta.url) or published.from_name(stem),
        url=meta.url,
        source=meta.source,
    )


def _parsed(markup: str) -> BeautifulSoup:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            # a file, because a string without tags may be taken for a path
            page = BeautifulSoup(StringIO(markup.replace("\0", "")), "lxml")
    except (ParserRejectedMarkup, RecursionError) as error:
        raise ExtractError(f"broken page: {error}") from None
    depths = {id(page): 0}
    for element in page.find_all(True):
        depths[id(element)] = depth = depths[id(element.parent)] + 1
        if depth > MAX_DEPTH:
            raise ExtractError(f"elements nested deeper than {MAX_DEPTH}")
    return page
