"""Where the time of a request goes: named phases in seconds, for each context (thread or task) apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter


class _Clock:
    __slots__ = ("inner", "times")

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.inner = 0.0  # seconds spent in phases within the open one


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)


def start_clock() -> dict[str, float]:
    """Begins to take times in this context; what is returned fills with phase -> seconds."""
    clock = _Clock()
    _clock.set(clock)
    return clock.times


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
