"""The lists and tables that packages keep in data/, their source and licence on the first line."""

from functools import cache
from importlib.resources import files


@cache
def lines(package: str, name: str) -> tuple[str, ...]:
    """The entries of a data file of this package: its lines but the comments."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
