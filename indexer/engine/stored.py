"""Document <-> the bytes that engines store."""

import datetime

import msgspec

from indexer.model import Document, Published


class Ingested(msgspec.Struct, frozen=True):
    ingested: datetime.datetime | None = None


class Brief(msgspec.Struct, frozen=True, rename={"stored_body": "body"}):
    """Of an `Article` what lists of many tell, under the same names; its body is read when it is asked for."""

    id: str
    title: str
    stored_body: msgspec.Raw  # as JSON
    published: Published | None = None
    url: str = ""
    source: str = ""
    author: str = ""
    origin: Ingested = Ingested()

    @property
    def body(self) -> str:
        return msgspec.json.decode(self.stored_body, type=str)


class Outline(msgspec.Struct, frozen=True):
    """Of a `Document` what lists of many tell: read in a quarter of the time."""

    article: Brief
    persons: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.article.id

    @property
    def day(self) -> datetime.date | None:
        return self.article.published.day if self.article.published else None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Document)
_outlines = msgspec.json.Decoder(Outline)


def dump(document: Document) -> bytes:
    """UTF-8 JSON; `load` gives an equal document back."""
    return _encoder.encode(document)


def load(stored: bytes) -> Document:
    """Times come back at the offset that Hanoi had then."""
    return _decoder.decode(stored)


def outline(stored: bytes) -> Outline:
    return _outlines.decode(stored)
