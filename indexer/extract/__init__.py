"""Files of raw news in, articles out; what holds none comes out as `Skipped`, with its reason.

Every reader takes an open file and its name, and gives articles: a further format is a module
with such a `read` and a line in `_READERS`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from indexer.errors import ExtractError
from indexer.extract import html, jsonl, text
from indexer.extract.draft import Skipped
from indexer.extract.files import sources
from indexer.model import Article

__all__ = ["Skipped", "read", "sources"]

Reader = Callable[[BinaryIO, str], Iterator[Article | Skipped]]

_READERS: dict[str, Reader] = {
    "": text.read,
    ".htm": html.read,
    ".html": html.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".shtml": html.read,
    ".text": text.read,
    ".txt": text.read,
    ".xhtml": html.read,
}


def read(path: Path, name: str) -> Iterator[Article | Skipped]:
    """The articles of one file, and a `Skipped` for the file or each part of it that holds none.

    Bad input raises nothing. `name` is how reports and `Origin` call the file.
    """
    try:
        if not path.is_file() and path.exists():
            raise ExtractError("a folder that cannot be listed" if path.is_dir() else "neither file nor folder")
        with path.open("rb") as stream:
            yield from _reader(stream.peek(html.HEAD), name)(stream, name)
    except ExtractError as error:
        yield Skipped(name, str(error))
    except OSError as error:
        yield Skipped(name, f"unreadable: {error.strerror}")


def _reader(head: bytes, name: str) -> Reader:
    """By content where it is sure, else by the end of the name."""
    if html.is_page(head):
        return html.read
    suffix = PurePath(name).suffix.lower()
    if suffix not in _READERS:
        raise ExtractError(f"unknown kind of file {suffix!r}: known are {' '.join(filter(None, _READERS))}")
    return _READERS[suffix]
