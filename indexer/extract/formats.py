"""The first bytes and the name of a file in, its format out: by content where that is sure."""

import importlib
import re
from pathlib import PurePath
from typing import Any

from indexer.errors import ExtractError
from indexer.extract import lists

HEAD = 4096  # bytes that are looked at

_MAGIC = (
    ("gzip", re.compile(rb"\x1f\x8b")),
    ("bzip2", re.compile(rb"BZh[1-9]")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
    ("zip", re.compile(rb"PK(?:\x03\x04|\x05\x06)")),
    ("tar", re.compile(rb"(?s).{257}ustar")),
    ("warc", re.compile(rb"WARC/\d")),
    ("pdf", re.compile(rb"\s*%PDF-\d")),
)
_START = rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?xml[^>]*>|<!--.{0,2000}?-->|<!doctype\s+rss[^>]*>|<\?[^>]*>)\s*)*"
_MARKUP = (
    ("feed", re.compile(_START + rb"<(?:rss|feed|rdf:RDF)\b", re.S)),
    ("html", re.compile(_START + rb"<(?:!doctype\s+html|html|head|body)\b", re.S | re.I)),
    ("mhtml", re.compile(rb"(?=[^<]*?^MIME-Version:)(?=[^<]*?multipart/related)[A-Z][\w-]+:", re.I | re.M)),
    ("jsonl", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*\"|\[\s*\{\s*\")")),
)
_PACKED = re.compile(r"\.(gz|bz2|xz)$", re.I)


def of(head: bytes, name: str) -> str:
    """A key of the readers; text that is told by nothing has its format from its name.

    Raises:
        ExtractError: neither tells it.
    """
    for format, magic in (*_MAGIC, *_MARKUP):
        if magic.match(head):
            return format
    suffix = PurePath(_PACKED.sub("", name)).suffix.lower() or ".txt"
    known = dict(lists.rows("suffixes.tsv"))
    if suffix not in known:
        raise ExtractError(f"unknown kind of file {suffix!r}: known are {' '.join(known)}")
    return known[suffix]


def library(module: str, files: str) -> Any:
    """One that only some formats need; which `files` it is for tells the error.

    Raises:
        ExtractError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ExtractError(f"{files} need more than is installed: pip install 'timtin[formats]'") from None
