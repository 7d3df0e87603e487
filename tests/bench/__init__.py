"""Commands that measure speed: `python -m tests.bench NAME ...`."""
