"""The one small file that says which generation is current, and what it holds <-> Generation."""

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamaged

REMEDY = "run timtin build --rebuild PATHS, or timtin restore BACKUP"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.]*")  # a plain file name: nothing leads out of the folder


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of a generation; it is never written again."""

    size: int  # bytes
    sha256: str
    modified: int = field(compare=False)  # when, in nanoseconds since 1970; a copy has its own


@dataclass(frozen=True, slots=True)
class Generation:
    """A committed state: its number, and the files that hold it."""

    root: Path
    number: int  # milliseconds since 1970 at the commit, or one more than the one before
    analyzer: int
    before: int  # the number of the generation that was replaced; 0: none
    files: dict[str, Stored]
    raw: bytes = field(default=b"", repr=False)  # the pointer as it was read

    @property
    def folder(self) -> Path:
        return folder_of(self.root, self.number)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(stored.size for stored in self.files.values())

    def read(self, name: str) -> bytes:
        """A file's content.

        Raises:
            IndexDamaged: it is not what was committed.
            FileNotFoundError: it is not there, or no longer.
        """
        content = (self.folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != self.files[name].sha256:
            raise damaged(self.folder / name, "its content is not what was committed")
        return content

    def dump(self) -> bytes:
        """The pointer: JSON that ends with a checksum of what stands before."""
        files = {name: [stored.size, stored.sha256, stored.modified] for name, stored in sorted(self.files.items())}
        held = {"generation": self.number, "analyzer": self.analyzer, "before": self.before, "files": files}
        body = json.dumps(held).encode()[:-1]
        return body + _seal(body)


def folder_of(root: Path, number: int) -> Path:
    return root / f"generation-{number}"


def load(path: Path) -> Generation:
    """The generation that the pointer `path` names.

    Raises:
        IndexDamaged: the pointer is not what was written.
        FileNotFoundError: there is none.
    """
    raw = path.read_bytes()
    body = raw[:-_SEAL]
    if raw[-_SEAL:] != _seal(body):
        raise damaged(path, "its checksum is wrong")
    held: dict[str, Any] = json.loads(raw)
    files = {name: Stored(*stored) for name, stored in held["files"].items()}
    if not all(map(_NAME.fullmatch, files)):
        raise damaged(path, "it names a file outside its folder")
    return Generation(path.parent, held["generation"], held["analyzer"], held["before"], files, raw)


def stored(path: Path) -> Stored:
    """A file's size, checksum and time, read from the disk."""
    with path.open("rb") as file:
        digest, told = hashlib.file_digest(file, "sha256"), os.fstat(file.fileno())
    return Stored(told.st_size, digest.hexdigest(), told.st_mtime_ns)


def damaged(path: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"{path} is damaged ({why}): {REMEDY}")


def _seal(body: bytes) -> bytes:
    return f', "sha256": "{hashlib.sha256(body).hexdigest()}"}}'.encode()


_SEAL = len(_seal(b""))
