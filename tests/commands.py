"""A package of commands, a module each -> the one that is asked for, called with the rest of the line."""

from __future__ import annotations

import importlib
import pkgutil
import sys


def run(package: str) -> None:
    """Call `main(args)` of the module of `package` that the command line names."""
    folder = importlib.import_module(package).__path__
    names = [module.name for module in pkgutil.iter_modules(folder) if not module.name.startswith("_")]
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        sys.exit(f"usage: python -m {package} {{{','.join(sorted(names))}}} ...")
    importlib.import_module(f"{package}.{sys.argv[1]}").main(sys.argv[2:])
