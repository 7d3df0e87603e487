"""A field that may hold HTML or plain text in, its lines out."""

from __future__ import annotations

import re
from html import unescape

from indexer.extract import blocks, markup, paragraphs

_TAG = re.compile(r"</?(?:p|div|br|b|i|em|strong|a|img|span|h[1-6]|table|ul|ol|li|figure|blockquote)\b[^<>]*>", re.I)


def lines(text: str) -> list[str]:
    """Clean lines; captions and pictures of HTML are left out.

    Raises:
        ExtractError: HTML that is nested too deep.
    """
    if _TAG.search(text):
        page = markup.parse(text)
        for element in page.find_all(["script", "style", "figure", "figcaption", "iframe", "video", "audio"]):
            element.decompose()
        return [block.text for block in blocks.of(page)]
    return paragraphs.split(unescape(text) if "&" in text else text)
