"""A parsed page in, its article's title and paragraphs out, with the date and the byline that stand beside them.

The run of lines whose prose most outweighs its links and borders is the article; prose between the
heading and that run is its lead.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import dropwhile, zip_longest

from bs4 import BeautifulSoup, Tag

from indexer.extract import blocks, boilerplate, dateline, draft, furniture, prose, published
from indexer.extract.blocks import Block
from indexer.extract.draft import Draft

MIN_TITLE = 25  # characters of an h1 that no stated title agrees with; shorter ones are names of sites
BEFORE_TEXT = 14  # blocks before the text among which its heading stands
BORDER = 30.0  # characters of prose that outweigh the end or the beginning of a part of the page
CELL = 2.0  # characters that a cell of a table is worth at least
ARTICLE = 200.0  # characters of prose after which a heading like the title's is that of another article
ALIKE = 12.0  # where both parts are of one kind

_PARTS = frozenset({"article", "aside", "center", "div", "form", "main", "section", "table"})
_DATED = re.compile(r"(.+\S)\s*\(([^()]{8,40})\)")  # a title with its day behind it
_FOOTNOTE = re.compile(r"\W*$|[(\[]\d{1,2}[)\]]")
_NO_WORDS = re.compile(r"[\W_]+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


def of(page: BeautifulSoup, stated: Sequence[str], head_title: str, fetched: datetime | None) -> Draft:
    """The article of a page, which loses its scripts on the way.

    Args:
        stated: what the metadata call the article, by trust.
        head_title: what the page's head says, the outlet's name often beside it.
        fetched: when the page was.

    The title is the last line before the text that agrees with one of them; else the first stated;
    else the longest h1 or what is set as a title; else that of the head.
    """
    furniture.remove_scripts(page)
    lines = list(blocks.of(page.body or page, furniture.find(page)))
    titles = [title for title in (*stated, head_title) if title]
    # a link that agrees is the outlet's name over every page
    named = frozenset(
        at for at, block in enumerate(lines) if not block.is_link and any(_agree(block.text, title) for title in titles)
    )
    lines = lines[: _next_article(lines, named)]
    text = _text(lines, named)
    is_site = not named and any(block.is_link and block.text in titles for block in lines)
    before = [at for at in named if at <= text.start]
    heading = _heading(lines, before, text.start, bool(stated) and not is_site)
    title = next(iter(stated), head_title) if heading is None else _whole(lines, heading)
    start = text.start if heading is None else heading
    lead = [at for at in range(start, text.start) if lines[at].is_prose and _worth(lines[at]) > CELL]
    if lead and _is_heading(lines[text.start - 1]):
        lead.append(text.start - 1)
    body = [lines[at] for at in (*lead, *text) if at not in named and at != heading]
    dated = _DATED.fullmatch(title)
    date = dateline.near(lines, start, text, fetched) or (published.from_line(dated[2]) if dated else None)
    title = dated[1] if dated and published.from_line(dated[2]) else title
    found = draft.of(*parted(body), extractor="page")
    return replace(found, title=title, published=date, author=_author(lines, start, text.stop))


def _next_article(lines: Sequence[Block], named: Collection[int]) -> int:
    """Where, after some text, another part of the page begins with a heading like the title's; else the end."""
    titles = [lines[at].element for at in sorted(named) if lines[at].element.name in _HEADINGS][:1]
    read = 0.0
    for at, block in enumerate(lines):
        begins = read > ARTICLE and block.element.parent is not lines[at - 1].element.parent
        if begins and any(_are_alike(block.element, title) for title in titles):
            return at
        read += max(0.0, _worth(block)) if titles and at > min(named) else 0.0
    return len(lines)


def _are_alike(one: Tag, other: Tag) -> bool:
    if one.name not in _HEADINGS or one is other:
        return False
    return one.name == other.name == "h1" or bool(one.get("class") and one.get("class") == other.get("class"))


def _whole(lines: Sequence[Block], at: int) -> str:
    """The line, with the others of its heading or of the bold letters around it."""
    block = lines[at]
    if block.element.name in _HEADINGS:
        return " ".join(other.text for other in lines if other.element is block.element)
    return " ".join(other.text for other in lines if other is block or set(other.bold) & set(block.bold))


