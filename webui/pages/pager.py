"""A state, a total and a size -> which page is shown, and which others are listed beside it."""

from dataclasses import dataclass

from webui.state import SearchState

NEAR = 2  # pages listed on each side of the current one


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages of `total` hits, `size` on each; `state.page` is one of them."""

    state: SearchState
    total: int
    size: int

    @property
    def pages(self) -> int:
        return page_count(self.total, self.size)

    @property
    def first(self) -> int:
        """Number of the first hit on this page."""
        return (self.state.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.state.page * self.size, self.total)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The first page, the last and the nearest, with one 0 for each run left out."""
        near = range(max(1, self.state.page - NEAR), min(self.pages, self.state.page + NEAR) + 1)
        listed = sorted({1, self.pages, *near})
        gaps = [(0, page) if page > before + 1 else (page,) for before, page in zip([0, *listed], listed, strict=False)]
        return tuple(number for gap in gaps for number in gap)


def page_count(total: int, size: int) -> int:
    return max(1, -(-total // size))
