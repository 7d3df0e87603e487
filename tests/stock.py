"""What Whoosh's own codec is given to index: our streams, with the gap between title and body."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token as WhooshToken
from whoosh.fields import ID, STORED, TEXT, Schema

from indexer.analysis import GAP
from indexer.clauses import STREAMS
from indexer.engine.analysed import BORDER, POSITIONED


class Terms(Analyzer):  # type: ignore[misc]
    """Reads back what our analyzer made: terms between blanks, title and body on a line each."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        token = WhooshToken(positions=True)
        token.boost, token.stopped, token.pos = 1.0, False, 0
        for number, line in enumerate(value.split(BORDER)):
            token.pos += GAP * (number > 0)
            for term in line.split():
                token.text = term
                yield token
                token.pos += 1


def schema() -> Any:
    terms = {stream: TEXT(analyzer=Terms(), phrase=stream in POSITIONED) for stream in STREAMS}
    return Schema(id=ID(stored=True, unique=True), document=STORED, **terms)
