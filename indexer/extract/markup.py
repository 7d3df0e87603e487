"""HTML text in, a parsed page of bounded depth out."""

import warnings
from io import StringIO

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

from indexer.errors import ExtractError

MAX_DEPTH = 512  # elements in elements; browsers go no deeper, real pages reach some 50


def parse(text: str) -> BeautifulSoup:
    """Raises:
    ExtractError: broken, or nested deeper than MAX_DEPTH.
    """
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
