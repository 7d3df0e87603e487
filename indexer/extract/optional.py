"""Libraries that only some formats need."""

import importlib
from typing import Any

from indexer.errors import ExtractError


def module(name: str, files: str) -> Any:
    """The module; which `files` it is for tells the error where it is missing.

    Raises:
        ExtractError: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ExtractError(f"{files} need more than is installed: pip install 'timtin[formats]'") from None
