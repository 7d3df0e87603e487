"""`python -m tests.quality NAME FILE...`: the last line holds `name value name value ...`."""

from __future__ import annotations

import importlib
import sys

NAMES = ("analysis", "entities", "extraction", "retrieval", "segmentation")


def main() -> None:
    if len(sys.argv) < 3 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m tests.quality {{{','.join(NAMES)}}} FILE...")
    importlib.import_module(f"tests.quality.{sys.argv[1]}").main(sys.argv[2:])


main()
