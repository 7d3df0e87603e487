"""Prints, by kind of check, which statements a test carries the number of, and which none does.

A test carries a statement by "UX 34" in its docstring. Exit 1 below FLOOR.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

FLOOR = 0.95
TESTS = Path(__file__).parent.parent
KINDS = {"B": "in a browser", "C": "over HTTP", "S": "server or command", "X": "axe-core"}


def statements() -> dict[int, tuple[str, str]]:
    """Number -> kinds of check, and what is stated."""
    lines = (TESTS / "ux/statements.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {int(number): (kinds, text) for number, kinds, text in rows}


def carried() -> dict[int, list[str]]:
    """Number -> the tests that carry it."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, docstring in _tests(path):
            for number in re.findall(r"UX (\d+)", docstring):
                found[int(number)].append(f"{path.relative_to(TESTS)}::{name}")
    return found


def _tests(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.get_docstring(node) or ""


def _main() -> int:
    stated, tests = statements(), carried()
    for kind, name in KINDS.items():
        numbers = [number for number, (kinds, _text) in stated.items() if kind in kinds]
        covered = [number for number in numbers if tests.get(number)]
        print(f"{kind}  {name}: {len(covered)} of {len(numbers)}: {' '.join(map(str, covered))}")
    missing = [number for number in stated if not tests.get(number)]
    for number in missing:
        print(f"no test carries UX {number}: {stated[number][1]}")
    share = 1 - len(missing) / len(stated)
    print(f"{len(stated) - len(missing)} of {len(stated)} statements, {share:.1%}; the floor is {FLOOR:.0%}")
    return share < FLOOR


if __name__ == "__main__":
    sys.exit(_main())
