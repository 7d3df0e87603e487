"""Many byte strings, each compressed for itself with a dictionary that all share."""

import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

import numpy as np
import zstandard

from indexer.engine.whoosh.arrays import Array, Arrays, Content, borders, quick, smallest

_SAMPLES = 48  # strings that make the dictionary; fewer strings have none
_KEPT = 256  # strings that were read last
_LEVEL = 1  # of zstd: the dictionary does most of the work


class Writer:
    """Compresses strings as they come, so that they need not stay in memory."""

    def __init__(self) -> None:
        self._samples: list[bytes] = []
        self._blobs, self._ends = bytearray(), array("q", [0])
        self._dictionary = b""
        self._compressor: zstandard.ZstdCompressor | None = None

    def add(self, blob: bytes) -> None:
        if self._compressor:
            self._blobs += self._compressor.compress(blob)
            self._ends.append(len(self._blobs))
            return
        self._samples.append(blob)
        if len(self._samples) == _SAMPLES:
            self._begin()

    def arrays(self, order: Sequence[int]) -> Iterator[tuple[str, Content]]:
        """Args: order: which of the strings comes first, second and so on. They are not kept."""
        if not self._compressor:
            self._begin()
        starts = np.array(self._ends)
        blobs, self._blobs = np.frombuffer(self._blobs, np.uint8), bytearray()
        yield "blobs.dictionary", np.frombuffer(self._dictionary, np.uint8)
        yield "blobs.starts", smallest(borders(np.diff(starts).take(order)))
        yield "blobs.bytes", (blobs[self._ends[at] : self._ends[at + 1]] for at in order)

    def _begin(self) -> None:
        samples, self._samples = self._samples, []
        self._dictionary, self._compressor = _learned(samples)
        for blob in samples:
            self.add(blob)


def packed(strings: Iterable[bytes]) -> Iterator[tuple[str, Content]]:
    """The same of strings that come in their final order: some at a time are in memory."""
    coming = iter(strings)
    samples = list(islice(coming, _SAMPLES))
    dictionary, compressor = _learned(samples)
    sizes = array("L")

    def compressed() -> Iterator[Array]:
        blobs = map(compressor.compress, chain(samples, coming))
        while some := list(islice(blobs, _KEPT)):
            sizes.extend(map(len, some))
            yield np.frombuffer(b"".join(some), np.uint8)

    yield "blobs.dictionary", np.frombuffer(dictionary, np.uint8)
    yield "blobs.bytes", compressed()
    yield "blobs.starts", smallest(borders(np.array(sizes, np.int64)))


def _learned(samples: Sequence[bytes]) -> tuple[bytes, zstandard.ZstdCompressor]:
    dictionary = b"".join(samples) if len(samples) == _SAMPLES else b""
    return dictionary, zstandard.ZstdCompressor(_LEVEL, dict_data=_shared(dictionary))


class Blobs:
    """May be read by several threads. The last ones are kept as they were stored, some megabytes at most."""

    def __init__(self, arrays: Arrays) -> None:
        blobs, starts = quick(arrays["blobs.bytes"]), quick(arrays["blobs.starts"])
        decompressor = zstandard.ZstdDecompressor(dict_data=_shared(arrays["blobs.dictionary"].tobytes()))
        alone = threading.Lock()  # a decompressor is for one thread at a time

        def read(at: int) -> bytes:
            with alone:
                return decompressor.decompress(blobs[starts[at] : starts[at + 1]])

        self._read = lru_cache(_KEPT)(read)

    def __getitem__(self, at: int) -> bytes:
        return self._read(at)


def _shared(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
