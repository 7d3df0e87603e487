"""`python -m tests.bench segmentation TEXT [SECONDS]`: our segmenter beside those that are installed.

TEXT has an article a line, or one a JSON line with "body" or "text" (.gz and .xz too). Article
by article the readers take turns, each for about SECONDS (10) in all; ours reads the same
articles in batches too. underthesea and pyvi are measured where they can be imported. Spans are
included in ours; the others give none. The last line has our speed and the ratios.
"""

from __future__ import annotations

import gzip
import importlib
import json
import lzma
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from indexer.analysis.segment import segment, segment_all

_OPENERS = {".gz": gzip.open, ".xz": lzma.open}
_BATCH = 100  # articles
_LEAST = 200  # code points of an article; shorter lines are headings

Reader = Callable[[Sequence[str]], Any]


def main(args: Sequence[str]) -> None:
    path, seconds = Path(args[0]), float(args[1]) if len(args) > 1 else 10.0
    readers = {"ours": each(segment), "batch": segment_all} | others()
    speeds = measured(readers, articles(path), seconds)
    for name, speed in speeds.items():
        print(f"{name}: {speed:,.0f} syllables/s")
    ratios = [
        f"{name}_over_{other} {speeds[name] / speeds[other]:.1f}"
        for name in ("ours", "batch")
        for other in speeds
        if other not in ("ours", "batch")
    ]
    print("syllables/s", round(speeds["ours"]), *ratios)


def articles(path: Path) -> list[str]:
    with _OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
        texts = [body(line) for line in lines]
    return [text for text in texts if len(text) >= _LEAST]


def body(line: str) -> str:
    if not line.startswith("{"):
        return line.strip()
    row = json.loads(line)
    return str(row.get("body") or row.get("text") or "")


def others() -> dict[str, Reader]:
    found: dict[str, Reader] = {}
    for name, module, call in (
        ("underthesea", "underthesea", "word_tokenize"),
        ("pyvi", "pyvi.ViTokenizer", "spacy_tokenize"),
    ):
        try:
            found[name] = each(getattr(importlib.import_module(module), call))
        except ImportError:
            print(f"NOT MEASURED: {name} is not installed (pip install {name})", file=sys.stderr)
    return found


def each(read: Callable[[str], Any]) -> Reader:
    return lambda texts: [read(text) for text in texts]


def measured(readers: dict[str, Reader], texts: Sequence[str], seconds: float) -> dict[str, float]:
    """Syllables a second; the readers take turns over the same batches until the slowest has had its time."""
    took, syllables, at = dict.fromkeys(readers, 0.0), 0, 0
    for read in readers.values():
        read(texts[:2])  # load
    while at < len(texts) and max(took.values()) < seconds:
        batch = texts[at : at + _BATCH]
        for name, read in readers.items():
            start = time.perf_counter()
            read(batch)
            took[name] += time.perf_counter() - start
        syllables += sum(len(text.split()) for text in batch)
        at += _BATCH
    return {name: syllables / spent for name, spent in took.items()}
