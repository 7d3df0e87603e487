"""A parsed page in, its article's title and paragraphs out, with the date and the byline that stand beside them.

The container whose prose most outweighs its links holds the article, or the part of it that is
named as an article's text; prose between the heading and that container is its lead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from indexer.extract import blocks, boilerplate, dateline, furniture
from indexer.extract.blocks import Block
from indexer.model import Published

MAX_HEADING = 250  # characters
MIN_TITLE = 25  # characters of an h1 that no stated title agrees with; shorter ones are names of sites
BEFORE_TEXT = 14  # blocks before the text among which its heading stands
BODY_SHARE = 0.5  # of the container's prose; a part of this name with less is a box

_CONTAINERS = frozenset({"article", "body", "center", "div", "form", "main", "section", "table", "tbody", "td", "tr"})
_NO_WORDS = re.compile(r"[\W_]+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


@dataclass(frozen=True, slots=True)
class MainText:
    title: str  # empty where the page has none
    paragraphs: tuple[str, ...]
    published: Published | None
    author: str


def of(page: BeautifulSoup, stated: Sequence[str], head_title: str, near: dateline.Near) -> MainText:
    """The article of a page, which loses its scripts on the way.

    Args:
        stated: what the metadata call the article, by trust.
        head_title: what the page's head says, the outlet's name often beside it.

    The title is the last line before the text that agrees with one of them; else the first stated;
    else the longest h1 or what is named a title; else that of the head.
    """
    furniture.remove_scripts(page)
    lines = list(blocks.of(page.body or page, furniture.find(page)))
    titles = [title for title in (*stated, head_title) if title]
    # a link that agrees is the outlet's name over every page
    named = frozenset(
        at for at, block in enumerate(lines) if not block.is_link and any(_agree(block.text, title) for title in titles)
    )
    text = _text(lines, named)
    heading = _heading(lines, [at for at in named if at <= text.start], text.start, bool(stated))
    title = next(iter(stated), head_title) if heading is None else lines[heading].text
    start = text.start if heading is None else heading
    lead = (at for at in range(start, text.start) if lines[at].is_prose)
    body = [lines[at] for at in (*lead, *text) if at not in named and at != heading]
    return MainText(title, tuple(_paragraphs(body)), near(lines, start, text), _author(lines, start, text.stop))


def _paragraphs(body: Sequence[Block]) -> Iterator[str]:
    begun = False
    for block in body:
        if block.furniture or block.is_link or block.is_date:
            continue
        if block.captioned and (begun or block.text[-1] not in ".!?…"):
            continue
        begun = begun or block.is_prose
        yield block.text


def _text(lines: Sequence[Block], named: Collection[int]) -> range:
    """From the first paragraph of the best container, or the first line of a part named as text, to its end; all
    lines where nothing is prose."""
    container, is_body = _container(lines)
    inside = [at for at, block in enumerate(lines) if not block.furniture and container in map(id, _around(block))]
    for at in inside:
        begins = not (lines[at].is_link or lines[at].is_date) if is_body else lines[at].is_prose
        if begins and at not in named and not _is_only_heading(lines, at, is_headed=bool(named)):
            return range(at, inside[-1] + 1)
    return range(len(lines))


def _is_only_heading(lines: Sequence[Block], at: int, *, is_headed: bool) -> bool:
    """Whether it is the heading over the text, be it marked or shaped as one while there is no other."""
    block = lines[at]
    if block.element.name == "h1" or block.is_title:
        return True
    shaped = (block.element.name in _HEADINGS or block.is_bold) and block.text[-1] not in ".!?…:"
    return shaped and not is_headed and not any(map(_is_heading, lines[max(0, at - BEFORE_TEXT) : at]))


def _container(lines: Sequence[Block]) -> tuple[int, bool]:
    """The id of the innermost element with the best balance of prose and links, or of the part of it that is named
    as text, and whether it is so named; 0 where none has more prose."""
    balance: dict[int, int] = defaultdict(int)
    bodies: dict[int, int] = {}
    for block in lines:
        if block.furniture:
            continue
        worth = len(block.text) - block.linked if block.is_prose else -block.linked
        for element in _around(block):
            if element.name in _CONTAINERS:
                balance[id(element)] += worth
                if id(element) not in bodies:
                    bodies[id(element)] = furniture.is_named(element, "bodies.txt")
    best = max(balance, key=lambda element: balance[element], default=0)  # of equals the first, so the innermost
    if not best or balance[best] <= 0:
        return 0, False
    parts = [part for part, is_body in bodies.items() if is_body and balance[part] >= BODY_SHARE * balance[best]]
    return min(parts, key=lambda part: balance[part], default=best), bool(parts)


def _around(block: Block) -> Iterator[Tag]:
    yield block.element
    yield from block.element.parents


def _heading(lines: Sequence[Block], before: Collection[int], start: int, stated: bool) -> int | None:
    """The last of the lines `before` the text that agree with a title; else the longest h1 near to it; unless a title
    is stated, also the nearest to the text that is a heading, named so or, where there is none, bold."""
    if before:
        return max(before)
    near = range(max(0, start - BEFORE_TEXT), start or len(lines))
    marked = [at for at in near if _is_heading(lines[at])]
    first = [at for at in marked if lines[at].element.name == "h1"]
    titled = [at for at in marked if lines[at].is_title]
    if stated:  # sites share articles under other words than those over them
        first = [at for at in first if len(lines[at].text) >= MIN_TITLE]
    if first or stated:
        return max(first, key=lambda at: len(lines[at].text), default=None)
    bold = (at for at in near if lines[at].is_bold and not lines[at].is_link and len(lines[at].text) >= MIN_TITLE)
    return max(titled or marked or bold, default=None)


def _is_heading(block: Block) -> bool:
    if block.is_link or block.is_date or len(block.text) > MAX_HEADING:
        return False
    return block.element.name in _HEADINGS or block.is_title


def _agree(line: str, title: str) -> bool:
    """Whether the line is the title, or the greater part of it, or has little beside it, or a cut title begins it."""
    cut = title.endswith(("...", "…"))
    line, title = (_NO_WORDS.sub(" ", text.casefold()).strip() for text in (line, title))
    if not line or not title:
        return False
    whole = (line in title and len(line) > 0.5 * len(title)) or (title in line and len(title) > 0.8 * len(line))
    return whole or (cut and line.startswith(title))


def _author(lines: Sequence[Block], start: int, stop: int) -> str:
    """The first byline around the text in an element that is named so; empty where there is none."""
    for block in lines[max(0, start - 3) : stop + 8]:
        named = any(furniture.is_named(element, "authors.txt") for element in (block.element, *block.element.parents))
        if named and boilerplate.is_byline(block.text):
            return block.text
    return ""
