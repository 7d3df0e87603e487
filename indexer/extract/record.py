"""One JSON value of a dump in, its article out: fields by the names that dumps of news give them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from indexer.errors import ExtractError
from indexer.extract import boilerplate, fragment, identity, paragraphs, published
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import decode
from indexer.extract.files import MAX_BYTES
from indexer.extract.piece import Piece, Skipped, origin
from indexer.model import Article, Published

_BODY = ("body", "content", "text", "article_text", "maintext", "content_text", "articleBody", "html", "content_html")
_TITLE = ("title", "headline", "name")
_SUMMARY = ("summary", "sapo", "lead", "abstract", "description")
_AUTHOR = ("author", "authors", "byline", "creator")
_SECTION = ("section", "category", "topic", "articleSection")
_URL = ("url", "link", "canonical", "canonical_url")
_SOURCE = ("source", "outlet", "publisher", "site_name", "site", "domain")
_PUBLISHED = (
    *("published", "published_at", "published_date", "publish_date", "publish_time", "datePublished", "pubDate"),
    *("pub_date", "date", "time", "created_at"),
)
_LIST = ("articles", "items", "data", "docs", "results")


def read(piece: Piece) -> Iterator[Article | Skipped]:
    """The article of each line that is not blank, named "<name>#<line>"."""
    for line in lines(piece):
        own = replace(line, name=f"{line.name}#{line.line}")
        try:
            if own.raw.strip():
                yield from _articles(own)
        except ExtractError as error:
            yield Skipped(own.name, str(error))


def lines(piece: Piece) -> Iterator[Piece]:
    """A piece for each line."""
    held = zip(BytesIO(piece.raw), piece.offsets, strict=True)
    for number, (raw, offset) in enumerate(held, piece.line):
        yield replace(piece, raw=raw, line=number, offset=offset, offsets=(offset,), size=0, last=False)


def _articles(piece: Piece) -> Iterator[Article]:
    raw = piece.raw
    if len(raw.rstrip(b"\r\n")) > MAX_BYTES:
        raise ExtractError(f"line longer than {MAX_BYTES // 1_000_000} MB")
    decoded = decode(raw.rstrip(b"\r\n"), piece.charset)
    fields = _fields(decoded.text)
    inner = next((fields[key] for key in _LIST if isinstance(fields.get(key), list)), None)
    records = [item for item in inner if isinstance(item, dict)] if isinstance(inner, list) else []
    for at, record in enumerate(records or [fields], 1):
        named = replace(piece, name=f"{piece.name}.{at}") if records else piece
        where = origin(named, raw, "jsonl", decoded.encoding, decoded.certainty)
        yield finish(_draft(record), replace(where, notes=decoded.notes))


def _draft(fields: Mapping[str, object]) -> Draft:
    body = next((fields[key] for key in _BODY if fields.get(key) is not None), None)
    if body is None:
        raise ExtractError("no 'body'")
    if not isinstance(body, str):
        raise ExtractError("'body' is not text")
    lines = fragment.lines(body)
    kept = boilerplate.trim(lines)
    summary = " ".join(fragment.lines(_text(fields, _SUMMARY)))
    if kept and summary and summary not in " ".join(kept):
        kept = [summary, *kept]
    link = _text(fields, _URL)
    url = identity.link(link)
    return Draft(
        title=" ".join(fragment.lines(_text(fields, _TITLE))),
        body=tuple(kept),
        published=_published(fields) or published.from_url(url),
        url=url,
        source=paragraphs.line(_text(fields, _SOURCE)),
        summary=summary,
        author=paragraphs.line(_text(fields, _AUTHOR)),
        section=paragraphs.line(_text(fields, _SECTION)),
        extractor="field",
        removed=1 - paragraphs.share(kept, lines),
        notes=identity.dropped(link, url),
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


def _text(fields: Mapping[str, object], keys: Sequence[str]) -> str:
    """The first that is text, a list of texts, or an object with a name."""
    return next(filter(None, (_said(fields.get(key)) for key in keys)), "")


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_said, value)))
    return value if isinstance(value, str) else ""
