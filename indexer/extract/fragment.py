"""A field that may hold HTML or plain text in, its lines out."""

import re
from html import unescape

from indexer.extract import blocks, furniture, main_text, markup, paragraphs

_TAG = re.compile(r"</?(?:p|div|br|b|i|em|strong|a|img|span|h[1-6]|table|ul|ol|li|figure|blockquote)\b[^<>]*>", re.I)


def lines(text: str) -> list[str]:
    """Clean lines; of HTML without captions and boxes of other articles.

    Raises:
        ExtractError: HTML that is nested too deep.
    """
    return parted(text)[0]


def parted(text: str) -> tuple[list[str], list[str]]:
    """The same, and the captions that HTML tells by its elements.

    Raises:
        ExtractError: likewise.
    """
    if _TAG.search(text):
        page = markup.parse(text)
        furniture.remove_scripts(page)
        found = list(blocks.of(page, furniture.find(page)))
        text_of_article, captions = main_text.parted(found)
        return text_of_article or [block.text for block in found], captions
    return paragraphs.split(unescape(text) if "&" in text else text), []
