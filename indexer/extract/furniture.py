"""A parsed page in, the elements of it that are no article out: menus, shares, captions, boxes of other articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

LONG_PART = 7  # letters from which a part of a name counts anywhere in it
LONG_STRING = 40  # characters; shorter strings are labels
MAX_LINK = 500  # characters of a link; what is longer was never closed
HEADLINE = 15  # characters
ROW = 3  # items that make a list
PICTURE = 400  # characters of a table that holds a picture and its caption

_NEVER_TEXT = re.compile(
    "^(script|style|noscript|template|iframe|svg|math|select|option|textarea|button|object|video|audio|dialog|map|"
    "amp-sidebar|amp-ad|amp-iframe|amp-list|amp-analytics)$"
)
_SELDOM_TEXT = frozenset({"nav", "aside", "footer", "header", "form", "figure", "figcaption"})
_WHOLE = frozenset({"html", "body", "main", "h1"})
_ITEM = re.compile("^(div|li|article|section|tr|td|dd)$")
_LETTER = re.compile(r"[^\W\d_]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def remove_scripts(page: BeautifulSoup) -> None:
    """Takes out of `page` what is never text."""
    for element in page.find_all(_NEVER_TEXT):
        element.decompose()


def find(page: BeautifulSoup) -> frozenset[int]:
    """Ids of the elements. What holds a heading or most of the page's prose is none, whatever its name."""
    headed = {
        id(element) for heading in page.find_all("h1") if heading.get_text(strip=True) for element in heading.parents
    }
    prose = _prose(page)
    most = prose[id(page)]
    found = [*page.find_all(_is_furniture), *_teasers(page)]
    return frozenset(id(element) for element in found if id(element) not in headed and prose[id(element)] * 2 <= most)


def _teasers(page: BeautifulSoup) -> Iterator[Tag]:
    """Items of lists of other articles: several in a row, alike, and each begins with a link as long as a headline."""
    for parent in page.find_all(True):
        inside = parent.find_all(_ITEM, recursive=False)
        for _, alike in groupby(inside, lambda item: (item.name, item.get("class"))) if len(inside) >= ROW else ():
            row = list(alike)
            if len(row) >= ROW and all(map(_begins_with_headline, row)):
                yield from row


def _begins_with_headline(item: Tag) -> bool:
    first = item.find(string=_LETTER)
    return isinstance(first, NavigableString) and len(first.strip()) >= HEADLINE and is_linked(first)


def names(element: Tag) -> str:
    """The words of its id, role, type and classes: "boxRelated box_news" -> "-box-related-box-news-"."""
    said = " ".join(str(element.get(key, "")) for key in ("id", "role", "type"))
    return _flat(f"{said} {' '.join(element.get_attribute_list('class', ''))}")


def is_named(element: Tag, list_name: str) -> bool:
    """Whether its id, role, type or classes hold a name of a list in data/."""
    return _listed(list_name).search(names(element)) is not None


def _is_furniture(element: Tag) -> bool:
    if element.name in _WHOLE:
        return False
    if element.name in _SELDOM_TEXT or element.has_attr("hidden") or _HIDDEN.search(str(element.get("style", ""))):
        return True
    if element.name == "table":
        return element.find("img") is not None and len(element.get_text()) <= PICTURE
    return is_named(element, "furniture.txt")


def _flat(text: str) -> str:
    return f"-{'-'.join(re.findall('[A-Z]?[a-z]+|[A-Z]+', text)).lower()}-"


def _prose(page: BeautifulSoup) -> Counter[int]:
    """Id of an element -> how many characters of long strings outside links are in it."""
    prose: Counter[int] = Counter()
    for string in page.find_all(string=True):
        if len(string) >= LONG_STRING and (length := len(string.strip())) >= LONG_STRING and not is_linked(string):
            prose.update(dict.fromkeys(map(id, string.parents), length))
    return prose


def is_linked(string: NavigableString) -> bool:
    # not find_parent: it takes four times as long
    link = next((parent for parent in string.parents if parent.name == "a" and parent.has_attr("href")), None)
    return link is not None and len(link.get_text()) <= MAX_LINK


@cache
def _listed(name: str) -> re.Pattern[str]:
    text = (Path(__file__).parent / "data" / name).read_text("utf-8")
    parts = [line for line in text.splitlines() if not line.startswith("#")]
    return re.compile("|".join(part if len(part) >= LONG_PART else f"-{part}-" for part in parts))
