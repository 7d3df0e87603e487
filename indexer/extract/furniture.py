"""A parsed page in, the elements of it that are no article out: menus, shares, captions, boxes of other articles."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString, Tag

from indexer.extract import lists

LONG_PART = 7  # letters from which a part of a name counts anywhere in it
LONG_STRING = 40  # characters; shorter strings are labels
MAX_LINK = 500  # characters of a link; what is longer was never closed
HEADLINE = 15  # characters
ROW = 2  # items that make a list
PICTURE = 400  # characters of a table that holds a picture and its caption

_NEVER_TEXT = re.compile(
    "^(script|style|noscript|template|iframe|svg|math|select|option|textarea|button|object|video|audio|dialog|map|"
    "amp-sidebar|amp-ad|amp-iframe|amp-list|amp-analytics)$"
)
_SELDOM_TEXT = frozenset({"nav", "aside", "footer", "header", "form", "figure", "figcaption"})
_WHOLE = frozenset({"html", "body", "main", "h1"})
_ITEMS = frozenset({"div", "li", "article", "section", "dd"})
_LETTER = re.compile(r"[^\W\d_]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def remove_scripts(page: BeautifulSoup) -> None:
    """Takes out of `page` what is never text."""
    for element in page.find_all(_NEVER_TEXT):
        element.decompose()


def find(page: BeautifulSoup) -> frozenset[int]:
    """Ids of the elements. What holds a heading or most of the page's prose is none, whatever its name, and no name
    counts whose elements together do: site builders call every paragraph a widget."""
    elements = page.find_all(True)
    headings = (element for element in elements if element.name == "h1" and element.get_text(strip=True))
    headed = {id(element) for heading in headings for element in heading.parents}
    prose = _prose(page)
    most = prose[id(page.body or page)]
    named: dict[str, list[Tag]] = defaultdict(list)
    for element in elements:
        for name in () if element.name in _WHOLE else _names(element, "furniture.txt"):
            named[name].append(element)
    less = [marked for marked in named.values() if sum(prose[id(element)] for element in marked) * 2 <= most]
    marked = (element for marked in (*less, _shaped(elements, _firsts(page))) for element in marked)
    return frozenset(id(e) for e in marked if id(e) not in headed and prose[id(e)] * 2 <= most)


def _shaped(elements: Iterable[Tag], firsts: Mapping[int, NavigableString]) -> Iterator[Tag]:
    for element in elements:
        if _is_furniture(element):
            yield element
        items = [child for child in element.contents if isinstance(child, Tag) and child.name in _ITEMS]
        for _, alike in groupby(items, lambda item: (item.name, item.get("class"))):
            yield from _others([(item, firsts[id(item)]) for item in alike if id(item) in firsts])


def _others(row: Sequence[tuple[Tag, NavigableString]]) -> Iterator[Tag]:
    """Items that stand in a row, alike, and begin as headlines of other articles; a single one, too, that shows a
    picture for its headline.

    Args:
        row: each with its first words.
    """
    if all(len(first.strip()) >= HEADLINE and is_linked(first) for _, first in row):
        yield from (item for item, first in row if len(row) >= ROW or _is_card(item, first))


def _is_card(item: Tag, first: NavigableString) -> bool:
    link = first.find_parent("a", href=True)
    return link is not None and any(other.find("img") for other in item.find_all("a", href=link["href"]))


def _firsts(page: BeautifulSoup) -> Mapping[int, NavigableString]:
    """Id of an element -> the first string with a letter in it."""
    firsts: dict[int, NavigableString] = {}
    for string in page.find_all(string=_LETTER):
        for parent in string.parents:
            if firsts.setdefault(id(parent), string) is not string:
                break
    return firsts


def is_named(element: Tag, list_name: str) -> bool:
    """Whether its id or classes hold a name of a list in data/."""
    return bool(_names(element, list_name))


def is_within(element: Tag, list_name: str) -> bool:
    """Whether it, or an element around it, is named so."""
    return any(is_named(around, list_name) for around in (element, *element.parents))


def _names(element: Tag, list_name: str) -> frozenset[str]:
    if not element.attrs:
        return frozenset()
    return _matches(" ".join([str(element.get("id", "")), *element.get_attribute_list("class", "")]), list_name)


@lru_cache(maxsize=1 << 14)
def _matches(said: str, list_name: str) -> frozenset[str]:
    return frozenset(_listed(list_name).findall(_flat(said)))


def _is_furniture(element: Tag) -> bool:
    if element.name in _WHOLE:
        return False
    if element.name == "figure" and element.find("table") and not element.find("img"):
        return False
    if element.name in _SELDOM_TEXT or element.has_attr("hidden") or _HIDDEN.search(str(element.get("style", ""))):
        return True
    return element.name == "table" and element.find("img") is not None and len(element.get_text()) <= PICTURE


def _flat(text: str) -> str:
    """ "boxRelated box_news" -> "-box-related-box-news-"."""
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
    parts = lists.lines(name)
    return re.compile("|".join(part if len(part) >= LONG_PART else f"(?<=-){part}(?=-)" for part in parts))
