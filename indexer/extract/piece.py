"""What the sources are cut into: parts that can be read alone, in any process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from indexer.errors import ExtractError

_T = TypeVar("_T")

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
    format: str = "text"  # a key of the readers; "jsonl": `raw` holds JSON values, one a line
    path: Path | None = None  # where `raw` is still to be read
    raw: bytes = b""
    line: int = 1  # the number of the first of them
    offset: int = 0  # of the first byte in the file or member
    offsets: tuple[int, ...] = ()  # that of each line
    size: int = 0  # bytes of the source that it stands for, packed as they are
    last: bool = False  # of its file
    url: str = ""  # where it was fetched from
    charset: str = ""  # as told beside it: by the server, by a mail's header
    fetched: datetime | None = None  # aware


def skipping(name: str, found: Iterator[_T]) -> Iterator[_T | Skipped]:
    """The same; an error ends them with a `Skipped` that tells it, for bad input raises nothing."""
    try:
        yield from found
    except ExtractError as error:
        yield Skipped(name, str(error))
    except OSError as error:
        yield Skipped(name, f"unreadable: {error.strerror or error}")
    except MemoryError:
        yield Skipped(name, "takes more memory than there is")
    except Exception as error:  # a fault of ours or of a library's costs the part, never the run
        yield Skipped(name, f"{FAULT}: {type(error).__name__}: {error}"[:200])
