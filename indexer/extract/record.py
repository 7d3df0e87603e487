"""One JSON value of a dump in, its article out: fields by the names that dumps of news give them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from indexer.errors import ExtractError
from indexer.extract import fragment, paragraphs, published
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import decode
from indexer.extract.files import MAX_BYTES
from indexer.extract.piece import Piece, Skipped, skipping
from indexer.model import Article, Published

MAX_DEPTH = 20  # objects and lists in each other; real ones have some four

# names of fields, by trust, in small letters and without what parts words
_BODY = (
    *("body", "content", "text", "articletext", "maintext", "contenttext", "articlebody", "html", "contenthtml"),
    *("bodyhtml", "bodytext", "fulltext", "noidung"),
)
_TITLE = ("title", "headline", "name", "tieude")
_SUMMARY = ("summary", "sapo", "lead", "abstract", "excerpt", "description", "tomtat", "mota")
_AUTHOR = ("author", "authors", "authorname", "byline", "creator", "tacgia")
_SECTION = ("section", "category", "categoryname", "topic", "articlesection", "chuyenmuc")
_URL = ("url", "link", "canonical", "canonicalurl", "permalink", "articleurl", "sourceurl", "duongdan")
_SOURCE = ("source", "outlet", "publisher", "sitename", "site", "domain", "nguon")
_PUBLISHED = (
    *("published", "publishedat", "publisheddate", "publishedtime", "publishedon", "publishdate", "publishtime"),
    *("datepublished", "pubdate", "ngaydang", "ngayxuatban", "dategmt", "date", "time", "createdat", "createdate"),
)
_LIST = ("articles", "items", "data", "docs", "results")
_INSIDE = ("name", "rendered", "text", "html", "value", "content", "data", "blocks")  # where objects keep their text


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
    fields = _named(fields)
    body = next((fields[key] for key in _BODY if fields.get(key) is not None), None)
    if body is None:
        raise ExtractError("no 'body'")
    if not isinstance(body, str | list | Mapping):
        raise ExtractError("'body' is not text")
    draft = fragment.draft_of(said(body, "\n"))
    summary = fragment.line(_text(fields, _SUMMARY))
    lead = (summary,) if draft.body and summary not in " ".join(draft.body) else ()
    return replace(
        draft,
        title=fragment.line(_text(fields, _TITLE)),
        body=(*lead, *draft.body),
        published=_published(fields),
        url=_text(fields, _URL),
        source=paragraphs.line(_text(fields, _SOURCE)),
        summary=summary,
        author=paragraphs.line(_text(fields, _AUTHOR)),
        section=paragraphs.line(_text(fields, _SECTION)),
    )


def _published(fields: Mapping[str, object]) -> Published | None:
    for key in _PUBLISHED:
        value = fields.get(key)
        if isinstance(value, str) and (found := published.from_machine(value, "field")):
            return found
        if isinstance(value, int | float) and not isinstance(value, bool) and (found := _from_seconds(value)):
            return found
    return None


def _from_seconds(value: float) -> Published | None:
    """Seconds since 1970, or milliseconds as browsers count."""
    try:
        at = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    found = published.from_machine(at.isoformat(timespec="seconds"), "field")
    return replace(found, literal=str(value)) if found else None


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


def _named(fields: Mapping[str, object]) -> dict[str, object]:
    """In small letters, without what parts words."""
    return {re.sub(r"[\W_]", "", key).casefold(): value for key, value in fields.items()}


def _holder(fields: Mapping[str, object], depth: int = MAX_DEPTH) -> Mapping[str, object]:
    """The object, or the first in it that has a body where it has none: search engines dump them so."""
    if not depth or any(value is not None and key in _BODY for key, value in _named(fields).items()):
        return fields
    inner = (_holder(value, depth - 1) for value in fields.values() if isinstance(value, dict))
    return next((held for held in inner if not _named(held).keys().isdisjoint(_BODY)), fields)


def _text(fields: Mapping[str, object], keys: Sequence[str]) -> str:
    """The first that is text, a list of texts, or an object with a name."""
    return next(filter(None, (said(fields.get(key)) for key in keys)), "")


def said(value: object, between: str = ", ", depth: int = MAX_DEPTH) -> str:
    """The text of a value of JSON, of several, or of an object that has it or a name; deeper ones say nothing."""
    if isinstance(value, Mapping) and depth:
        return next(filter(None, (said(value.get(key), between, depth - 1) for key in _INSIDE)), "")
    if isinstance(value, list) and depth:
        return between.join(filter(None, (said(item, between, depth - 1) for item in value)))
    return value if isinstance(value, str) else ""
