"""A gzip, bzip2 or xz stream in, its content out as a stream that ends with an error where it swells too much."""

import bz2
import gzip
import io
import lzma
import zlib
from tarfile import TarError
from typing import IO, Any, BinaryIO, cast
from zipfile import BadZipFile

from indexer.errors import ExtractError

MAX_RATIO = 200  # news packs to a tenth; a bomb to a thousandth
FREE = 5_000_000  # bytes that may come out before the ratio counts
_BROKEN = (OSError, EOFError, ValueError, RuntimeError, lzma.LZMAError, zlib.error, BadZipFile, TarError)
_OPENERS: dict[str, Any] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}


class Bounded(io.RawIOBase):
    """What is read through it is counted against the bytes that it was packed in."""

    def __init__(self, content: IO[bytes], packed: BinaryIO | int) -> None:
        self._content, self._packed, self._read = content, packed, 0

    @classmethod
    def over(cls, content: IO[bytes], packed: BinaryIO | int) -> io.BufferedReader:
        """`packed` is how many bytes it was packed in, or the stream that tells this by how far it was read."""
        return io.BufferedReader(cast(Any, cls(content, packed)), 1 << 16)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            found = self._content.read(len(buffer))
        except _BROKEN as error:
            raise ExtractError(f"broken archive: {error}") from None
        self._read += len(found)
        packed = self._packed if isinstance(self._packed, int) else self._packed.tell()
        if self._read > FREE + MAX_RATIO * packed:
            raise ExtractError(f"unpacks to more than {MAX_RATIO} times its size")
        buffer[: len(found)] = found
        return len(found)


def unpack(stream: BinaryIO, format: str) -> io.BufferedReader:
    return Bounded.over(_OPENERS[format](stream, "rb"), stream)
