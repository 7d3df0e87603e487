# The two commands of a newcomer are `make serve` and `make test`; all else is made on the way.

PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
INDEX  := var/index

export TIMTIN_ENGINE ?= whoosh:$(INDEX)

.PHONY: serve test test-opensearch check lock clean help test-whooshes

help:               ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

serve: $(VENV)/installed $(INDEX)/current.json  ## index seeds/ once and serve the search page; PORT= changes the port
	@$(BIN)/timtin serve --port $(PORT)

test: check         ## install what tests need, browser and servers included, and pass every test
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.servers
	$(BIN)/pytest

test-opensearch: $(VENV)/tested  ## the rules on three nodes of OpenSearch; needs Java and Maven
	$(BIN)/python -m tests.opensearch

check: $(VENV)/tested  ## style, types and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet webui/templates

lock:               ## pin what a deployment installs, with hashes: requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --extra deploy --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --custom-compile-command 'make lock' --output-file requirements.lock pyproject.toml

WHOOSHES := Whoosh==2.7.4 Whoosh-Reloaded==2.7.5 whoosh3==3.54.0

test-whooshes: $(VENV)/tested  ## the engine with every Whoosh that shares its formats, each in an environment of its own
	for whoosh in $(WHOOSHES); do \
	  $(PYTHON) -m venv $(VENV)/$$whoosh && $(VENV)/$$whoosh/bin/pip install --quiet --editable '.[dev]' && \
	  $(VENV)/$$whoosh/bin/pip uninstall --quiet --yes Whoosh && $(VENV)/$$whoosh/bin/pip install --quiet $$whoosh && \
	  $(VENV)/$$whoosh/bin/pytest tests/test_segments.py tests/test_engines.py tests/test_versus.py || exit 1; \
	done

clean:              ## remove what was made: environment, index, caches
	rm -rf $(VENV) var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("timtin needs Python 3.11 or newer, this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tested: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(INDEX)/current.json: $(VENV)/installed $(shell find seeds -type f ! -name README.md)
	$(BIN)/timtin build --rebuild seeds/000_*.txt seeds/003_*.txt seeds/samples
