"""A plain text file in, its article out: menus, title and header lines first, then the body, then furniture."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.extract import boilerplate, draft, paragraphs, prose, published
from indexer.extract.draft import Draft

MAX_HEADER = 8  # lines in which title, date, source and link stand
MIN_TITLE = 20  # characters of a line beside the date; what is shorter is a section or a byline
MAX_TITLE = 200  # longer first lines are paragraphs

_MENU = re.compile(r"\s[|/›»>•·]\s")
_BLANK = re.compile(r"\n\s*\n")
_SOURCE = re.compile(r"Nguồn(?: tin)?\s*:\s*(.{1,80})", re.I)
_LINK = re.compile(r"(?:(?:Link|URL|Đường dẫn|Nguồn)\s*:\s*)?(https?://\S+)", re.I)
_BYLINE = re.compile(r"(?:Tác giả|Bài(?: và ảnh)?|Phóng viên|PV)\s*:.{1,80}", re.I)


def draft_of_page(content: str) -> Draft:
    """What a file says that may be a whole page, copied from a browser."""
    lines = paragraphs.split(content)
    if paragraphs.are_wrapped(lines):
        lines = paragraphs.joined(map(paragraphs.split, _BLANK.split(content)))
    article = _article(lines)
    found = draft_of(article)
    around = sum(map(len, lines)) - sum(map(len, article))
    return replace(found, read=found.read + around)


def _article(lines: Sequence[str]) -> Sequence[str]:
    """Header lines, title and text of what may be a whole page, copied from a browser: without the menus before
    the text and what follows it. The title is the line before the date or the one after it, else the longest."""
    worths = list(map(prose.worth, lines))
    text = prose.best(worths)
    start = next((at for at in text if worths[at] > 1), 0)
    before = boilerplate.plain(lines[max(0, start - MAX_HEADER) : start])
    headers = {at for at, line in enumerate(before) if _is_header(line)}
    others = {at for at, line in enumerate(before) if at not in headers and _may_be_title(line)}
    dated = [at for at in sorted(headers) if _is_date(before[at])]
    beside = [at for date in dated[-1:] for at in (date - 1, date - 2, date + 1)]
    long = [at for at in beside if at in others and len(before[at]) >= MIN_TITLE]
    title = next(iter(long), None) or max(others, key=lambda at: len(before[at]), default=-1)
    date = next((at for at in dated if at > title), max(dated, default=-1))
    kept = (headers - set(dated)) | {title, date}
    after = lines[text.stop :]
    last = after if len(after) == 1 and len(after[0]) >= prose.SENTENCE else []  # it lacks its full stop
    return [line for at, line in enumerate(before) if at in kept] + [*lines[start : text.stop or None], *last]


def _may_be_title(line: str) -> bool:
    """Whether it is neither a paragraph nor a menu in one line."""
    return len(line) <= MAX_TITLE and len(_MENU.findall(line)) < 2


def _is_header(line: str) -> bool:
    return _is_date(line) or any(form.fullmatch(line) for form in (_SOURCE, _LINK, _BYLINE))


def draft_of(lines: Sequence[str], title: str = "") -> Draft:
    """What the lines say; a `title` that is known already is not looked for.

    The title is the first line that is no header line, if it looks like one: short, and not
    ended like a sentence unless header lines follow. Without a title all lines are body.
    """
    head, rest = Draft(title=title), lines
    while rest and len(lines) - len(rest) < MAX_HEADER and (step := _header(head, rest)):
        head, rest = step, rest[1:]
    held = draft.of(rest, extractor="text")
    return replace(held, title=head.title, published=head.published, url=head.url, source=head.source)


def _header(draft: Draft, rest: Sequence[str]) -> Draft | None:
    """The draft with what the first line of `rest` says; None where the body begins."""
    line = rest[0]
    if not draft.url and (match := _LINK.fullmatch(line)):
        return replace(draft, url=match[1])
    if not draft.source and (match := _SOURCE.fullmatch(line)):
        return replace(draft, source=match[1])
    if not draft.published and (date := published.from_line(line, byline=bool(draft.title))):
        return replace(draft, published=date)
    if not draft.title and _is_title(rest):
        return replace(draft, title=line)
    is_author = _BYLINE.fullmatch(line) or (draft.title and boilerplate.is_byline(line))
    return draft if is_author else None


def _is_title(rest: Sequence[str]) -> bool:
    line = rest[0]
    if len(rest) == 1 or len(line) > MAX_TITLE or line[0] in "|!>*-":
        return False
    return not prose.ENDS.search(line) or _SOURCE.fullmatch(rest[1]) is not None or _is_date(rest[1])


def _is_date(line: str) -> bool:
    return published.from_line(line, byline=True) is not None
