"""Bytes of Vietnam's encodings before Unicode in, text out: TCVN3 (ABC fonts) and VNI, by tables of our own."""

import re
from functools import cache

from indexer.extract import lists

NAMES = ("tcvn3", "vni")


def decode(raw: bytes, name: str) -> str:
    """What the table does not know is read as windows-1252, whose quotes and dashes both encodings share.

    TCVN3 has no capitals with tones: fonts drew them, so that they come out small.
    """
    known = table(name)
    return _pattern(name).sub(lambda match: known.get(match[0]) or _latin(match[0]), raw.decode("latin-1"))


@cache
def table(name: str) -> dict[str, str]:
    """Bytes, as code points below 256, -> letter."""
    return {bytes.fromhex(code).decode("latin-1"): letter for code, letter in lists.rows(f"{name}.tsv")}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Two bytes before one; then whatever is beyond ASCII."""
    pairs = [re.escape(code) for code in table(name) if len(code) > 1]
    return re.compile("|".join([*pairs, "[\x80-\xff]"]))


def _latin(char: str) -> str:
    try:
        return char.encode("latin-1").decode("windows-1252")
    except UnicodeDecodeError:
        return "\ufffd"
