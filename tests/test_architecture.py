"""The imports follow the arrows of ARCHITECTURE.md, and the parts keep to themselves."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).parent.parent
ORDER = [
    {"model", "clauses", "request", "errors", "config", "clock", "cache", "batches", "datafiles"},
    {"analysis"},
    {"entities"},
    {"extract", "ranking", "highlight", "likeness"},
    {"wording", "mending"},
    {"query"},
    {"engine"},
    {"suggest", "related", "slugs", "succession", "pipeline", "groups", "report", "versions"},
    {"build", "transfer"},
    {"search"},
    {"cli", "__main__", "__init__"},
    {"webui"},
    {"wsgi"},
]
ONLY_IN = {
    "whoosh": "indexer/engine/whoosh/",
    "opensearchpy": "indexer/engine/opensearch",
    "flask": "webui/",
    "werkzeug": "webui/",
}
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webui/**/*.py"), ROOT / "wsgi.py"])


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(module: str) -> str:
    """The room that a dotted module name belongs to: "indexer.analysis.normalize" -> "analysis"."""
    first, *rest = module.split(".")
    return rest[0] if first == "indexer" and rest else "__init__" if first == "indexer" else first


def rank(room: str) -> int:
    return next(place for place, rooms in enumerate(ORDER) if room in rooms)


def imports(path: Path) -> Iterator[str]:
    """Every module that is imported, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in ("indexer", "webui"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield str(node.module)


@pytest.mark.parametrize("path", [path for path in MODULES if name(path).startswith("indexer/")], ids=name)
def test_a_module_imports_only_what_stands_before_it(path: Path):
    own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for module in imports(path):
        if module.startswith("indexer.") and room(module) != own:
            assert rank(room(module)) <= rank(own), f"{name(path)} imports {module}"
            assert {room(module), own} not in PEERS, f"{name(path)} imports {module}"


PEERS = [{"extract", "ranking"}, {"extract", "highlight"}, {"extract", "query"}]


@pytest.mark.parametrize("path", [path for path in MODULES if name(path).startswith("webui/")], ids=name)
def test_the_front_end_uses_the_public_names_alone(path: Path):
    door = ast.parse((ROOT / "indexer/__init__.py").read_text(encoding="utf-8"))
    public = {alias.name for node in door.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    for module in imports(path):
        if module.startswith("indexer"):
            assert module.removeprefix("indexer.") in public, f"{name(path)} imports {module}"


PUBLIC = [thing for thing in vars(indexer).values() if inspect.isclass(thing) or inspect.isfunction(thing)]


@pytest.mark.parametrize("thing", PUBLIC, ids=lambda thing: thing.__name__)
def test_all_that_is_public_is_explained(thing: type):
    """A dataclass without a docstring has one of its fields."""
    told = inspect.getdoc(thing) or ""
    assert told
    assert not told.startswith(f"{thing.__name__}(")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_library_is_imported_only_where_it_belongs(path: Path):
    for module in imports(path):
        home = ONLY_IN.get(module.split(".")[0], "")
        assert name(path).startswith(home), f"{name(path)} imports {module}"


def test_the_port_is_narrow():
    port = ast.parse((ROOT / "indexer/engine/base.py").read_text(encoding="utf-8"))
    calls = {node.name for node in ast.walk(port) if isinstance(node, ast.FunctionDef)}
    assert len(calls) <= 10


def test_indexing_writes_no_html():
    """`extract` reads it, so it may name tags."""
    for path in MODULES:
        if name(path).startswith("indexer/") and "/extract/" not in name(path):
            assert "<mark" not in path.read_text(encoding="utf-8")
