"""Texts of a file in, the speed of several readers of them out; the readers take turns over the same texts."""

from __future__ import annotations

import gzip
import importlib
import json
import lzma
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

_OPENERS = {".gz": gzip.open, ".xz": lzma.open}
_BATCH = 100  # articles
_LEAST = 200  # code points of an article; shorter lines are headings

Reader = Callable[[Sequence[str]], Any]


def articles(path: Path) -> list[str]:
    """The articles of the file: one a line, or one a JSON line with "body" or "text" (.gz and .xz too)."""
    with _OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
        texts = [_body(line) for line in lines]
    return [text for text in texts if len(text) >= _LEAST]


def _body(line: str) -> str:
    if not line.startswith("{"):
        return line.strip()
    row = json.loads(line)
    return str(row.get("body") or row.get("text") or "")


def peers(calls: Iterable[tuple[str, str, str]]) -> dict[str, Reader]:
    """Those that are installed of the peers, each a name, a module and its function of a text."""
    found: dict[str, Reader] = {}
    for name, module, call in calls:
        try:
            found[name] = each(getattr(importlib.import_module(module), call))
        except ImportError:
            print(f"NOT MEASURED: {name} is not installed (pip install {name})", file=sys.stderr)
    return found


def each(read: Callable[[str], Any]) -> Reader:
    return lambda texts: [read(text) for text in texts]


def measured(
    readers: dict[str, Reader], texts: Sequence[str], seconds: float, size: Callable[[str], int]
) -> dict[str, float]:
    """What `size` counts, a second; the readers take turns over batches until the slowest has had its time."""
    took, read_so_far, at = dict.fromkeys(readers, 0.0), 0, 0
    for read in readers.values():
        read(texts[:2])  # load
    while at < len(texts) and max(took.values()) < seconds:
        batch = texts[at : at + _BATCH]
        for name, read in readers.items():
            start = time.process_time()
            read(batch)
            took[name] += time.process_time() - start
        read_so_far += sum(map(size, batch))
        at += _BATCH
    return {name: read_so_far / spent for name, spent in took.items()}
