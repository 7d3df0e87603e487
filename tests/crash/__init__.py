"""What is promised in docs/durability.md, tried: `python -m tests.crash --trials 200`."""
