"""The blocks of a page in, the publication date that stands beside its heading out.

Portals show today's date over every page, dates beside the headlines of other articles, and days
of events in the text: only the neighbourhood of heading and text counts, nearest first.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from indexer.extract import furniture, published
from indexer.extract.blocks import Block
from indexer.model import Published

AFTER_HEADING = 10  # blocks after the heading among which the date may stand
BEFORE_HEADING = 6  # and before it
LINKS_BETWEEN = 3  # a breadcrumb; more of them are the menu, and what is above it is the page's head
AFTER_TEXT = 6

_LABEL = re.compile(r"(?:ngày|thời gian)\s+(?:đăng|cập nhật|xuất bản)|(?:cập nhật|đăng|xuất bản)\s+(?:lúc|ngày)", re.I)
_TODAY = re.compile(r"hôm nay\b", re.I)


def near(lines: Sequence[Block], heading: int, text: range, fetched: datetime | None = None) -> Published | None:
    """Args: fetched: when the page was; "3 giờ trước" is understood where that is known."""
    for block in _candidates(lines, heading, text):
        found = (
            published.from_machine(block.time, "time")
            or published.from_line(block.text, byline=True)
            or published.from_ago(block.time or block.text, fetched)
        )
        if found:
            return found
    return None


def _candidates(lines: Sequence[Block], heading: int, text: range) -> Iterator[Block]:
    end = max(text.start, min(heading + 1 + AFTER_HEADING, text.stop))
    lead = next((at for at in range(heading + 1, end) if lines[at].is_prose), end)
    yield from lines[heading:lead]
    links = 0
    for block in reversed(lines[max(0, heading - BEFORE_HEADING - LINKS_BETWEEN) : heading]):
        links += block.is_link
        if links > LINKS_BETWEEN:
            break
        if not _TODAY.search(block.text) and not furniture.is_within(block.element, "today.txt"):
            yield block
    yield from lines[lead:end]
    yield from (block for block in lines[text.stop : text.stop + AFTER_TEXT] if _LABEL.search(block.text))
