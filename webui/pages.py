"""How many pages there are and which is shown -> the links between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from webui.state import SearchState

NEAR = 2  # pages listed on each side of the current one


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int  # 0 where pages are left out
    current: bool
    to: SearchState


@dataclass(frozen=True, slots=True)
class Pager:
    page: int
    pages: int
    first: int  # number of the first hit on this page
    last: int
    links: tuple[PageLink, ...]
    previous: SearchState | None
    next: SearchState | None


def pager(state: SearchState, total: int, size: int) -> Pager:
    """The pages of `total` hits, `size` on each; `state.page` is one of them."""
    before, pages = (state.page - 1) * size, page_count(total, size)
    return Pager(
        page=state.page,
        pages=pages,
        first=before + 1 if total else 0,
        last=min(before + size, total),
        links=tuple(_page_links(state, pages)),
        previous=state.at(state.page - 1) if state.page > 1 else None,
        next=state.at(state.page + 1) if state.page < pages else None,
    )


def page_count(total: int, size: int) -> int:
    return max(1, -(-total // size))


def _page_links(state: SearchState, pages: int) -> Iterator[PageLink]:
    """The first, the last and the nearest pages, with one mark for each run left out."""
    near = range(max(1, state.page - NEAR), min(pages, state.page + NEAR) + 1)
    before = 0
    for page in sorted({1, pages, *near}):
        if page > before + 1:
            yield PageLink(0, current=False, to=state)
        yield PageLink(page, page == state.page, state.at(page))
        before = page
