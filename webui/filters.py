"""Values -> text and markup for templates. `marked` alone writes <mark>."""

from collections.abc import Iterator
from datetime import datetime

from flask import Flask
from markupsafe import Markup, escape

from indexer import HANOI, Snippet
from webui.days import name, today, written
from webui.language import articles, number, text as _
from webui.links import source_link, url
from webui.pages.dates import date_name, quick
from webui.pages.facets import facet_label, nobody, none_value, share
from webui.pages.quality import reason
from webui.pages.sorts import sorts
from webui.pages.titles import headline, shorten

WALKED = 500  # marks of an article with links to their neighbours: no reader walks further, each costs 150 bytes


def register(app: Flask) -> None:
    for text in (marked, headline, number, moment, written, date_name, share, shorten, reason, url, source_link):
        app.add_template_filter(text)
    app.add_template_filter(name, "period")
    for words in (articles, today, facet_label, nobody, none_value, quick, sorts):
        app.add_template_global(words)


def marked(snippet: Snippet, first: int = 0, last: int = 0) -> Markup:
    """The text with its marks. With `first` they are numbered from it and lead to their neighbours, up to `last`."""
    return Markup("".join(_pieces(snippet, first, last)))  # each piece is escaped


def moment(at: datetime, timed: bool = True) -> str:
    """22/11/2025, 08:15; the day alone where the time is not known."""
    here = at.astimezone(HANOI)
    return written(here.date()) + (f", {here:%H:%M}" if timed else "")


def _pieces(snippet: Snippet, first: int, last: int) -> Iterator[Markup]:
    end, words = 0, (escape(_("Trước")), escape(_("Sau")))
    for place, (start, stop) in enumerate(snippet.marks):
        yield escape(snippet.text[end:start])
        yield _mark(escape(snippet.text[start:stop]), first + place if first else 0, last, words)
        end = stop
    yield escape(snippet.text[end:])


def _mark(text: Markup, hit: int, last: int, words: tuple[Markup, Markup]) -> Markup:
    if not hit:
        return Markup(f"<mark>{text}</mark>")
    return Markup(f'<mark id="hit-{hit}">{text}</mark>{_neighbours(hit, last, words) if hit <= WALKED else ""}')


def _neighbours(hit: int, last: int, words: tuple[Markup, Markup]) -> str:
    """Links to the marks before and after, shown while the reader stands at this one."""
    before = f'<a href="#hit-{hit - 1}">‹ {words[0]}</a>' if hit > 1 else ""
    after = f'<a href="#hit-{hit + 1}">{words[1]} ›</a>' if hit < last else ""
    return f'<span class="hit-ways">{before}<span class="num">{hit}/{last}</span>{after}</span>'
