"""Many byte strings, each compressed for itself with a dictionary that all share."""

import threading
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

import numpy as np
import zstandard

from indexer.engine.whoosh.arrays import Array, Arrays, Content, borders, quick, smallest

_SAMPLES = 48  # strings that make the dictionary; fewer strings have none
_KEPT = 256  # strings that were read last
_LEVEL = 1  # of zstd: the dictionary does most of the work


def compressed(strings: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The dictionary, and the strings as they come."""
    coming = iter(strings)
    samples = list(islice(coming, _SAMPLES))
    dictionary = b"".join(samples) if len(samples) == _SAMPLES else b""
    compressor = zstandard.ZstdCompressor(_LEVEL, dict_data=_shared(dictionary))
    return dictionary, map(compressor.compress, chain(samples, coming))


def arrays(dictionary: bytes, blobs: Iterable[bytes]) -> Iterator[tuple[str, Content]]:
    """Args: blobs: compressed, in the order of rows; some at a time are looked at."""
    coming, sizes = iter(blobs), array("L")

    def parts() -> Iterator[Array]:
        while some := list(islice(coming, _KEPT)):
            sizes.extend(map(len, some))
            yield np.frombuffer(b"".join(some), np.uint8)

    yield "blobs.dictionary", np.frombuffer(dictionary, np.uint8)
    yield "blobs.bytes", parts()
    yield "blobs.starts", smallest(borders(np.array(sizes, np.int64)))


class Blobs:
    """May be read by several threads. The last ones are kept as they were stored, some megabytes at most."""

    def __init__(self, held: Arrays) -> None:
        blobs, starts = quick(held["blobs.bytes"]), quick(held["blobs.starts"])
        decompressor = zstandard.ZstdDecompressor(dict_data=_shared(held["blobs.dictionary"].tobytes()))
        alone = threading.Lock()  # a decompressor is for one thread at a time

        def read(at: int) -> bytes:
            with alone:
                return decompressor.decompress(blobs[starts[at] : starts[at + 1]])

        self._read = lru_cache(_KEPT)(read)

    def __getitem__(self, at: int) -> bytes:
        return self._read(at)


def _shared(dictionary: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
