"""Which statements of the reader's experience the tests cover: `python -m tests.ux`."""
