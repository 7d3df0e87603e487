"""A parsed page in, its article's title and paragraphs out, with the date that stands beside them.

The container whose prose most outweighs its links holds the article; prose between the heading
and that container is its lead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from indexer.extract import blocks, furniture, published
from indexer.extract.blocks import Block
from indexer.model import Published

BEFORE_HEADING = 4  # blocks before the heading among which the date may stand
AFTER_HEADING = 6  # and after it

_CONTAINERS = frozenset({"article", "body", "center", "div", "form", "main", "section", "table", "tbody", "td", "tr"})


@dataclass(frozen=True, slots=True)
class MainText:
    title: str  # empty where the page has none
    paragraphs: tuple[str, ...]
    published: Published | None


def of(page: BeautifulSoup, stated: Sequence[str], head_title: str) -> MainText:
    """The article of a page, which loses its furniture on the way.

    Args:
        stated: what the metadata call the article, by trust.
        head_title: what the page's head says, the outlet's name often beside it.

    The title is the last line before the text that agrees with one of them; else the first stated;
    else the longest h1; else that of the head.
    """
    furniture.remove(page)
    lines = list(blocks.of(page.body or page))
    titles = [title for title in (*stated, head_title) if title]
    # a link that agrees is the outlet's name over every page
    named = frozenset(
        at for at, block in enumerate(lines) if not block.is_link and any(_agree(block.text, title) for title in titles)
    )
    text = _text(lines, named)
    heading = _heading(lines, [at for at in named if at <= text.start], bool(stated))
    title = next(iter(stated), head_title) if heading is None else lines[heading].text
    start = text.start if heading is None else heading
    lead = (at for at in range(start, text.start) if lines[at].is_prose)
    body = [lines[at] for at in (*lead, *text) if at not in named and at != heading]
    paragraphs = tuple(block.text for block in body if not (block.is_link or block.is_date))
    return MainText(title, paragraphs, _published(lines, start))


def _text(lines: Sequence[Block], named: Collection[int]) -> range:
    """From the first paragraph of the best container to its end; all lines where nothing is prose."""
    container = _container(lines)
    inside = [at for at, block in enumerate(lines) if container in map(id, _around(block))]
    for at in inside:
        if lines[at].is_prose and at not in named and lines[at].element.name != "h1":
            return range(at, inside[-1] + 1)
    return range(len(lines))


def _container(lines: Sequence[Block]) -> int:
    """The id of the innermost element with the best balance of prose and links; 0 where none has more prose."""
    balance: dict[int, int] = defaultdict(int)
    for block in lines:
        worth = len(block.text) - block.linked if block.is_prose else -block.linked
        for element in _around(block):
            if element.name in _CONTAINERS:
                balance[id(element)] += worth
    best = max(balance, key=lambda element: balance[element], default=0)  # of equals the first, so the innermost
    return best if balance[best] > 0 else 0


def _around(block: Block) -> Iterator[Tag]:
    yield block.element
    yield from block.element.parents


def _heading(lines: Sequence[Block], before: Collection[int], stated: bool) -> int | None:
    """The last of the lines `before` the text that agree with a title, else the longest h1, unless one is stated."""
    if before or stated:
        return max(before, default=None)
    headings = [at for at, block in enumerate(lines) if block.element.name == "h1"]
    return max(headings, key=lambda at: len(lines[at].text), default=None)


def _agree(line: str, title: str) -> bool:
    """Whether the line is the title, or the greater part of it, or has little beside it."""
    line, title = line.casefold(), title.casefold()
    return (line in title and len(line) > 0.5 * len(title)) or (title in line and len(title) > 0.8 * len(line))


def _published(lines: Sequence[Block], heading: int) -> Published | None:
    """From the blocks around the heading, those after it first."""
    after = lines[heading : heading + 1 + AFTER_HEADING]
    before = lines[max(0, heading - BEFORE_HEADING) : heading]
    for block in (*after, *reversed(before)):
        found = published.from_machine(block.time, "time") or published.from_line(block.text, byline=True)
        if found:
            return found
    return None
