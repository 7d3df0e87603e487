"""What is told about a build: while it runs, and of every article and file when it has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["added", "updated", "unchanged", "duplicate", "skipped"]
STATES: tuple[State, ...] = ("added", "updated", "unchanged", "duplicate", "skipped")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article, or of one file that held none."""

    name: str
    state: State
    id: str = ""
    reason: str = ""  # why it was skipped, or which name it is a duplicate of
    notes: tuple[str, ...] = ()  # what was dropped or repaired


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]
    near: Mapping[str, str] = field(default_factory=dict)  # id of this run -> that of its earliest near-duplicate
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage, over all processes; "all" by the clock

    def counts(self) -> dict[State, int]:
        counted = Counter(outcome.state for outcome in self.outcomes)
        return {state: counted[state] for state in STATES}

    def rows(self) -> Iterator[dict[str, object]]:
        """One for each outcome, for programs."""
        for outcome in self.outcomes:
            row: dict[str, object] = {"name": outcome.name, "state": outcome.state, "id": outcome.id}
            yield row | {"reason": outcome.reason, "notes": outcome.notes, "near": self.near.get(outcome.id, "")}

    def rates(self) -> dict[str, float]:
        """Articles a second, of each stage in one process and of all together."""
        articles = sum(outcome.state != "skipped" for outcome in self.outcomes)
        return {stage: articles / seconds for stage, seconds in self.seconds.items() if seconds}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    articles: int


Told = Callable[[Progress], None]
