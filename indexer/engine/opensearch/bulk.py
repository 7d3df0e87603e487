"""Documents -> bulk requests: as many at a time as the cluster takes, every refusal told."""

import json
import time
from collections.abc import Iterable

from indexer.batches import batches
from indexer.engine.opensearch.client import WRITING, Client, Json, explained
from indexer.errors import EngineError

Action = tuple[str, bytes | None]  # id, and the source to store; None: delete

MAX_BYTES = 4 << 20  # of a request
MAX_ACTIONS = 1000
_BUSY = (429, 503)  # the node's queue is full, or a copy of the shard is on its way
_TOLD = 3  # refusals that an error names


def write(client: Client, alias: str, actions: Iterable[Action]) -> None:
    """Sends every action, in order.

    Raises:
        EngineError: the cluster refused some; those before and beside them are stored.
    """
    for batch in batches(actions, MAX_ACTIONS, MAX_BYTES, lambda action: len(action[1] or b"") + 100):
        _send(client, alias, batch)


def _send(client: Client, alias: str, batch: list[Action]) -> None:
    """Sends what a busy node refused again, with longer and longer pauses: they slow the sender down."""
    how = {"require_alias": "true", "timeout": f"{WRITING.patience:.0f}s"}
    deadline, pause = time.monotonic() + WRITING.patience, 0.2
    while batch:
        answer = client.ask(f"POST /{alias}/_bulk", _lines(batch), params=how, wait=WRITING)
        outcomes = [next(iter(item.values())) for item in answer["items"]]
        refused = [(action, outcome) for action, outcome in zip(batch, outcomes, strict=True) if "error" in outcome]
        lasting = [outcome for _, outcome in refused if not _may_pass(outcome) or time.monotonic() > deadline]
        if lasting:
            raise _refusal(client, lasting)
        batch = [action for action, _ in refused]
        if batch:
            time.sleep(pause)
            pause = min(2 * pause, 5.0)


def _lines(batch: Iterable[Action]) -> bytes:
    lines: list[bytes] = []
    for id, source in batch:
        lines.append(json.dumps({"delete" if source is None else "index": {"_id": id}}).encode())
        lines += [source] if source is not None else []
    return b"\n".join([*lines, b""])


def _may_pass(outcome: Json) -> bool:
    return outcome["status"] in _BUSY and "read-only" not in str(outcome["error"].get("reason"))


def _refusal(client: Client, outcomes: list[Json]) -> EngineError:
    told = [f"{outcome['_id']}: {_reason(outcome['error'])}" for outcome in outcomes[:_TOLD]]
    summary = f"{len(outcomes)} documents refused, such as {'; '.join(told)}"
    return explained(int(outcomes[0]["status"]), summary, client.address)


def _reason(error: Json) -> str:
    cause = error.get("caused_by", {})
    return " ".join(f"{part.get('type')}: {part.get('reason')}" for part in (error, cause) if part)[:300]
