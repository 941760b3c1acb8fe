# Needs Python 3.11 or newer with venv, and make. Everything else is set up in .venv on first use.
PYTHON ?= python3
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Images of containers often set it; then each of the programs that the tests start compiles all that
# it imports anew, for 5 s of a processor in place of 1.4. Empty is not set.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --no-compile
CODE = $(wildcard bot adapters tests benchmarks)
CHROMIUM = { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

## run: start the playground and print its page (PORT=8080 to choose the port)
run: .venv/.runtime
	@exec $(BIN)/handrail playground $(if $(PORT),--port $(PORT))

## test: the whole test suite (the slow and browser ones too)
test: .venv/.dev chromium
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not soak and not peers"

## soak: what takes hours: 10,000 seeds of bad weather, 25 rounds of kills, whole years; one table
soak: .venv/.dev
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m soak

## peers: our Slack and Teams against code that is not ours: emulate, backlot, types, readers (npm)
peers: .venv/.dev .peers/.done
	@$(BIN)/python -m pytest -q -m peers tests/peers

## pictures: every card of Slack's as a picture, in build/slack (needs Chromium)
pictures: .venv/.dev chromium
	@$(BIN)/python -m tests.slack.pictures build/slack

## check: lint, types, import contracts, content, spelling, fast tests; under a minute
check: static
	@echo "== pytest (without slow and browser)"
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not slow and not browser and not soak and not peers"

# Everything of `check` that runs no test.
static: .venv/.dev
	@echo "== ruff check"
	@$(BIN)/ruff check -q .
	@echo "== ruff format --check"
	@$(BIN)/ruff format -q --check .
	@echo "== mypy"
	@$(BIN)/mypy --no-error-summary $(CODE)
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-logo
	@echo "== content lint"
	@$(BIN)/handrail lint
	@echo "== spelling"
	@git ls-files -z | xargs -0 $(BIN)/codespell

## bench: print the figures, each beside its baseline
bench: .venv/.dev
	@$(BIN)/python -m benchmarks

## draw: draw the tables and the scripts into docs/
draw: .venv/.runtime
	@$(BIN)/handrail draw

## fresh: fail if a picture in docs/ is older than what it shows
fresh: draw
	@stale=$$(git status --porcelain -- docs); if [ -n "$$stale" ]; then \
	  echo "Stale pictures. Run 'make draw' and commit:"; echo "$$stale"; exit 1; fi

## update: write the transcripts anew; then read the diff
update: .venv/.dev
	@$(BIN)/python -m pytest -q -m "not slow and not browser and not soak and not peers" --update tests/transcripts

## cover: branch coverage of bot/ by the fast tests
cover: .venv/.dev
	@$(BIN)/python -m pytest -q -m "not slow and not browser and not soak and not peers" --cov --cov-report=term-missing

## lock: choose all versions anew and write their hashes
lock: .venv/.dev
	@$(MAKE) lockfiles COMPILE="$(BIN)/python -m piptools compile"

# The run-time lock is chosen first and binds the other, so both hold the same versions.
COMPILE ?= pip-compile
LOCK = $(COMPILE) -q --upgrade --generate-hashes --allow-unsafe --strip-extras --all-build-deps \
  --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
  --no-emit-options --no-config
lockfiles:
	@echo "Choosing versions ..."
	@$(LOCK) -o requirements.lock pyproject.toml
	@$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

## chromium: find or install the browser that the browser tests drive
chromium:
	@if $(CHROMIUM); then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests ..."; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get -qq update && apt-get -qq install --no-install-recommends chromium fonts-liberation; } \
	    >/dev/null 2>&1 || true; \
	fi; \
	if ! $(CHROMIUM); then \
	  echo "**********************************************************************"; \
	  echo "*** NO CHROMIUM ON PATH: the browser tests will be SKIPPED.        ***"; \
	  echo "*** Install Debian's 'chromium', or run 'make chromium' as root.   ***"; \
	  echo "**********************************************************************"; \
	fi

## sbom: write what we are made of (CycloneDX), the same each time: build/sbom.json
sbom: .venv/.dev
	@mkdir -p build && $(BIN)/python -c 'from pathlib import Path; from adapters.supply import write; \
	  write(Path("."), Path("build/sbom.json"))' && echo "build/sbom.json"

## audit: known faults of what is locked: our own floors, and a public list where there is a network
audit: .venv/.dev
	@$(BIN)/python -m pytest -q -n 0 tests/assurance/test_supply.py
	@told=$$($(BIN)/pip-audit --disable-pip --require-hashes -r requirements.lock \
	  --progress-spinner off 2>&1) || true; \
	if grep -qE '^Found [0-9]+ known' <<<"$$told"; then echo "$$told"; exit 1; fi; \
	if grep -q '^No known vulnerabilities' <<<"$$told" && ! grep -q 'could not be audited' <<<"$$told"; \
	then echo "The public list has nothing against what is locked."; \
	else echo "The public list cannot be asked from here: our own floors alone were looked at."; fi

## clean: remove the virtual environment and everything built
clean:
	@rm -rf .venv .peers build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
	  .ruff_cache *.egg-info

## help: this list
help:
	@echo "Handrail. First time: make run"; sed -n 's/^## \([a-z]*\): /  make \1\t/p' Makefile | expand -t 16

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Handrail needs Python 3.11 or newer; '$(PYTHON)' is older or missing. Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "Could not make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

# Only what the lock names is installed, by its hash, and our own build uses the locked setuptools.
OURSELVES = $(PIP) --no-build-isolation -e .

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up Handrail in .venv (first time only: about half a minute) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(OURSELVES)
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up Handrail and its development tools in .venv (first time only: about a minute) ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(OURSELVES)
	@$(BIN)/python -m pip --disable-pip-version-check check >/dev/null || { $(BIN)/python -m pip check; exit 1; }
	@touch .venv/.runtime $@

# What is not ours is pinned, with its hashes; nothing of it is kept in git.
.peers/.done: tests/peers/package.json tests/peers/package-lock.json tests/peers/backlot.lock \
  | .venv/bin/python
	@command -v npm >/dev/null || { echo "The peers need npm, which comes with Node."; exit 1; }
	@echo "Installing emulate, backlot, Node, Slack's types and Teams' readers in .peers (about 400 MB) ..."
	@mkdir -p .peers && cp tests/peers/package.json tests/peers/package-lock.json .peers/
	@cd .peers && npm ci --silent --no-audit --no-fund
	@test -x .peers/python/bin/python || $(PYTHON) -m venv .peers/python
	@.peers/python/bin/python -m pip --disable-pip-version-check -qq install --no-deps \
	  --require-hashes -r tests/peers/backlot.lock
	@touch $@

.PHONY: run test soak peers pictures check static bench draw fresh update cover lock lockfiles chromium clean help
