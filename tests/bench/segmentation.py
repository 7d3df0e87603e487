"""`python -m tests.bench segmentation TEXT [SECONDS]`: our segmenter beside those that are installed.

TEXT has an article a line, or one a JSON line with "body" or "text" (.gz and .xz too). Article
by article the readers take turns, each for about SECONDS (10) in all; ours reads the same
articles in batches too. underthesea and pyvi are measured where they can be imported. Spans are
included in ours; the others give none. The last line has our speed and the ratios.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.analysis.segment import segment, segment_all
from tests.bench._readers import articles, each, measured, peers

OTHERS = (("underthesea", "underthesea", "word_tokenize"), ("pyvi", "pyvi.ViTokenizer", "spacy_tokenize"))


def main(args: Sequence[str]) -> None:
    path, seconds = Path(args[0]), float(args[1]) if len(args) > 1 else 10.0
    readers = {"ours": each(segment), "batch": segment_all} | peers(OTHERS)
    speeds = measured(readers, articles(path), seconds, size=lambda text: len(text.split()))
    for name, speed in speeds.items():
        print(f"{name}: {speed:,.0f} syllables/s")
    ratios = [
        f"{name}_over_{other} {speeds[name] / speeds[other]:.1f}"
        for name in ("ours", "batch")
        for other in speeds
        if other not in ("ours", "batch")
    ]
    print("syllables/s", round(speeds["ours"]), *ratios)
