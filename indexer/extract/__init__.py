"""Files of raw news in, articles out; what holds none comes out as `Skipped`, with its reason.

Files are cut into pieces, a piece gives articles: a further format is a module with a `read`
of pieces and a line in `_READERS`. Any process may read a piece.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.errors import ExtractError
from indexer.extract import feed, files, html, markdown, office, record, text
from indexer.extract.cutting import pieces
from indexer.extract.files import sources
from indexer.extract.piece import Piece, Skipped, skipping
from indexer.extract.record import lines
from indexer.model import Article

_READERS: dict[str, Callable[[Piece], Iterator[Article | Skipped]]] = {
    "docx": office.read,
    "feed": feed.read,
    "html": html.read,
    "jsonl": record.read,
    "markdown": markdown.read,
    "mhtml": html.read_saved,
    "pdf": office.read,
    "text": text.read,
}


def articles(paths: Sequence[Path]) -> Iterator[Article | Skipped]:
    """All that is at or below the paths, read in this process."""
    for path, name in sources(paths):
        for piece in pieces(path, name):
            yield from read(piece)


def read(piece: Piece | Skipped) -> Iterator[Article | Skipped]:
    """The articles of a piece, and a `Skipped` for it or each part of it that holds none. Bad input raises nothing."""
    if isinstance(piece, Skipped):
        yield piece
    else:
        yield from skipping(piece.name, _read(piece))


def _read(piece: Piece) -> Iterator[Article | Skipped]:
    if piece.path:
        with piece.path.open("rb") as stream:
            piece = replace(piece, raw=files.content(stream, files.limit(piece.format)))
    if piece.format not in _READERS:
        raise ExtractError(f"{piece.format} inside of what should be a page")
    yield from _READERS[piece.format](piece)
