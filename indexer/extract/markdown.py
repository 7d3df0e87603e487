"""A Markdown file in, its article out: the text with its signs taken off, and what its front matter states."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.extract import identity, paragraphs, stated, text
from indexer.extract.draft import Draft

_FENCE = re.compile(r"-{3,}")
_FIELD = re.compile(r"([\w-]+)\s*:\s*[\"']?(.*?)[\"']?")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_UNDERLINE = re.compile(r"(?:=+|-{2,})")
_SIGNS = (
    (re.compile(r"!\[[^\[\]]*\]\([^()]*\)"), ""),  # pictures
    (re.compile(r"\[([^\[\]]+)\]\([^()]*\)"), r"\1"),  # links
    (re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^(?:>\s*|[*+-]\s+)+"), ""),  # quotes and lists
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)


def draft_of(content: str) -> Draft:
    """What the file says; the first heading of the highest level stands for the title."""
    matter, rest = _front_matter(paragraphs.split(content))
    about = stated.of(matter, "field")
    title = about.title
    bare: list[str] = []
    for line in rest:
        heading = _HEADING.fullmatch(line)
        if heading and not title and not bare:
            title = _bare(heading[1])
        elif (clean := _bare(heading[1] if heading else line)) and not (bare and _UNDERLINE.fullmatch(clean)):
            bare.append(clean)
    draft = text.draft_of(bare, title)
    return replace(about.filled(draft), title=draft.title, url=identity.best([about.url, draft.url]))


def _front_matter(lines: Sequence[str]) -> tuple[dict[str, object], Sequence[str]]:
    if not lines or not _FENCE.fullmatch(lines[0]):
        return {}, lines
    end = next((at for at, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), 0)
    fields = [_FIELD.fullmatch(line) for line in lines[1:end]]
    return stated.named({field[1]: field[2] for field in fields if field}), lines[end + 1 :]


def _bare(line: str) -> str:
    for sign, instead in _SIGNS:
        line = sign.sub(instead, line)
    return line.strip()
