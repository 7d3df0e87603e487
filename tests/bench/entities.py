"""`python -m tests.bench entities TEXT [SECONDS]`: characters a second that persons, bodies, dates and numbers take.

TEXT has an article a line, or one a JSON line with "body" or "text" (.gz and .xz too). It is read on
one core for about SECONDS (10), and by underthesea's tagger (a CRF) where that can be imported. The
last line has our speed, how many times the bar it is, and the ratio; below the bar the command fails.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from indexer import entities
from tests.bench._readers import articles, each, measured, peers

BAR = 200_000  # characters/s on one core, all facets together: ten thousand articles a minute


def main(args: Sequence[str]) -> None:
    path, seconds = Path(args[0]), float(args[1]) if len(args) > 1 else 10.0
    readers = {"ours": each(lambda text: entities.find("", text, None))} | peers(
        [("underthesea", "underthesea", "ner")]
    )
    speeds = measured(readers, articles(path), seconds, size=len)
    for name, speed in speeds.items():
        print(f"{name}: {speed:,.0f} characters/s")
    ours = speeds.pop("ours")
    ratios = [f"ours_over_{other} {ours / speed:.1f}" for other, speed in speeds.items()]
    print("characters/s", round(ours), f"over_bar {ours / BAR:.1f}", *ratios)
    if ours < BAR:
        sys.exit(1)
