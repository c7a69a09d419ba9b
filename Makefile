# Needs only make and a Python >= 3.11 (with venv and pip); everything else goes into .venv, inside this folder.
# Another Python: make demo PYTHON=/path/to/python3.12

CANDIDATES := python3 python3.13 python3.12 python3.11
PYTHON ?= $(shell for python in $(CANDIDATES); do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; \
	done)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
WORKERS ?= 2
# What reads messages that fit no phrase: trained where it has not been, which takes some seconds.
LEARN = $(BIN)/python -m bot.learning
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header --extra build --extra encoder

.DEFAULT_GOAL := help
.PHONY: help demo run test check fmt lock

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN)  ## try it in this terminal, with a made-up company's data
	@$(LEARN)
	@$(BIN)/crm demo

run: $(RUN)  ## serve the platforms that config.yaml names
	@$(BIN)/crm serve

test: $(TEST)  ## the test suite, WORKERS processes beside each other (2)
	@$(LEARN)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(TEST)  ## style, types, the import rules, and that no phrase is another command's
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m benchmarks.confusions

fmt: $(TEST)  ## write the code the way `make check` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(TEST)  ## choose the versions of all dependencies anew
	$(LOCK) --upgrade --output-file requirements/run.lock
	$(LOCK) --upgrade --extra test --output-file requirements/test.lock
	$(LOCK) --upgrade --extra bench --output-file requirements/bench.lock

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 with venv and pip found; name one: make demo PYTHON=..." >&2; exit 2; }
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Installing what confab needs (once, about a minute)"
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): requirements/test.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need (once, some minutes)"
	@$(PIP) --require-hashes -r requirements/test.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@
