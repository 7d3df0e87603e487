"""A field that may hold HTML or plain text in, its lines out."""

from __future__ import annotations

import re
from html import unescape

from indexer.extract import blocks, furniture, main_text, markup, paragraphs

_TAG = re.compile(r"</?(?:p|div|br|b|i|em|strong|a|img|span|h[1-6]|table|ul|ol|li|figure|blockquote)\b[^<>]*>", re.I)


def lines(text: str) -> list[str]:
    """Clean lines; of HTML without captions and boxes of other articles.

    Raises:
        ExtractError: HTML that is nested too deep.
    """
    if _TAG.search(text):
        page = markup.parse(text)
        furniture.remove_scripts(page)
        found = list(blocks.of(page, furniture.find(page)))
        return main_text.told(found)[0] or [block.text for block in found]
    return paragraphs.split(unescape(text) if "&" in text else text)
