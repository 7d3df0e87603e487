"""What is packed in, what it holds out: a stream that was compressed, the members of a zip or tar archive one by one.

Nothing is written to disk, so no path leaves it; what swells too much ends with an error.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO, cast

from indexer.errors import ExtractError

MAX_MEMBERS = 100_000
MAX_TOTAL = 8_000_000_000  # bytes of all members together
MAX_RATIO = 200  # news packs to a tenth; a bomb to a thousandth
FREE = 5_000_000  # bytes that may come out before the ratio counts

Member = tuple[str, io.BufferedReader | ExtractError]
_BROKEN = (
    *(OSError, EOFError, ValueError, RuntimeError),
    *(zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error),
)
_OPENERS: dict[str, Any] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}


def unpack(stream: BinaryIO, format: str) -> io.BufferedReader:
    return Bounded.over(_OPENERS[format](stream, "rb"), stream)


def members(stream: BinaryIO, format: str) -> Iterator[Member]:
    """Name and content of each file in it, which is read before the next is asked for; or why it cannot be.

    Raises:
        ExtractError: broken, or beyond a limit.
    """
    found: Callable[[BinaryIO], Iterator[Member]] = _zip if format == "zip" else _tar
    try:
        for count, member in enumerate(found(stream), 1):
            if count > MAX_MEMBERS:
                raise ExtractError(f"more than {MAX_MEMBERS} members")
            yield member
    except _BROKEN as error:
        raise ExtractError(f"broken archive: {error or type(error).__name__}") from None


def is_word(stream: BinaryIO) -> bool:
    """Whether the zip archive is a Word document."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return "word/document.xml" in archive.namelist()
    except _BROKEN:
        return False
    finally:
        stream.seek(0)


def _zip(stream: BinaryIO) -> Iterator[Member]:
    if _listed(stream) > MAX_MEMBERS:
        raise ExtractError(f"more than {MAX_MEMBERS} members")
    with zipfile.ZipFile(stream) as archive:
        total = 0
        packed = min(sum(member.compress_size for member in archive.infolist()), stream.seek(0, io.SEEK_END))
        for member in archive.infolist():
            if member.is_dir():
                continue
            if member.flag_bits & 1:
                yield member.filename, ExtractError("encrypted")
                continue
            total += member.file_size
            if total > min(MAX_TOTAL, FREE + MAX_RATIO * packed):
                raise ExtractError(f"unpacks to more than {MAX_RATIO} times its size")
            with archive.open(member) as content:
                yield member.filename, Bounded.over(content, member.compress_size)


def _listed(stream: BinaryIO) -> int:
    """How many members the end of a zip archive tells, before the list of them is read into memory."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 98))  # the longest comment and both end records
    tail = stream.read()
    stream.seek(0)
    at, large = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    if 0 <= large <= len(tail) - 40:
        return int.from_bytes(tail[large + 32 : large + 40], "little")
    return int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0


def _tar(stream: BinaryIO) -> Iterator[Member]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        total = 0
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # it keeps them all otherwise
            if member.isdir():
                continue
            content = archive.extractfile(member) if member.isreg() else None
            if content is None:
                yield member.name, ExtractError("neither file nor folder: links in archives are not followed")
                continue
            total += member.size
            if total > MAX_TOTAL:
                raise ExtractError(f"larger than {MAX_TOTAL // 1_000_000_000} GB")
            yield member.name, Bounded.over(content, member.size)


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

    def tell(self) -> int:
        """How far it was read: what is packed in it is counted against that."""
        return self._read

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
