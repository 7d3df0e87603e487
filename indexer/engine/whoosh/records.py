"""What a generation keeps beside its documents, each in a small file of its own."""

import json
from collections.abc import Iterable, Mapping

from indexer.engine.whoosh.generations import Draft
from indexer.engine.whoosh.pointer import Generation
from indexer.errors import IndexDamaged

_REMOVED, _OUTCOMES = "removed.json", "outcomes.json"


def removed(generation: Generation) -> frozenset[str]:
    """The ids that were deleted and not stored again."""
    return frozenset(json.loads(generation.read(_REMOVED))) if _REMOVED in generation.files else frozenset()


def outcomes(generation: Generation) -> dict[str, int]:
    """What became of the articles and files of the last run."""
    return dict(json.loads(generation.read(_OUTCOMES))) if _OUTCOMES in generation.files else {}


def removed_before(draft: Draft) -> frozenset[str]:
    try:
        return removed(draft.replaced) if draft.replaced else frozenset()
    except (IndexDamaged, FileNotFoundError):
        if draft.base:
            raise
        return frozenset()  # a rebuild is the way out of a damaged index


def note_removed(draft: Draft, ids: Iterable[str]) -> None:
    draft.write(_REMOVED, json.dumps(sorted(ids)).encode())


def note_outcomes(draft: Draft, told: Mapping[str, int]) -> None:
    draft.write(_OUTCOMES, json.dumps(told, sort_keys=True).encode())
