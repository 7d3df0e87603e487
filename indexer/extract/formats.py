"""The first bytes and the name of a file in, its format out: by content where that is sure."""

import re
from pathlib import PurePath

from indexer.errors import ExtractError

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
_NAMES = {
    "text": " .text .txt",
    "markdown": ".markdown .md",
    "html": ".aspx .htm .html .php .shtml .xhtml",
    "mhtml": ".mht .mhtml",
    "jsonl": ".json .jsonl .ndjson",
    "feed": ".atom .rdf .rss .xml",
    "warc": ".warc",
    "pdf": ".pdf",
    "zip": ".zip",
    "docx": ".docx",
    "tar": ".tar",
}
_BY_SUFFIX = {suffix: format for format, suffixes in _NAMES.items() for suffix in suffixes.split(" ")}
_PACKED = re.compile(r"\.(gz|bz2|xz)$", re.I)


def of(head: bytes, name: str) -> str:
    """A key of the readers; text that is told by nothing has its format from its name.

    Raises:
        ExtractError: neither tells it.
    """
    for format, magic in (*_MAGIC, *_MARKUP):
        if magic.match(head):
            return format
    suffix = PurePath(_PACKED.sub("", name)).suffix.lower()
    if suffix not in _BY_SUFFIX:
        raise ExtractError(f"unknown kind of file {suffix!r}: known are {' '.join(sorted(filter(None, _BY_SUFFIX)))}")
    return _BY_SUFFIX[suffix]
