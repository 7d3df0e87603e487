"""One engine -> another: the same documents, sent once, verified at the end."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.batches import batches
from indexer.engine import Engine, holds_any, stored
from indexer.errors import EngineError
from indexer.model import Document

BATCH = 2000  # documents a commit: what a run that is ended has to send again at most


@dataclass(frozen=True, slots=True)
class Transferred:
    """What became of the documents, and the digest over all of them, in order of id."""

    sent: int
    removed: int
    unchanged: int
    digest: str


def transfer(source: Engine, target: Engine) -> Transferred:
    """Makes `target` hold what `source` holds; what it holds already is not sent again.

    Raises:
        EngineError: either failed, or they differ in the end. Another run goes on where this one ended.
    """
    held = dict(_digests(target.scan())) if holds_any(target) else {}
    sent, whole = 0, hashlib.sha256()
    kept: set[str] = set()

    def missing() -> Iterator[Document]:
        for document in source.scan():
            own = _digest(document)
            whole.update(own)
            kept.add(document.id)
            if held.get(document.id) != own:
                yield document

    for batch in batches(missing(), BATCH):
        target.add(batch)
        sent += len(batch)
    removed = target.delete(held.keys() - kept) if held.keys() - kept else 0
    _verify(target, len(kept), whole.hexdigest())
    return Transferred(sent, removed, len(kept) - sent, whole.hexdigest())


def _verify(target: Engine, count: int, digest: str) -> None:
    found, whole = 0, hashlib.sha256()
    for _, own in _digests(target.scan()) if count else ():
        found += 1
        whole.update(own)
    if (found, whole.hexdigest()) != (count, digest):
        raise EngineError(
            f"the copy differs: it has {found} documents with digest {whole.hexdigest()[:12]}, expected {count} with "
            f"{digest[:12]}: run the same command again while nobody writes to either index"
        )


def _digests(documents: Iterable[Document]) -> Iterator[tuple[str, bytes]]:
    return ((document.id, _digest(document)) for document in documents)


def _digest(document: Document) -> bytes:
    return hashlib.sha256(stored.dump(document)).digest()
