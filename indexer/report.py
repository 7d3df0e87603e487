"""What is told about a build: while it runs, and of every article and file when it has ended."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

State = Literal["added", "updated", "unchanged", "duplicate", "skipped"]
REASONS = 50  # that are kept apart, the commonest; some name what differs from file to file
OTHER = "other reasons"


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
    """What became of a run and of all that it read."""

    outcomes: tuple[Outcome, ...]
    near: Mapping[str, str] = field(default_factory=dict)  # id of this run -> that of its earliest near-duplicate
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage, over all processes; "all" by the clock

    def counts(self) -> dict[State, int]:
        counted = Counter(outcome.state for outcome in self.outcomes)
        return {state: counted[state] for state in get_args(State)}

    def reasons(self) -> dict[str, int]:
        """Why files were skipped, commonest first, without what differs from file to file."""
        found = Counter(
            outcome.reason.split(":")[0] for outcome in self.outcomes if outcome.state == "skipped"
        ).most_common()
        others = sum(count for _, count in found[REASONS:])
        return dict(found[:REASONS]) | ({OTHER: others} if others else {})

    def totals(self) -> dict[str, int]:
        """How many articles and files came to each state that any did, the skipped ones by their reason."""
        held: dict[str, int] = {state: count for state, count in self.counts().items() if count and state != "skipped"}
        return held | {f"skipped: {reason}": count for reason, count in self.reasons().items()}

    def rows(self) -> Iterator[dict[str, object]]:
        """One for each outcome, for programs."""
        for outcome in self.outcomes:
            row: dict[str, object] = {"name": outcome.name, "state": outcome.state, "id": outcome.id}
            yield row | {"reason": outcome.reason, "notes": outcome.notes, "near": self.near.get(outcome.id, "")}

    def rates(self) -> dict[str, float]:
        """Articles a second, of each stage in one process and of all together; none where there was no article."""
        articles = sum(outcome.state != "skipped" for outcome in self.outcomes)
        return {stage: articles / seconds for stage, seconds in self.seconds.items() if articles and seconds}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    articles: int


Told = Callable[[Progress], None]
