"""The title of an article as a Snippet -> the same, cut where it is a whole sentence taken from the body."""

from __future__ import annotations

from indexer import Article, Snippet

LONGEST = 120  # code points of a title that the source did not give; the sentence stands in the body


def shown_title(article: Article, title: Snippet) -> Snippet:
    if not article.title_derived or len(title.text) <= LONGEST:
        return title
    end = title.text.rfind(" ", 0, LONGEST)
    end = end if end > 0 else LONGEST
    return Snippet(title.text[:end] + "…", tuple(mark for mark in title.marks if mark[1] <= end))
