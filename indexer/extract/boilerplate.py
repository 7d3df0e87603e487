"""Paragraphs of a news page in, those of its article out, by shape and position.

What goes: image rows and captions, buttons, pointers to other articles, boxes and tails of
headlines ("Tin bài liên quan", "Đọc nhiều"), and credits and bylines after the last paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import dropwhile, takewhile

from indexer.extract import lists, prose

MAX_CAPTION = 400
MAX_HEADING = 60  # of a list of other articles, with its marks; the longest in data/ has 39
MAX_BYLINE = 60
BOX = 0.6  # share of prose after a heading's headlines from which on the article goes on there
MIN_HEADLINE = 20

_IMAGES = re.compile(r"(?:!\[[^\[\]]*\]\([^()]*\)\s*)+")
_RULE = re.compile(r"[\W_]+")
_COUNT = re.compile(r"\s*\(\d+\)\W*$")  # of comments, behind their heading
_NOTE = re.compile(r"(?<=\w)\s+\([^()]*\)$")  # "(thực hiện)"
_BETWEEN_NAMES = re.compile(r"\s+[-–|]\s+|\s*[,/&]\s*|\s+và\s+")


def parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paragraphs of the article, without the bars of a box around one, and the captions of its pictures, none from
    below its end; clean lines are expected."""
    told = [(line, is_caption or _is_scene(line)) for line, is_caption in _captioned(lines)]
    text = [line for line, is_caption in told if not (is_caption or _is_control(line))]
    body = _without_credits(_without_tails(text))
    last = next((at for at in reversed(range(len(told))) if body and told[at][0] == body[-1]), -1)
    return body, [line for line, is_caption in told[: last + 2] if is_caption]


def plain(lines: Sequence[str]) -> list[str]:
    """The lines without rows of images, captions, buttons and pointers."""
    return [line for line, is_caption in _captioned(lines) if not (is_caption or _is_control(line))]


def is_byline(line: str) -> bool:
    """Nothing but names: "Minh Khôi - Thu Hà", "Lê Hoài An/VOV"."""
    if len(line) > MAX_BYLINE:
        return False
    names = [name.split() for name in _BETWEEN_NAMES.split(_NOTE.sub("", line).strip("()"))]
    return all(0 < len(name) <= 5 and all(word[0].isupper() for word in name) for name in names)


def _captioned(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The lines without bars, rules and rows of images, and whether each is a caption."""
    after_image = False
    for line in lines:
        bare = line.strip("| ")
        boxed = line.startswith("|") and line.endswith("|")
        if not _RULE.fullmatch(line) and not _IMAGES.fullmatch(bare):
            is_caption = _is_caption(bare, after_image and boxed)
            yield bare if boxed or is_caption else line, is_caption
        after_image = _IMAGES.fullmatch(bare) is not None


def _is_caption(text: str, beside_image: bool) -> bool:
    return len(text) <= MAX_CAPTION and (beside_image or lists.has_form(text, "caption"))


def _is_scene(line: str) -> bool:
    """What a picture shows, where no credit says that it is one."""
    return len(line) <= MAX_CAPTION and lists.has_form(line, "scene")


def _is_control(line: str) -> bool:
    """Whether it is for the reader's hand, not his eye: a button, the time over an entry of a live report, a pointer to
    another article, an invitation."""
    return lists.has_form(line, "control") or _is_listed(line, "controls.txt")


def _without_tails(lines: Sequence[str]) -> list[str]:
    """Without each heading of other articles and their headlines; where no text follows these, without the rest; and
    without what the outlet says behind its text and readers write: they write prose, too."""
    ours = list(takewhile(lambda line: not (lists.has_form(line, "end") or _is_comments(line)), lines[1:]))
    rest, kept = [*lines[:1], *ours], list[str]()
    while rest:
        text = list(takewhile(lambda line: not _is_heading(line), rest))
        rest = rest[len(text) + 1 :]
        if kept:
            text = list(dropwhile(lambda line: not _is_prose(line), text))
        if kept and text and not _goes_on(text):
            break
        kept += text
    return kept


def _goes_on(rest: Sequence[str]) -> bool:
    """Whether prose is most of its lines, cells of tables apart: the heading before was that of a box in the text."""
    long = [line for line in rest if _is_prose(line) or len(line) >= MIN_HEADLINE]
    return sum(map(_is_prose, long)) > BOX * len(long)


def _is_prose(line: str) -> bool:
    return prose.worth(line) > 1


def _without_credits(lines: list[str]) -> list[str]:
    while len(lines) > 1 and (lists.has_form(lines[-1], "credit") or lines[-1].endswith(":")):  # over pictures, files
        lines = lines[:-1]
    if len(lines) > 1 and is_byline(lines[-1]) and prose.is_ended(lines[-2]):
        return lines[:-1]
    return lines


def _is_heading(line: str) -> bool:
    """Whether it may stand over other articles; one Vietnamese word alone is a cell of a table."""
    return (" " in line or line.isascii()) and _is_listed(line, "headings.txt")


def _is_comments(line: str) -> bool:
    return _is_listed(line, "headings.txt", "comments.txt") and not _is_listed(line, "headings.txt")


def _is_listed(line: str, *names: str) -> bool:
    """Whether it is made of nothing but the words of lists in data/."""
    if len(line) > MAX_HEADING:
        return False
    return _listed(*names).fullmatch(_COUNT.sub("", line).strip(" :|>»[]").casefold()) is not None


@cache
def _listed(*names: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for name in names for word in lists.lines(name))
    return re.compile(rf"(?:(?:{words})(?:\W+|$))+")
