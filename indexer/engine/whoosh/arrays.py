"""Named arrays <-> one immutable file, read in place: every process that maps it shares the pages."""

import json
import mmap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from indexer.errors import EngineError

Array = NDArray[Any]
Arrays = Mapping[str, Array]
Content = Array | Iterable[Array]  # an array, or its parts one after the other, at least one and all of one type

_MAGIC = b"timtin-arrays-1\n"
_ALIGN = 64  # bytes: a cache line
_TAIL = 8  # bytes at the end: the length of the directory before them


def write(path: Path, arrays: Iterable[tuple[str, Content]]) -> None:
    """Arrays and their parts are written as they come, so that one at a time need be in memory; names are distinct."""
    directory: dict[str, tuple[str, int, int]] = {}
    with path.open("xb") as file:
        file.write(_MAGIC)
        for name, content in arrays:
            file.write(bytes(-file.tell() % _ALIGN))
            start, size = file.tell(), 0
            for part in [content] if isinstance(content, np.ndarray) else content:
                file.write(np.ascontiguousarray(part).data)
                size, dtype = size + part.size, part.dtype
            directory[name] = (dtype.str, start, size)
        tail = json.dumps(directory).encode()
        file.write(tail + len(tail).to_bytes(_TAIL, "little"))


class Mapped(dict[str, Array]):
    """The arrays of one file, read-only."""

    def __init__(self, whole: mmap.mmap, directory: Mapping[str, tuple[str, int, int]]) -> None:
        super().__init__((name, _place(whole, *held)) for name, held in directory.items())
        self._whole = whole

    def let_go(self) -> None:
        """Pages that were read leave the memory of this process; they are found again where they are needed."""
        self._whole.madvise(mmap.MADV_DONTNEED)


def read(path: Path) -> Mapped:
    """The arrays, without reading them: pages are loaded when they are used.

    Raises:
        FileNotFoundError: there is no such file.
        EngineError: it is cut off or of another kind.
    """
    with path.open("rb") as file:
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        if whole[: len(_MAGIC)] != _MAGIC:
            raise ValueError("another kind of file")
        end = len(whole) - _TAIL
        size = int.from_bytes(whole[end:], "little")
        directory = json.loads(whole[end - size : end])
        return Mapped(whole, directory)
    except ValueError as error:
        raise EngineError(f"{path} is damaged ({error}): build the index again, or restore a backup") from error


def _place(whole: mmap.mmap, dtype: str, start: int, size: int) -> Array:
    return np.frombuffer(whole, dtype, size, start) if size else np.empty(0, dtype)


def smallest(array: Array) -> Array:
    """The same whole numbers, none below 0, in as few bytes as they need."""
    return array.astype(np.min_scalar_type(int(array.max(initial=0))), copy=False)


def spans(starts: Array, sizes: Array) -> NDArray[np.intp]:
    """start, start + 1, ... of every span, one after the other."""
    ends = sizes.cumsum(dtype=np.intp)
    found: NDArray[np.intp] = (starts - (ends - sizes)).repeat(sizes)
    found += np.arange(len(found))
    return found


def repeated(numbers: Array, starts: Array) -> Array:
    """As `np.repeat`, in half of the time where there are many; the place where each begins is given, all stand."""
    found = np.zeros(int(starts[-1]), numbers.dtype)
    found[:1] = numbers[:1]
    found[starts[1:-1]] = numbers[1:] - numbers[:-1]
    return found.cumsum(dtype=found.dtype, out=found)


def borders(sizes: Array) -> NDArray[np.int64]:
    """0 and the running sums: where each of the parts starts, and the last one ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def sums_before(sizes: Array, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """The sums before some places, ascending: some of `borders`, in half of the time where they are few."""
    if not len(places):
        return places
    steps = np.add.reduceat(sizes[: places[-1] + 1], places, dtype=np.intp)
    found = steps.cumsum()
    found += sizes[: places[0]].sum(dtype=np.intp) - steps
    return found


def running(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """How many are marked before each place and before the end; numpy sums bytes 20 times faster than booleans."""
    found = np.zeros(len(mask) + 1, np.int32)
    np.cumsum(mask.view(np.uint8), out=found[1:])
    return found


def runs(numbers: Array) -> NDArray[np.intp]:
    """Where each row of equal neighbours starts, and where the last one ends."""
    new = np.ones(len(numbers) + 1, np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:-1])
    return np.flatnonzero(new)


def sizes(starts: Array) -> NDArray[np.int64]:
    """How long each of the parts is: what `borders` began with."""
    ends = starts[1:].astype(np.int64)
    return ends - starts[:-1]


def quick(array: Array) -> memoryview:
    """The same numbers; one of them alone is read several times faster than from the array."""
    return memoryview(cast(Any, array))
