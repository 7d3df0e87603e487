"""Titles and texts -> the same, cut at a word where they are too long for their place."""

from urllib.parse import quote

from indexer import Article, Snippet

SOUGHT = 80  # code points of a text fragment: enough to be the only place
LONGEST = 120  # code points of a title that the source did not give; the sentence stands in the body


def shown_title(article: Article, title: Snippet) -> Snippet:
    """Cut where it is a whole sentence taken from the body."""
    if not article.title_derived or len(title.text) <= LONGEST:
        return title
    cut = _cut(title.text, LONGEST)
    return Snippet(cut, tuple(mark for mark in title.marks if mark[1] < len(cut)))


def headline(article: Article) -> str:
    """The title, cut likewise."""
    return shown_title(article, Snippet(article.title, ())).text


def shorten(text: str, length: int) -> str:
    """At most `length` code points, on one line."""
    most = length // 2 + 1  # words; more are too long in any case
    line = " ".join(text.split(maxsplit=most)[:most])
    return line if len(line) <= length else _cut(line, length)


def text_fragment(text: str) -> str:
    """The end of a link that has browsers scroll to the first words of `text`: #:~:text=."""
    words = text[:SOUGHT].rsplit(" ", 1)[0] if len(text) > SOUGHT else text
    return f"#:~:text={quote(words, safe='').replace('-', '%2D')}" if words else ""


def _cut(text: str, length: int) -> str:
    end = text.rfind(" ", 0, length)
    return text[: end if end > 0 else length - 1] + "…"
