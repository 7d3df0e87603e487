"""One JSON value of a dump in, its article out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO

from indexer.errors import ExtractError
from indexer.extract import fragment, stated
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import decode
from indexer.extract.files import MAX_BYTES
from indexer.extract.piece import Piece, Skipped, skipping
from indexer.model import Article

_LIST = ("articles", "items", "data", "docs", "results")


def read(piece: Piece) -> Iterator[Article | Skipped]:
    """The article of each line that is not blank, named "<name>#<line>"."""
    for line in lines(piece):
        if line.raw.strip():
            own = replace(line, name=f"{line.name}#{line.line}")
            yield from skipping(own.name, _articles(own))


def lines(piece: Piece) -> Iterator[Piece]:
    """A piece for each line."""
    held = zip(BytesIO(piece.raw), piece.offsets, strict=True)
    for number, (raw, offset) in enumerate(held, piece.line):
        yield replace(piece, raw=raw, line=number, offset=offset, offsets=(offset,), size=0, last=False)


def _articles(piece: Piece) -> Iterator[Article]:
    raw = piece.raw.rstrip(b"\r\n")
    if len(raw) > MAX_BYTES:
        raise ExtractError(f"line longer than {MAX_BYTES // 1_000_000} MB")
    decoded = decode(raw, piece.charset)
    fields = _fields(decoded.text)
    inner = next((fields[key] for key in _LIST if isinstance(fields.get(key), list)), None)
    records = [item for item in inner if isinstance(item, dict)] if isinstance(inner, list) else []
    for at, item in enumerate(records or [fields], 1):
        named = replace(piece, name=f"{piece.name}.{at}") if records else piece
        yield finish(draft_of(_holder(item)), named, decoded)


def draft_of(fields: Mapping[str, object]) -> Draft:
    """What the fields say.

    Raises:
        ExtractError: no body, or HTML in it that is nested too deep.
    """
    fields = stated.named(fields)
    body = next(stated.values(fields, "field", "body"), None)
    if body is None:
        raise ExtractError("no 'body'")
    if not isinstance(body, str | list | Mapping):
        raise ExtractError("'body' is not text")
    held = fragment.draft_of(stated.said(body, "\n"))
    about = stated.of(fields, "field")
    lead = (about.summary,) if held.body and about.summary not in " ".join(held.body) else ()
    return replace(about.filled(held), body=(*lead, *held.body))


def _fields(text: str) -> Mapping[str, object]:
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as error:
        raise ExtractError(f"broken JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in brackets
        raise ExtractError(f"broken JSON: {error}") from None
    if not isinstance(fields, dict):
        raise ExtractError("not a JSON object")
    return fields


def _holder(fields: Mapping[str, object], depth: int = stated.MAX_DEPTH) -> Mapping[str, object]:
    """The object, or the first in it that has a body where it has none: search engines dump them so."""
    if not depth or _has_body(fields):
        return fields
    inner = (_holder(value, depth - 1) for value in fields.values() if isinstance(value, dict))
    return next(filter(_has_body, inner), fields)


def _has_body(fields: Mapping[str, object]) -> bool:
    return next(stated.values(stated.named(fields), "field", "body"), None) is not None
