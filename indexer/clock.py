"""Where the time of a request goes: named phases in seconds, for each context (thread or task) apart.

The searches of a request share their time, which begins with the first of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic, perf_counter


class _Clock:
    __slots__ = ("inner", "searching", "times")

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.inner = 0.0  # seconds spent in phases within the open one
        self.searching: float | None = None  # since when


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)


def start_clock() -> dict[str, float]:
    """Begins to take times in this context; what is returned fills with phase -> seconds."""
    clock = _Clock()
    _clock.set(clock)
    return clock.times


def stop_clock() -> None:
    """The request is answered: what this context does next is no part of it."""
    _clock.set(None)


def first_search() -> float:
    """When the first search of the request began, by `time.monotonic`: now, if this is the first, or no clock runs."""
    clock = _clock.get()
    if clock is None:
        return monotonic()
    if clock.searching is None:
        clock.searching = monotonic()
    return clock.searching


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Adds the time of the block to `name`, less that of phases within it. Costs nothing where no one asked."""
    clock = _clock.get()
    if clock is None:
        yield
        return
    outer, clock.inner = clock.inner, 0.0
    began = perf_counter()
    try:
        yield
    finally:
        took = perf_counter() - began
        clock.times[name] = clock.times.get(name, 0.0) + took - clock.inner
        clock.inner = outer + took
