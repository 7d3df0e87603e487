"""SearchState -> the orders that its results may have."""

from dataclasses import dataclass

from webui.language import later, text as _
from webui.state import SearchState

LABELS = {"relevance": later("liên quan"), "newest": later("mới nhất"), "oldest": later("cũ nhất")}


@dataclass(frozen=True, slots=True)
class SortLink:
    name: str
    label: str
    current: bool
    to: SearchState


def sorts(state: SearchState) -> tuple[SortLink, ...]:
    """Without words no article is more relevant than another: the newest stand first."""
    offered = [name for name in LABELS if state.q or name != "relevance"]
    current = state.sort if state.sort in offered else "newest"
    return tuple(SortLink(name, _(LABELS[name]), name == current, state.changed(sort=name)) for name in offered)
