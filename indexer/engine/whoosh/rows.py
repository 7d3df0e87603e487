"""Sets of rows as ascending arrays: what is in both, in either, and where."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine.whoosh.arrays import Array, quick

Mask = NDArray[np.bool_]
Rows = NDArray[np.integer]  # ascending, each once

_SPARSE = 12  # times fewer rows are looked up one by one; denser ones are marked in a mask


def mask(rows: Rows, size: int) -> Mask:
    found = np.zeros(size, np.bool_)
    found[rows.astype(np.intp, copy=False)] = True  # other types are converted too, but three times as slowly
    return found


def both(few: Rows, many: Rows, size: int) -> Rows:
    if len(few) > len(many):
        few, many = many, few
    return few.compress(stand(few, many, size))


def stand(rows: Rows, held: Rows, size: int) -> Mask:
    """Which of the rows stand in `held`."""
    return find(rows, held)[1] if len(rows) * _SPARSE < len(held) else mask(held, size).take(rows)


def shared(first: Array, second: Array) -> Array:
    """The numbers in both of two ascending lists, each once in either."""
    few, many = sorted((first, second), key=len)
    if len(few) * _SPARSE < len(many):
        return few.compress(find(few, many)[1])
    merged = merge(first, second)
    return merged[1:].compress(merged[1:] == merged[:-1])


def merge(*lists: Array) -> Array:
    """The numbers of all ascending lists, ascending."""
    merged = np.concatenate(lists)
    merged.sort(kind="stable")  # Timsort finds the lists and merges them: many times faster than sorting anew
    return merged


def before(rows: Rows, row: int) -> int:
    """How many stand before a row; numpy would convert them all to the type of the number."""
    return bisect_left(quick(rows), row)


def without(rows: Rows, left_out: Rows, size: int) -> Rows:
    if not len(rows) or not len(left_out):
        return rows
    return rows.compress(~stand(rows, left_out, size))


def either(sets: Sequence[Rows], size: int) -> Rows:
    held = sorted((rows for rows in sets if len(rows)), key=len)
    if len(held) <= 1:
        return held[0] if held else np.empty(0, np.intp)
    if sum(map(len, held[:-1])) * _SPARSE < len(held[-1]):
        more = without(either(held[:-1], size), held[-1], size)
        return merge(held[-1], more.astype(held[-1].dtype)) if len(more) else held[-1]
    found = mask(held[0], size)
    for rows in held[1:]:
        found[rows.astype(np.intp, copy=False)] = True
    return np.flatnonzero(found)


def at_least(count: int, sets: Sequence[Rows], size: int) -> Rows:
    held = np.zeros(size, np.uint16)
    for rows in sets:
        held[rows] += 1
    return np.flatnonzero(held >= count)


def aligned(rows: Rows, held: Rows, numbers: Array, size: int) -> Array:
    """Of each of `rows` its number, where `held` has it, else 0."""
    if held is rows or (len(rows) == len(held) and np.array_equal(rows, held)):
        return numbers
    if len(rows) * _SPARSE < len(held):
        at, found = find(rows, held)
        return np.where(found, numbers.take(at), 0)
    spread = np.zeros(size, numbers.dtype)
    spread[held.astype(np.intp, copy=False)] = numbers
    return spread.take(rows)


def find(rows: Rows, held: Rows) -> tuple[NDArray[np.intp], Mask]:
    """Of each of `rows` a place in `held`, and whether it stands there."""
    at = np.searchsorted(held, rows.astype(held.dtype, copy=False))  # of other types all of `held` would be converted
    at[at == len(held)] = 0
    return at, held.take(at) == rows


def best(scores: Array, count: int) -> NDArray[np.intp]:
    """The places of the `count` largest, largest first, the first of equals first."""
    candidates = np.flatnonzero(scores >= bound(scores, count))
    order = np.argsort(-scores.take(candidates), kind="stable")
    return candidates.take(order[:count])


def bound(scores: Array, count: int) -> float:
    """At least `count` scores are not below it, and few more; all are where there are fewer."""
    if count <= 0 or not len(scores):
        return np.inf
    if count >= len(scores):
        return -np.inf
    width = len(scores) // (4 * count + 4)
    if width > 1:  # the largest of each column are so many scores, and cheap to find
        columns = len(scores) // width
        held = scores[: columns * width]
        long = width > columns  # numpy is quick along the longer side
        scores = held.reshape(columns, width).max(axis=1) if long else held.reshape(width, columns).max(axis=0)
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])
