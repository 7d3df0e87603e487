"""A field that may hold HTML or plain text in, its article or one line out."""

import re
from html import unescape

from indexer.extract import blocks, draft, furniture, main_text, markup, paragraphs
from indexer.extract.draft import Draft

_TAG = re.compile(r"</?(?:p|div|br|b|i|em|strong|a|img|span|h[1-6]|table|ul|ol|li|figure|blockquote)\b[^<>]*>", re.I)


def draft_of(text: str) -> Draft:
    """Its article; captions are told by elements of HTML, too.

    Raises:
        ExtractError: HTML that is nested too deep.
    """
    lines, captions = _parted(text)
    return draft.of(lines, captions, extractor="field")


def line(text: str) -> str:
    """All of it in one line; of HTML without captions and boxes of other articles.

    Raises:
        ExtractError: likewise.
    """
    return " ".join(_parted(text)[0])


def _parted(text: str) -> tuple[list[str], list[str]]:
    if _TAG.search(text):
        page = markup.parse(text)
        furniture.remove_scripts(page)
        found = list(blocks.of(page, furniture.find(page)))
        lines, captions = main_text.parted(found)
        return lines or [block.text for block in found], captions
    return paragraphs.split(unescape(text) if "&" in text else text), []
