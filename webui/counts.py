"""Numbers -> what the reader sees of them."""

from __future__ import annotations

from webui import language
from webui.language import plural as ngettext


def number(value: int) -> str:
    """1234 -> "1.234"; in English "1,234"."""
    return f"{value:,}" if language.current() == "en" else f"{value:,}".replace(",", ".")


def articles(count: int) -> str:
    """ "1.234 bài"."""
    return ngettext("%(count)s bài", "%(count)s bài", count, count=number(count))
