"""Files of raw news in, articles out; what holds none comes out as `Skipped`, with its reason.

Files are cut into pieces, a piece gives articles, in any process. A further format is a module and a line in
`_DRAFTS` where a file of it is the text of one article, else in `_READERS`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.errors import ExtractError
from indexer.extract import feed, files, html, markdown, office, record, text
from indexer.extract.cutting import pieces
from indexer.extract.draft import Draft, finish
from indexer.extract.encoding import decode
from indexer.extract.files import sources
from indexer.extract.piece import Piece, Skipped, skipping
from indexer.extract.record import lines
from indexer.model import Article

_DRAFTS: dict[str, Callable[[str, Piece], Draft]] = {
    "html": html.draft_of,
    "markdown": lambda content, _: markdown.draft_of(content),
    "mhtml": html.draft_of,
    "text": lambda content, _: text.draft_of_page(content),
}
_READERS: dict[str, Callable[[Piece], Iterator[Article | Skipped]]] = {
    "docx": office.read,
    "feed": feed.read,
    "jsonl": record.read,
    "pdf": office.read,
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
    if piece.format == "mhtml":
        piece = html.saved(piece)
    if piece.format in _DRAFTS:
        decoded = decode(piece.raw, piece.charset)
        yield finish(_DRAFTS[piece.format](decoded.text, piece), piece, decoded)
    elif piece.format in _READERS:
        yield from _READERS[piece.format](piece)
    else:
        raise ExtractError(f"{piece.format} inside of what should be a page")
