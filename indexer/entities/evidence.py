"""What a finder gives: a mention and why it was taken for one."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Mention


@dataclass(frozen=True, slots=True)
class Evidence:
    mention: Mention
    why: str  # "title before it"
