"""A web archive in, its pages out, each with the link and the time that it was fetched at."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from typing import Any, BinaryIO

from indexer.errors import ExtractError
from indexer.extract import files, formats, identity, published
from indexer.extract.piece import Piece, Skipped

_TYPES = re.compile(r"text/(?:html|plain)|application/(?:xhtml\+xml|pdf)")
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.I)


def records(stream: BinaryIO, name: str) -> Iterator[Piece | Skipped]:
    """The records that may be articles; pictures, styles, redirects and errors are passed over.

    Raises:
        ExtractError: warcio is not installed, or the file is broken.
    """
    warcio = formats.library("warcio.archiveiterator", "WARC files")
    archive = warcio.ArchiveIterator(stream)
    try:
        while record := _quietly(lambda: next(archive, None))[0]:
            if record.rec_type in ("response", "resource") and _is_page(record):
                label = f"{name}!{files.printable(_header(record, 'WARC-Target-URI'))}"
                piece, printed = _quietly(lambda: _piece(record, label, archive))  # noqa: B023  called at once
                yield Skipped(label, "its record tells a wrong length: it may be cut") if printed else piece
    except ExtractError:
        raise
    except Exception as error:  # warcio raises of every kind for broken records
        raise ExtractError(f"broken WARC file: {error or type(error).__name__}") from None


def _quietly(call: Callable[[], Any]) -> tuple[Any, str]:
    """What a call gives, and what it prints: warcio tells of records with wrong lengths on the terminal alone."""
    printed = io.StringIO()
    with redirect_stderr(printed):
        return call(), printed.getvalue()


def _piece(record: Any, label: str, archive: Any) -> Piece | Skipped:
    try:
        raw = files.content(record.content_stream())
        format = formats.of(raw[: formats.HEAD], label)
    except ExtractError as error:
        return Skipped(label, str(error))
    charset = _CHARSET.search(_content_type(record))
    return Piece(
        label,
        format,
        raw=raw,
        offset=archive.get_record_offset(),
        url=identity.link(_header(record, "WARC-Target-URI")),
        charset=charset[1] if charset else "",
        fetched=published.moment(_header(record, "WARC-Date")),
    )


def _is_page(record: Any) -> bool:
    if record.http_headers and record.http_headers.get_statuscode() != "200":
        return False
    return _TYPES.match(_content_type(record)) is not None


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").lower()


def _header(record: Any, key: str) -> str:
    return str(record.rec_headers.get_header(key) or "")
