"""The lists in data/: names of elements, words and forms of lines as Vietnamese news pages have them."""

import re
from functools import cache, partial

from indexer import datafiles

lines = partial(datafiles.lines, __package__)


@cache
def rows(name: str) -> tuple[tuple[str, str], ...]:
    """Of a table of two columns."""
    return tuple((key, value) for key, value in (line.split("\t") for line in lines(name)))


def has_form(line: str, kind: str) -> bool:
    """Whether the whole line has one of the forms of this kind in data/forms.tsv."""
    return _forms(kind).fullmatch(line) is not None


@cache
def _forms(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(form for key, form in rows("forms.tsv") if key == kind))
