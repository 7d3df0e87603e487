"""The scripts of a page in, the article that they hold out: pages that a browser builds have no other text."""

import json
import re
from collections.abc import Iterable, Iterator
from heapq import nlargest

from indexer.errors import ExtractError
from indexer.extract import record
from indexer.extract.draft import Draft

MAX_DRAFTS = 20  # records that are read, those with the longest strings

_ASSIGNED = re.compile(r"window[\w.$\[\]\"']{0,60}\s{0,5}=\s{0,5}(?=[\[{])")


def article(scripts: Iterable[str]) -> Draft | None:
    """Of the records with title and body the one with the most text; None where there is none."""
    records = [value for script in scripts for value in _values(script) if isinstance(value, dict)]
    drafts = filter(None, map(_draft, nlargest(MAX_DRAFTS, records, key=_longest)))
    return max(drafts, key=lambda draft: draft.length, default=None)


def _longest(value: object, depth: int = 2) -> int:
    """Characters of the longest string in it or in objects directly in it."""
    if isinstance(value, dict) and depth:
        return max((_longest(inner, depth - 1) for inner in value.values()), default=0)
    return len(value) if isinstance(value, str) else 0


def _draft(fields: dict[str, object]) -> Draft | None:
    try:
        draft = record.draft_of(fields)
    except ExtractError:  # no text, or nested too deep
        return None
    return draft if draft.title and draft.body else None


def _values(text: str) -> Iterator[object]:
    """All values of the JSON in a script, at any depth."""
    begin = _ASSIGNED.search(text)
    try:
        top, _ = json.JSONDecoder(strict=False).raw_decode(text[begin.end() :] if begin else text.strip())
    except (ValueError, RecursionError):
        return
    waiting = [_resolved(top)]
    while waiting:
        value = waiting.pop()
        yield value
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _resolved(top: object) -> object:
    """Nuxt writes all values in one list, and in objects their places in it."""
    if not isinstance(top, list) or len(top) < 2:
        return top

    def at(place: object) -> object:
        return top[place] if type(place) is int and 0 <= place < len(top) else place

    return [{key: at(place) for key, place in value.items()} if isinstance(value, dict) else value for value in top]
