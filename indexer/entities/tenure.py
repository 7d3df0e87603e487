"""A body's name as written and the day of the text in, the body that it stands for out.

Names end and are given again. A name that has ended stands for its successor, unless the text
speaks of the past ("nguyên", "cũ", "nay là", "năm 2005").
"""

import re
from datetime import date

from indexer.entities.bodies import FOREVER, Body
from indexer.entities.forms import Named
from indexer.entities.register import register

FORMER_BEFORE = re.compile(r"\b(?:nguyên|cựu|cố)\b[^.;()\n]{0,40}$")
FORMER_AFTER = re.compile(r",? \(?(?:cũ|trước đây|nay là|khi đó|lúc đó|thời đó|bấy giờ|nay thuộc|sau này là)\b")
WINDOW = 50  # characters read back for "nguyên"
YEAR = re.compile(r"(?<![\d/.,])(?:19|20)\d\d(?![\d.,]\d)")


def bodies(name: Named, spelt: frozenset[str], day: date | None) -> tuple[str, ...]:
    """The ids of the bodies that the name stands for: none, where its time is over and nothing says it is meant.

    Args:
        spelt: ids of the bodies that the text names in full, for names that two bodies had.
    """
    past = _speaks_of_the_past(name)
    row = _row(name, spelt, day, past)
    if row.common and not past and not (day and row.valid(day)):
        return ()
    if past or day is None or day <= row.until:
        return (row.id,)
    return (_successor(row, day).id,)


def _row(name: Named, spelt: frozenset[str], day: date | None, past: bool) -> Body:
    rows = [register().by_id[id] for id in name.ids]
    if len(rows) == 1:
        return rows[0]
    for row in rows:
        if row.id in spelt:
            return row
    rows.sort(key=lambda row: row.until)
    if past:
        return next((row for row in reversed(rows) if row.until != FOREVER), rows[-1])
    return next((row for row in rows if day and row.valid(day)), rows[-1])


def _successor(row: Body, day: date) -> Body:
    while row.until < day and row.successors:
        row = register().by_id[row.successors[0].id]
    return row


def _speaks_of_the_past(name: Named) -> bool:
    folded, start, end = name.passage.folded, name.start, name.end
    if FORMER_AFTER.match(folded, end) or name.passage.before(start, FORMER_BEFORE, WINDOW):
        return True
    rows = [register().by_id[id] for id in name.ids]
    if any(row.until == FOREVER for row in rows):
        return False
    first, last = name.passage.sentence(start)
    years = [int(year[0]) for year in YEAR.finditer(folded, first, last)]
    return bool(years) and max(years) <= max(row.until.year for row in rows)
