"""One engine -> another: the same documents, sent once, verified at the end."""

import hashlib
from collections.abc import Iterator, Mapping
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
    held = _digests(target)
    kept: dict[str, bytes] = {}
    sent = 0

    def missing() -> Iterator[Document]:
        for document in source.scan():
            kept[document.id] = _digest(document)
            if held.get(document.id) != kept[document.id]:
                yield document

    for batch in batches(missing(), BATCH):
        target.add(batch)
        sent += len(batch)
    removed = target.delete(held.keys() - kept) if held.keys() - kept else 0
    copied = _digests(target)
    if copied != kept:
        raise EngineError(
            f"the copy differs: it has {len(copied)} documents with digest {_whole(copied)[:12]}, expected {len(kept)} "
            f"with {_whole(kept)[:12]}: run the same command again while nobody writes to either index"
        )
    return Transferred(sent, removed, len(kept) - sent, _whole(kept))


def _digests(engine: Engine) -> dict[str, bytes]:
    """Those of its documents by their ids, in order of these."""
    return {document.id: _digest(document) for document in (engine.scan() if holds_any(engine) else ())}


def _digest(document: Document) -> bytes:
    return hashlib.sha256(stored.dump(document)).digest()


def _whole(digests: Mapping[str, bytes]) -> str:
    return hashlib.sha256(b"".join(digests.values())).hexdigest()
