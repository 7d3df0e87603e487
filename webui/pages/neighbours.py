"""An article + the search that led to it -> the results before and after it."""

from dataclasses import dataclass, replace

from indexer import Document, Searcher
from webui.state import SearchState


@dataclass(frozen=True, slots=True)
class Neighbour:
    document: Document
    state: SearchState  # of the page of results that it stands on


def neighbours(
    searcher: Searcher, document: Document, state: SearchState, size: int
) -> tuple[Neighbour | None, Neighbour | None]:
    """None where there is none, where no search led here, or where the search no longer finds the article there."""
    if not state.pairs():
        return None, None
    first = max(0, (state.page - 1) * size - 1)
    found = searcher.documents(replace(state.request(searcher, size + 2), start=first))
    ids = [other.id for other in found]
    if document.id not in ids:
        return None, None

    def neighbour(at: int) -> Neighbour | None:
        return Neighbour(found[at], state.at((first + at) // size + 1)) if 0 <= at < len(found) else None

    at = ids.index(document.id)
    return neighbour(at - 1), neighbour(at + 1)
