"""What became of the articles and files of the last run, kept in a generation's own small file."""

import json
from collections.abc import Mapping

from indexer.engine.whoosh.generations import Draft
from indexer.engine.whoosh.pointer import Generation

_NAME = "outcomes.json"


def read(generation: Generation) -> dict[str, int]:
    return dict(json.loads(generation.read(_NAME))) if _NAME in generation.files else {}


def write(draft: Draft, outcomes: Mapping[str, int]) -> None:
    draft.write(_NAME, json.dumps(outcomes, sort_keys=True).encode())
