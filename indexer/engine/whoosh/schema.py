"""What a Whoosh index of ours holds: the streams, pre-analysed, and the stored document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.fields import ID, STORED, TEXT, Schema

from indexer.analysis import analyze
from indexer.engine import stored
from indexer.model import Document

_GAP = 100  # positions between title and body, so that no phrase spans them
_BORDER = "\n"  # between title and body in the text of a stream; terms hold no white space


class Terms(Analyzer):  # type: ignore[misc]
    """Reads back what our analyzer made: terms between blanks, title and body on a line each."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        token = WhooshToken(positions=True)
        token.boost, token.stopped, token.pos = 1.0, False, 0
        for number, line in enumerate(value.split(_BORDER)):
            token.pos += _GAP * (number > 0)
            for term in line.split():
                token.text = term
                yield token
                token.pos += 1


def schema() -> Any:
    streams = {stream: TEXT(analyzer=Terms()) for stream in ("fold", "syl", "title_fold", "title_syl")}
    return Schema(id=ID(stored=True, unique=True), document=STORED, **streams)


def fields(document: Document) -> dict[str, Any]:
    """The arguments of Whoosh's `update_document`."""
    title, body = analyze(document.article.title), analyze(document.article.body)
    title_fold = " ".join(token.fold for token in title)
    title_syl = " ".join(token.syl for token in title)
    return {
        "id": document.id,
        "document": stored.dump(document),
        "fold": title_fold + _BORDER + " ".join(token.fold for token in body),
        "syl": title_syl + _BORDER + " ".join(token.syl for token in body),
        "title_fold": title_fold,
        "title_syl": title_syl,
    }
