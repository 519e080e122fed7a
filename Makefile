# Everything a bare machine with Python 3.11+ and make needs to run, test and measure Heliograph.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8050

# Without bytecode on disk every process compiles every library anew: a start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
UV_INSTALL := $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python

.PHONY: run test bench lint lock clean

run: $(VENV)/ready
	@HELIOGRAPH_PORT=$(PORT) $(BIN)/heliograph serve --demo

test: $(VENV)/ready-dev
	@sh tests/needs.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(VENV)/ready-dev
	@sh tests/needs.sh
	$(BIN)/python -m tests.bench

# The exact versions, with hashes, for every platform; `make lock` after changing pyproject.toml.
lock: $(VENV)/uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev -o requirements-dev.lock

$(VENV)/uv:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Heliograph needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check uv==0.13.9
	@touch $@

$(VENV)/ready: $(VENV)/uv requirements.lock pyproject.toml
	@test -e $(VENV)/ready-dev || $(UV_INSTALL) --require-hashes -r requirements.lock
	$(UV_INSTALL) --no-deps -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/uv requirements-dev.lock pyproject.toml
	$(UV_INSTALL) --require-hashes -r requirements-dev.lock
	$(UV_INSTALL) --no-deps -e .
	@touch $@

clean:
	rm -rf $(VENV) var
