"""Items in, runs of them out: as many as are read, stored or sent together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")


def batches(
    items: Iterable[_Item], count: int, most: float = float("inf"), size: Callable[[_Item], int] = lambda _: 0
) -> Iterator[list[_Item]]:
    """In order; each ends with the item that makes it `count` long, or by their `size` together as large as `most`."""
    batch: list[_Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += size(item)
        if len(batch) >= count or held >= most:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
