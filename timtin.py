"""The command `timtin`: Ctrl-C ends it in silence, also in the half second in which the rest is imported."""

import os
import signal
import sys
from types import FrameType

_STATUS = 128 + signal.SIGINT  # as shells have it


def main() -> None:
    """The command line of `indexer.cli`, where an interruption is an exception."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:  # else it is ignored, as in background jobs
        signal.signal(signal.SIGINT, _end)
    from indexer.cli import main as commands  # noqa: PLC0415  takes the half second

    try:
        signal.signal(signal.SIGINT, usual)
        commands()
    except KeyboardInterrupt:  # before a command is known
        sys.exit(_STATUS)


def _end(_number: int, _frame: FrameType | None) -> None:
    """At once: libraries make other errors of an exception that comes while they are imported."""
    os._exit(_STATUS)


if __name__ == "__main__":
    main()
