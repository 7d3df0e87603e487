"""Document <-> the bytes that engines store."""

import msgspec

from indexer.model import Document

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Document)


def dump(document: Document) -> bytes:
    """UTF-8 JSON; `load` gives an equal document back."""
    return _encoder.encode(document)


def load(stored: bytes) -> Document:
    """Times come back at the offset that Hanoi had then."""
    return _decoder.decode(stored)
