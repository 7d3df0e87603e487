"""`python -m tests.bench NAME ...`: ratios against others, measured in one run."""

from tests.commands import run

run("tests.bench")
