"""Document -> Analysed: all that an engine derives from it, ready to be stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.analysis import folds_of, streams_of
from indexer.clauses import Stream
from indexer.engine import stored
from indexer.model import Document

BORDER = "\n"  # between title and body; terms hold no white space
TITLES: Mapping[Stream, Stream] = {"title_fold": "fold", "title_syl": "syl"}
STORED: tuple[Stream, ...] = ("syl", "word", "sketch")  # the other streams follow from these
POSITIONED = frozenset((*TITLES, *TITLES.values()))  # the streams that phrases are looked for in


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document with its terms and the bytes that are stored; pickles in a few strings."""

    document: Document
    stored: bytes
    texts: Mapping[Stream, str]  # of STORED: terms between blanks, title and body on a line each

    def __reduce__(self) -> tuple[object, ...]:
        """The stored bytes tell the document: between processes it need not go twice."""
        return _loaded, (self.stored, self.texts)

    @property
    def id(self) -> str:
        return self.document.id

    def text(self, stream: Stream) -> str:
        """The terms of a stream, by position; only those of the title in the title's own streams."""
        if own := TITLES.get(stream):
            return self.text(own).partition(BORDER)[0]
        return self.texts[stream] if stream in self.texts else _folded(self.texts["syl"])

    def parts(self, stream: Stream) -> tuple[list[str], ...]:
        return tuple(line.split() for line in self.text(stream).split(BORDER))


def _folded(text: str) -> str:
    return BORDER.join(" ".join(folds_of(line.split())) for line in text.split(BORDER))


def _loaded(held: bytes, texts: Mapping[Stream, str]) -> Analysed:
    return Analysed(stored.load(held), held, texts)


def analysed(document: Document | Analysed) -> Analysed:
    """A function of its argument alone, for worker processes too; what is analysed already stays as it is."""
    return document if isinstance(document, Analysed) else analysed_all([document])[0]


def analysed_all(documents: Sequence[Document]) -> list[Analysed]:
    """The same of many, and faster than one by one."""
    held = streams_of([(document.article.title, document.article.body) for document in documents])
    return [
        Analysed(document, stored.dump(document), {stream: _text(parts) for stream, parts in own.items()})
        for document, own in zip(documents, held, strict=True)
    ]


def _text(parts: Sequence[Sequence[str]]) -> str:
    return BORDER.join(map(" ".join, parts))
