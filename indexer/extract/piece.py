"""What the sources are cut into: parts that can be read alone, in any process."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from indexer.model import HANOI, Origin

FAULT = "timtin failed on it"  # begins a reason that is no fault of the file


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that holds no article."""

    name: str
    reason: str
    size: int = field(default=0, compare=False)  # as of a piece
    last: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file that is still to be opened, or the bytes of one member, record or run of lines."""

    name: str  # as `Origin.name`; without "#<line>" for lines
    path: Path | None = None  # where `raw` is still to be read
    raw: bytes = b""
    lines: bool = False  # `raw` holds JSON values, one a line
    line: int = 1  # the number of the first of them
    offset: int = 0  # of the first byte in the file or member
    offsets: tuple[int, ...] = ()  # that of each of `lines`
    size: int = 0  # bytes of the source that it stands for, packed as they are
    last: bool = False  # of its file
    url: str = ""  # where it was fetched from
    charset: str = ""  # as told beside it: by the server, by a mail's header
    fetched: datetime | None = None  # aware


def origin(piece: Piece, raw: bytes, format: str, encoding: str, certainty: float = 1.0) -> Origin:
    """The provenance of what `raw` holds, as far as the piece tells it."""
    digest = hashlib.sha256(raw).hexdigest()
    now = datetime.now(HANOI).replace(microsecond=0)
    return Origin(
        piece.name, format, encoding, certainty, piece.offset, sha256=digest, ingested=now, version=_version()
    )


@cache
def _version() -> str:
    return version("timtin")
