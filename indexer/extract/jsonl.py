"""A JSONL file in, the article of each line out; lines are read one by one, so that a dump may be of any size."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from indexer.errors import ExtractError
from indexer.extract import boilerplate, identity, paragraphs, published
from indexer.extract.draft import Draft, Skipped, finish
from indexer.extract.encoding import decode
from indexer.extract.files import MAX_BYTES, content
from indexer.model import Article, Origin


def read(stream: BinaryIO, name: str) -> Iterator[Article | Skipped]:
    """The article of each line that is not blank, named "<name>#<line>".

    Raises:
        ExtractError: no line holds anything.
    """
    empty = True
    for number, raw in enumerate(_lines(stream), 1):
        if not raw.strip():
            continue
        empty = False
        try:
            yield _article(raw, f"{name}#{number}")
        except ExtractError as error:
            yield Skipped(f"{name}#{number}", str(error))
    if empty:
        raise ExtractError("empty file")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of at most MAX_BYTES + 1 bytes: what is longer than allowed is cut there, its rest passed over."""
    start = stream.read(len(codecs.BOM_UTF8))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stream, start = io.BytesIO(decode(start + content(stream)).text.encode()), b""
    first = b"" if start == codecs.BOM_UTF8 else start
    if b"\n" in first:
        *short, first = first.split(b"\n")
        yield from short
    while line := first + stream.readline(MAX_BYTES + 1 - len(first)):
        yield line
        rest = line
        while len(line) > MAX_BYTES and rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES)
        first = b""


def _article(raw: bytes, name: str) -> Article:
    if len(raw) > MAX_BYTES:
        raise ExtractError(f"line longer than {MAX_BYTES // 1_000_000} MB")
    decoded = decode(raw)
    fields = _fields(decoded.text)
    body = fields.get("body")
    if body is None:
        raise ExtractError("no 'body'")
    if not isinstance(body, str):
        raise ExtractError("'body' is not text")
    url = identity.link(_text(fields, "url"))
    draft = Draft(
        title=paragraphs.line(_text(fields, "title")),
        body=tuple(boilerplate.trim(paragraphs.split(body))),
        published=published.from_machine(_text(fields, "published"), "field") or published.from_url(url),
        url=url,
        source=paragraphs.line(_text(fields, "source")),
    )
    return finish(draft, Origin(name, "jsonl", decoded.encoding))


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


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
