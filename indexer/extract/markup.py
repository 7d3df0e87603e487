"""HTML text in, a parsed page of bounded depth out."""

import re
import warnings
from io import StringIO

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

from indexer.errors import ExtractError

MAX_DEPTH = 512  # elements in elements; browsers go no deeper, real pages reach some 50
MAX_ELEMENTS = 30_000  # of a page: each takes a quarter of a millisecond; real pages have some thousands

_START = re.compile("<[A-Za-z]")


def parse(text: str) -> BeautifulSoup:
    """Raises:
    ExtractError: broken, of more than MAX_ELEMENTS, or nested deeper than MAX_DEPTH.
    """
    if sum(1 for _start in _START.finditer(text)) > MAX_ELEMENTS:
        raise ExtractError(f"more than {MAX_ELEMENTS} elements")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            # a file, because a string without tags may be taken for a path
            page = BeautifulSoup(StringIO(text.replace("\0", "")), "lxml")
    except (ParserRejectedMarkup, RecursionError) as error:
        raise ExtractError(f"broken page: {error}") from None
    depths = {id(page): 0}
    for element in page.find_all(True):
        depths[id(element)] = depth = depths[id(element.parent)] + 1
        if depth > MAX_DEPTH:
            raise ExtractError(f"elements nested deeper than {MAX_DEPTH}")
    return page
