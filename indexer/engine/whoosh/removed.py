"""The ids that were deleted and not stored again, kept in a generation's own small file."""

import json
from collections.abc import Iterable

from indexer.engine.whoosh.generations import Draft
from indexer.engine.whoosh.pointer import Generation
from indexer.errors import IndexDamaged

_NAME = "removed.json"


def read(generation: Generation) -> frozenset[str]:
    return frozenset(json.loads(generation.read(_NAME))) if _NAME in generation.files else frozenset()


def write(draft: Draft, *, gone: Iterable[str] = (), back: Iterable[str] = ()) -> None:
    """Put what changes into the draft: the ids that go, and those that come back."""
    held = before(draft)
    after = held.union(gone).difference(back)
    if after if draft.fresh else after != held:
        draft.write(_NAME, json.dumps(sorted(after)).encode())


def before(draft: Draft) -> frozenset[str]:
    """Those of the generation that the draft follows."""
    try:
        return read(draft.before) if draft.before else frozenset()
    except (IndexDamaged, FileNotFoundError):
        if draft.fresh:  # a rebuild is the way out of a damaged index
            return frozenset()
        raise
