"""`python -m tests.quality NAME FILE...`: the last line holds `name value name value ...`."""

from tests.commands import run

run("tests.quality")
