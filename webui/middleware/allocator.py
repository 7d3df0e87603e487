"""The allocator of the C library, told what to keep and what to give back.

By itself glibc lets up to eight threads a core keep the most that each ever took: with four threads and a commit
every half second, a worker over 20,000 articles grew past 500 MB, and stayed below 180 where threads share two heaps.
What is freed at the end of a heap is kept up to a bound: to fetch it anew costs searches a fifth. Source: mallopt(3).
"""

import ctypes

_ARENA_MAX, _ARENAS = -8, 2  # heaps that all threads share
_MMAP_THRESHOLD, _LARGE = -3, 1 << 20  # bytes from which a block goes back to the system when it is freed
_TRIM_THRESHOLD, _KEPT = -1, 16 << 20  # bytes that a heap keeps


def share() -> None:
    """Before threads start. Nothing happens where the C library is another."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_ARENA_MAX, _ARENAS)
    mallopt(_MMAP_THRESHOLD, _LARGE)
    mallopt(_TRIM_THRESHOLD, _KEPT)
