"""What each line of a page is worth as prose in, the run of lines that is its article out.

An article is where sentences follow each other: what stands between them costs little, menus, lists
of headlines and the borders of other parts of the page cost more than the prose beyond them brings.
"""

import re
from collections.abc import Sequence

SENTENCE = 40  # characters of a line that may be one
LONG = 80  # characters from which a line without its full stop is no label
LABEL = -15.0  # worth of a short line that is no sentence
LINK = -25.0  # of a link, without its characters

ENDS = re.compile(r"[.…;:。][”\"’)\]」/]*$")  # not "?" and "!": headlines end so, too


def is_ended(text: str) -> bool:
    """Whether a mark that ends a sentence is its last."""
    return text.rstrip('”"’)]» ').endswith((".", "!", "?", "…"))


def worth(text: str, *, called: bool = False) -> float:
    """Of a line that is neither link nor date; as many as its characters for sentences.

    Args:
        called: whether its page calls it a paragraph.
    """
    if ENDS.search(text) and (called or len(text) >= SENTENCE):
        return float(len(text))
    if len(text) < LONG:
        return LABEL
    return len(text) / 2 if called else 1.0


def best(worths: Sequence[float], gaps: Sequence[float] = ()) -> range:
    """The run whose worths without the gaps in it sum to the most, the first of equals; empty where none is above 0.

    Args:
        gaps: what it costs to go on from the line before to each.

    Source: J. Bentley, Programming Pearls, CACM 27(9), 1984; for pages Pasternack & Roth, WWW 2009.
    """
    found, most = range(0), 0.0
    total, start = 0.0, 0
    for at, value in enumerate(worths):
        total -= gaps[at] if gaps else 0.0
        if total <= 0:
            total, start = 0.0, at
        total += value
        if total > most:
            found, most = range(start, at + 1), total
    return found
