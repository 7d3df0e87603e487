"""The time that one request may take."""

from time import monotonic

from indexer.errors import SearchTimeout


class Deadline:
    """Asked between steps that take some milliseconds at most."""

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def check(self) -> None:
        """Raises: SearchTimeout: it is over."""
        if monotonic() > self._end:
            raise SearchTimeout(f"the search was given up after {self._seconds:g} seconds: ask for less at once")
