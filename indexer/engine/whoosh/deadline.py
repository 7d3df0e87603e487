"""The time that the searches of one request may take together."""

from time import monotonic

from indexer.clock import first_search
from indexer.errors import SearchTimeout


class Deadline:
    """Asked between steps that take some milliseconds at most."""

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = first_search() + seconds

    def check(self) -> None:
        """Raises: SearchTimeout: it is over."""
        if monotonic() > self._end:
            raise SearchTimeout(f"the search was given up after {self._seconds:g} seconds: ask for less at once")
