"""`python -m indexer` is `timtin`."""

from indexer.cli import main

main()
