"""What the analyzer gives."""

from typing import NamedTuple


class Token(NamedTuple):
    """One occurrence; its position is its index in the list. A tuple, since there are millions.

    `text[start:end]` is what was written, in code points of the text as given. Tokens that
    stand for one abbreviation share its span.
    """

    fold: str
    syl: str
    start: int
    end: int
    literal: str = ""  # how it was written, folded, where `fold` and `syl` say what it is read as
    inner: bool = False  # goes on the word of the token before; known only where words were asked for
