"""How many articles each period has -> a facet of periods: which are listed below the chosen one."""

from collections.abc import Mapping

from indexer.model import Period
from indexer.request import Bucket, Facet


def above(chosen: Period | None) -> Period | None:
    """The period whose parts are listed; None: the years."""
    return chosen.parent if chosen and chosen.day else chosen


def facet(name: str, found: Mapping[str, int], chosen: Period | None, none: int) -> Facet:
    """The years; the months of a chosen year; the days of a chosen month or of a chosen day's month."""
    start = str(above(chosen) or "")
    inside = {label: count for label, count in found.items() if count and label.startswith(start)}
    distinct = len(inside)
    if chosen and chosen.day:
        inside.setdefault(str(chosen), 0)
    return Facet(name, Bucket.each(sorted(inside.items())), none, distinct)
