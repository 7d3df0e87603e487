"""Document -> Analysed: all that an engine derives from it, ready to be stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.analysis import streams
from indexer.clauses import Stream
from indexer.engine import stored
from indexer.model import Document

BORDER = "\n"  # between title and body; terms hold no white space
TITLES: Mapping[Stream, Stream] = {"title_fold": "fold", "title_syl": "syl"}
POSITIONED = frozenset((*TITLES, *TITLES.values()))  # the streams that phrases are looked for in


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document with its terms and the bytes that are stored; pickles in a few strings."""

    document: Document
    stored: bytes
    texts: Mapping[Stream, str]  # terms between blanks, title and body on a line each; without the title's own streams

    def __reduce__(self) -> tuple[object, ...]:
        """The stored bytes tell the document: between processes it need not go twice."""
        return _loaded, (self.stored, self.texts)

    @property
    def id(self) -> str:
        return self.document.id

    def text(self, stream: Stream) -> str:
        """The terms of a stream, by position; only those of the title in the title's own streams."""
        own = TITLES.get(stream)
        return self.texts[own].partition(BORDER)[0] if own else self.texts[stream]

    def parts(self, stream: Stream) -> tuple[list[str], ...]:
        return tuple(line.split() for line in self.text(stream).split(BORDER))


def _loaded(held: bytes, texts: Mapping[Stream, str]) -> Analysed:
    return Analysed(stored.load(held), held, texts)


def analysed(document: Document | Analysed) -> Analysed:
    """A function of its argument alone, for worker processes too; what is analysed already stays as it is."""
    if isinstance(document, Analysed):
        return document
    held = streams(document.article.title, document.article.body)
    texts = {stream: BORDER.join(map(" ".join, parts)) for stream, parts in held.items() if stream not in TITLES}
    return Analysed(document, stored.dump(document), texts)
