"""A parsed page in, its text out in blocks: runs between two borders of block elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from bs4 import NavigableString, Tag
from bs4.element import PageElement

from indexer.extract import paragraphs, published

MIN_PROSE = 40  # characters of a block outside <p> that may be a paragraph
MAX_TIMED = 60  # characters of a line with a <time> element that is date and byline, not a paragraph
MAX_LINKED = 0.4  # share of a paragraph's characters inside links

_BORDER_NAMES = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul"
)
_BORDERS = frozenset(_BORDER_NAMES.split())


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One line of a page."""

    element: Tag  # the block element around it
    text: str
    linked: int  # characters inside links
    time: str = ""  # what a <time> element in or before it says

    @property
    def is_link(self) -> bool:
        return self.linked > MAX_LINKED * len(self.text)

    @property
    def is_date(self) -> bool:
        return (
            bool(self.time and len(self.text) <= MAX_TIMED) or published.from_line(self.text, byline=True) is not None
        )

    @property
    def is_prose(self) -> bool:
        """May be a paragraph: neither link nor date, and long where the page does not call it one."""
        long = self.element.name == "p" or len(self.text) >= MIN_PROSE
        return long and not self.is_link and not self.is_date


def of(root: Tag) -> Iterator[Block]:
    """Blocks that hold something, in order."""
    run: list[NavigableString] = []
    time = ""
    for node in root.descendants:
        if isinstance(node, Tag):
            border, said = node.name in _BORDERS, _time(node)
        else:
            border, said = bool(run) and _around(node) is not _around(run[0]), ""
        if border and run:
            yield from _block(run, time)
            run, time = [], ""
        time = said or time
        if type(node) is NavigableString and (run or node.strip()):  # not comments and the like, which are subclasses
            run.append(node)
    yield from _block(run, time)


def _block(run: list[NavigableString], time: str) -> Iterator[Block]:
    text = paragraphs.line("".join(run))
    if text:
        linked = sum(len(string.strip()) for string in run if _is_linked(string))
        yield Block(_around(run[0]), text, linked, time)


def _around(node: PageElement) -> Tag:
    return next(parent for parent in node.parents if parent.name in _BORDERS or parent.parent is None)


def _is_linked(string: NavigableString) -> bool:
    inline = takewhile(lambda parent: parent.name not in _BORDERS, string.parents)
    return any(parent.name == "a" for parent in inline)


def _time(element: Tag) -> str:
    return str(element.get("datetime") or element.get_text()) if element.name == "time" else ""