def parted(body: Iterable[Block]) -> tuple[list[str], list[str]]:
    """Paragraphs, and captions; without furniture, links, and dates."""
    paragraphs, captions = list[str](), list[str]()
    begun = False
    for block in body:
        framed = block.element.name == "figcaption" or block.element.find_parent("figcaption") is not None
        if (block.furniture and not framed) or block.is_link or (block.is_date and not block.cell):
            continue
        is_caption = framed or (block.captioned and (begun or block.text[-1] not in ".!?…"))
        (captions if is_caption else paragraphs).append(block.text)
        begun = begun or (block.is_prose and not is_caption)
    return paragraphs, captions


def _text(lines: Sequence[Block], named: Collection[int]) -> range:
    """From the first paragraph of the best run of lines to its end; all lines where nothing is prose."""
    worths = list(map(_worth, lines))
    best = prose.best(worths, list(_gaps(lines, worths)))
    for at in best:
        if lines[at].is_prose and at not in named:
            return range(at, _end(lines, best.stop))
    return range(0)


def _end(lines: Sequence[Block], stop: int) -> int:
    """After what follows in paragraphs of the same part: short sentences, a letter's end, footnotes and their bar."""
    part = lines[stop - 1].element.parent
    for block in lines[stop:]:
        is_letter = "," in (block.text[-1], lines[stop - 1].text[-1])
        closes = is_letter or prose.is_ended(block.text) or _FOOTNOTE.match(block.text)
        if not (closes and block.element.parent is part and block.is_prose):
            break
        stop += 1
    return stop


def _worth(block: Block) -> float:
    if block.furniture:
        return 0.0
    if block.is_link:
        return prose.LINK - block.linked
    worth = prose.worth(block.text, called=block.element.name == "p")
    return max(worth, CELL) if block.cell else worth


def _gaps(lines: Sequence[Block], worths: Sequence[float]) -> Iterator[float]:
    """What lies between each line of prose and the one before, as characters of it: parts of the page that end and
    begin; less where one follows another of its kind, as widgets of site builders do."""
    before: list[Tag] = []
    for block, worth in zip(lines, worths, strict=True):
        if worth <= CELL:
            yield 0.0
            continue
        around = [element for element in block.element.parents if element.name in _PARTS][::-1]
        pairs = list(dropwhile(lambda pair: pair[0] is pair[1], zip_longest(before, around)))
        yield sum(_border(*pair) for pair in pairs)
        before = around


def _border(old: Tag | None, new: Tag | None) -> float:
    if not old or not new:
        return BORDER
    return 2 * (ALIKE if (old.name, old.get("class")) == (new.name, new.get("class")) else BORDER)


def _heading(lines: Sequence[Block], before: Collection[int], start: int, stated: bool) -> int | None:
    """The last of the lines `before` the text that agree with a title, unless an h1 follows; else the longest h1 near
    to it; unless a title is stated, also the nearest to the text that is called so, is bold or stands over a date."""
    near = range(max(0, start - BEFORE_TEXT), start or len(lines))
    marked = [at for at in near if _is_heading(lines[at])]
    first = [at for at in marked if lines[at].element.name == "h1"]
    if before and (stated or max(before) >= max(first, default=0)):
        return max(before)
    if stated:  # sites share articles under other words than those over them
        first = [at for at in first if len(lines[at].text) >= MIN_TITLE]
    if first or stated:
        return max(first, key=lambda at: len(lines[at].text), default=None)
    free = [at for at in near if not lines[at].is_link and not lines[at].is_date and not _lists(lines, at)]
    long = [at for at in free if len(lines[at].text) >= MIN_TITLE]
    called = [at for at in long if furniture.is_named(lines[at].element, "titles.txt")]
    bold = [at for at in long if lines[at].is_bold or at in marked]
    dated = [at for at in free if at + 1 in near and lines[at + 1].is_date]
    last = (max(found, default=None) for found in (called, bold, set(long) & set(dated), marked, dated))
    return next((at for at in last if at is not None), None)


def _lists(lines: Sequence[Block], at: int) -> bool:
    """Whether a headline of another article follows."""
    after = lines[at + 1 : at + 2]
    return any(block.is_link and len(block.text) >= furniture.HEADLINE for block in after)


def _is_heading(block: Block) -> bool:
    return block.element.name in _HEADINGS and not block.is_link


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
        if furniture.is_within(block.element, "authors.txt") and boilerplate.is_byline(block.text):
            return block.text
    return ""
