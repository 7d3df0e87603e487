"""What threads keep of memory."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ARENAS = """
import ctypes, threading
from webui.middleware import allocator
allocator.share()
libc = ctypes.CDLL(None)
barrier = threading.Barrier(8)
def allocate():
    barrier.wait()
    block = libc.malloc(100_000)
    barrier.wait()
libc.malloc.restype = ctypes.c_void_p
threads = [threading.Thread(target=allocate) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_all_threads_share_two_heaps():
    run = [sys.executable, "-c", ARENAS]
    told = subprocess.run(run, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True).stdout
    assert 1 <= told.count("<heap nr=") <= 2
