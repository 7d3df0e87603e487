"""Commands that measure quality on any data of the right form: `python -m tests.quality NAME FILE...`."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

_OPENERS = {".gz": gzip.open, ".xz": lzma.open}


def rows(path: Path) -> list[Any]:
    """The values of a JSONL file, which may be packed; a line that starts with # says its source."""
    with _OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip() and not line.startswith("#")]
