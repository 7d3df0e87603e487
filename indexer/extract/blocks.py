"""A parsed page in, its text out in blocks: runs between two borders of block elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise, takewhile

from bs4 import NavigableString, Tag
from bs4.element import PageElement

from indexer.extract import paragraphs, published
from indexer.extract.furniture import is_linked

MIN_PROSE = 40  # characters of a block outside <p> that may be a paragraph
MAX_TIMED = 60  # characters of a line with a <time> element that is date and byline, not a paragraph
MAX_LINKED = 0.4  # share of a paragraph's characters inside links
MAX_CAPTION = 250  # characters

_BORDER_NAMES = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul"
)
_BORDERS = frozenset(_BORDER_NAMES.split())
_PICTURES = ["img", "picture", "amp-img"]
_BOLD = frozenset({"b", "strong"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_EMPHASIS = frozenset({"em", "i"})
_CENTRED = ("center", "text-center")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One line of a page."""

    element: Tag  # the block element around it
    text: str
    linked: int  # characters inside links
    time: str = ""  # what a <time> element in or before it says
    furniture: bool = False  # inside an element that is no article
    cell: bool = False  # of a table that is no layout
    captioned: bool = False  # a picture stands before it, and it is set off as captions are
    within: tuple[Tag, ...] = ()  # elements around its first words, inside of `element`

    @property
    def is_link(self) -> bool:
        return self.linked > MAX_LINKED * len(self.text)

    @property
    def bold(self) -> list[Tag]:
        """Inline elements that set its first words in bold letters."""
        return list(filter(_is_strong, self.within))

    @property
    def is_bold(self) -> bool:
        return bool(self.bold) or _is_strong(self.element)

    @property
    def is_date(self) -> bool:
        return (
            bool(self.time and len(self.text) <= MAX_TIMED) or published.from_line(self.text, byline=True) is not None
        )

    @property
    def is_prose(self) -> bool:
        """May be a paragraph: neither link nor date, and long where the page does not call it one."""
        long = self.element.name == "p" or len(self.text) >= MIN_PROSE
        return long and not self.furniture and not self.is_link and not self.is_date


def of(root: Tag, furniture: frozenset[int] = frozenset()) -> Iterator[Block]:
    """Blocks that hold something, in order.

    Args:
        furniture: ids of elements whose blocks are marked as such.
    """
    tables = {id(table) for table in root.find_all("table") if _is_data(table)}
    run: list[NavigableString] = []
    time, pictured = "", False
    for node in chain(root.descendants, [root]):  # a border at the end
        if isinstance(node, Tag):
            border, said = node.name in _BORDERS or node is root, _time(node)
        else:
            border, said = bool(run) and _around(node) is not _around(run[0]), ""
        if border and run:
            block = _block(run, time, pictured)
            if block:
                around = {id(block.element), *map(id, block.element.parents)}
                yield replace(block, furniture=not around.isdisjoint(furniture), cell=not around.isdisjoint(tables))
                pictured = False
            run, time = [], ""
        time = said or time
        pictured = pictured or (isinstance(node, Tag) and node.name in _PICTURES)
        if type(node) is NavigableString and (run or node.strip()):  # not comments and the like, which are subclasses
            run.append(node)


def _is_data(table: Tag) -> bool:
    """Whether it is no layout: rows of several cells without tables in them."""
    if table.find("table"):
        return False
    rows = [len(row.find_all(["td", "th"])) for row in table.find_all("tr")]
    return len(rows) > 1 and max(rows) > 1


def _block(run: list[NavigableString], time: str, pictured: bool) -> Block | None:
    is_short = sum(map(len, run)) <= published.MAX_LINE
    text = paragraphs.line(run[0] + "".join(" " * (is_short and _beside(*pair)) + pair[1] for pair in pairwise(run)))
    if not text:
        return None
    linked = sum(len(string.strip()) for string in run if is_linked(string))
    around = _around(run[0])
    set_off = _is_centred(around) or _is_beside_picture(around) or all(map(_is_emphasised, run))
    captioned = pictured and len(text) <= MAX_CAPTION and set_off
    within = tuple(takewhile(lambda parent: parent is not around, run[0].parents))
    return Block(around, text, linked, time, captioned=captioned, within=within)


def _beside(before: NavigableString, string: NavigableString) -> bool:
    """Whether each stands in an element of its own, side by side: style sheets put distance between such labels."""
    return before.parent is not None and before.parent.next_sibling is string.parent


def _around(node: PageElement) -> Tag:
    return next(parent for parent in node.parents if parent.name in _BORDERS or parent.parent is None)


def _is_emphasised(string: NavigableString) -> bool:
    return not string.strip() or any(parent.name in _EMPHASIS for parent in string.parents)


def _is_strong(element: Tag) -> bool:
    return element.name in _BOLD or _BOLD_STYLE.search(str(element.get("style", ""))) is not None


def _is_centred(element: Tag) -> bool:
    said = f"{element.get('style', '')} {element.get('align', '')} {' '.join(element.get_attribute_list('class', ''))}"
    return element.name == "center" or any(name in said for name in _CENTRED)


def _is_beside_picture(element: Tag) -> bool:
    """Whether it holds a picture and little else; boxes with a quotation have its marks as pictures."""
    if any("quote" in name for name in element.get_attribute_list("class", "")):
        return False
    boxes = [each for each in (element, element.parent) if each and each.name in ("div", "td")]
    return any(box.find(_PICTURES) and len(box.get_text()) <= MAX_CAPTION for box in boxes)


def _time(element: Tag) -> str:
    return str(element.get("datetime") or element.get_text()) if element.name == "time" else ""
