# Everything a developer, a user or a build machine runs. `make` alone lists it.
# Needs GNU make 4 and bash; every target works with no standard input.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:

VENV   := .venv
BIN    := $(VENV)/bin
BUILD  := build
LOCK   := requirements/lock.txt

# Settings: `make run SPEED=1`, `make plan NIGHT=2025-09-07`,
# `make test PYTEST_ARGS="-k greedy"`.
PYTHON ?=
# `make run`: what is flown, how fast, where it is served; with RUN_SECONDS=30 it stops
# by itself, as it does after a minute where nobody looks on (no terminal).
SCENARIO    ?= configs/exercises/night_2025_09_07.toml
SPEED       ?= 1
SKIP        ?= 5400
PORT        ?=
RUN_SECONDS ?=
NIGHT  ?= 2025-09-07
AT     ?= 03:00
SEED   ?= 1
# `make campaign SCENARIOS="tiny two_waves" POLICIES=priced,greedy_soonest RUNS=10`
SCENARIOS ?= all
POLICIES  ?= all
RUNS      ?= 30
# Worker processes of the test suite; 0 runs it in one process.
JOBS   ?= 2
PYTEST_ARGS ?=

say = printf '%s\n'

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' \
	    $(MAKEFILE_LIST)

# ------------------------------------------------------------------ environment

# Stamps make set-up idempotent: a step runs again only if its input changed.
VENV_STAMP    := $(VENV)/.made
DEPS_STAMP    := $(VENV)/.dependencies
PROJECT_STAMP := $(VENV)/.project
CONSOLE_PAGE  := src/zaslin/static/index.html
WARM_STAMP    := $(VENV)/.warm

# A moved checkout or a Python that went away makes the environment anew.
USABLE := $(shell [ "$$(cat $(VENV_STAMP) 2>/dev/null)" = "$(CURDIR)" ] \
    && $(BIN)/python -c pass 2>/dev/null && echo yes)
ifneq ($(USABLE),yes)
.PHONY: $(VENV_STAMP)
endif

# An account without a home of its own, as on some build machines.
ifneq ($(shell [ -n "$${UV_CACHE_DIR:-$${XDG_CACHE_HOME:-}}" ] || [ -w "$${HOME:-/nonexistent}" ] || echo no),)
export UV_NO_CACHE := 1
endif

COMPILED := $(shell grep -rl --include='*.py' numba src/zaslin 2>/dev/null)

.PHONY: setup
setup: $(PROJECT_STAMP) $(WARM_STAMP) $(CONSOLE_PAGE) ## create .venv with everything locked, ready to run
	@$(say) "setup: ready ($(BIN)/zaslin)"

$(VENV_STAMP): requirements/venv.sh
	@PYTHON="$(PYTHON)" ./requirements/venv.sh
	@$(say) "$(CURDIR)" >$@

$(DEPS_STAMP): $(VENV_STAMP) $(LOCK)
	@$(say) "setup: installing the locked dependencies"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
	    --require-hashes -r $(LOCK)
	@touch $@

# The build back-end comes from the lock as well, hence no build isolation.
$(PROJECT_STAMP): $(DEPS_STAMP) pyproject.toml
	@$(say) "setup: installing zaslin itself (editable)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps \
	    --no-build-isolation --editable .
	@touch $@

# Compiled kernels are cached on disk, so that the first plan is not the slow one.
# numba does not notice a change in a function that a cached one calls from another
# module, so one change empties the whole cache.
# Reasons too: kernels hold their numbers.
$(WARM_STAMP): $(PROJECT_STAMP) $(COMPILED) $(wildcard src/zaslin/cli/warm.py src/zaslin/domain/reason.py)
	@find src/zaslin \( -name '*.nbi' -o -name '*.nbc' \) -delete
	@if $(BIN)/zaslin warm --help </dev/null >/dev/null 2>&1; then \
	    $(say) "setup: compiling the numeric kernels (once, about a minute)"; \
	    $(BIN)/zaslin warm </dev/null >&2; \
	else \
	    $(say) "setup: 'zaslin warm' does not run, so the first plan compiles"; \
	fi
	@touch $@

# ----------------------------------------------------------------------- console

# The operator console: packages by lock file from the registry, built into the
# package's static folder, which git ignores.
CONSOLE       := src/console
CONSOLE_STAMP := $(CONSOLE)/node_modules/.installed
CONSOLE_CODE  := $(shell find $(CONSOLE) -name node_modules -prune -o -type f -print)

$(CONSOLE_STAMP): $(CONSOLE)/package-lock.json requirements/node.sh
	@./requirements/node.sh
	@$(say) "setup: installing the locked packages of the console"
	@cd $(CONSOLE) && npm ci --silent </dev/null >&2
	@touch $@

$(CONSOLE_PAGE): $(CONSOLE_STAMP) $(CONSOLE_CODE) configs/places/places.toml
	@$(say) "setup: building the console"
	@cd $(CONSOLE) && node tools/bundle.mjs </dev/null

.PHONY: console
console: $(CONSOLE_PAGE) ## build the operator console

.PHONY: console-types
console-types: $(CONSOLE_STAMP) ## types of the console (tsc, strict)
	@$(say) "console-types:"
	@cd $(CONSOLE) && npm run --silent types </dev/null

.PHONY: console-test
console-test: $(CONSOLE_STAMP) ## the console's own tests (node)
	@cd $(CONSOLE) && npm run --silent test </dev/null

# ------------------------------------------------------------------------- using

.PHONY: run
run: setup ## serve a raid of 2025 as a live simulation; prints address, login, first plan
	@mkdir -p $(BUILD)
	@seconds="$(RUN_SECONDS)" port="$(PORT)"; \
	if ! { [ -t 0 ] && [ -t 1 ]; }; then \
	    : "$${seconds:=60}" "$${port:=0}"; \
	fi; \
	: "$${port:=8000}"; \
	if [ -n "$$seconds" ]; then \
	    $(say) "run: stops by itself $$seconds s after the first plan"; \
	else \
	    $(say) "run: Ctrl-C stops it"; \
	fi; \
	ZASLIN_LOG_LEVEL=$${ZASLIN_LOG_LEVEL:-warning} ZASLIN_LOG_FORM=text \
	    exec $(BIN)/zaslin serve --demo --db sqlite:///$(BUILD)/service.db \
	    --scenario $(SCENARIO) --speed $(SPEED) --skip $(SKIP) --seed $(SEED) --port "$$port" \
	    $${seconds:+--stop-after "$$seconds"} </dev/null

.PHONY: plan
plan: setup ## plan once against a raid of 2025: picture and plan under build/
	@mkdir -p $(BUILD)
	@$(BIN)/zaslin raid --night $(NIGHT) --at $(AT) --seed $(SEED) \
	    </dev/null >$(BUILD)/picture.json
	@$(BIN)/zaslin plan $(BUILD)/picture.json </dev/null
	@$(BIN)/zaslin plan --json $(BUILD)/picture.json </dev/null >$(BUILD)/plan.json
	@$(say) "" \
	    "plan: simulated the raid of $(NIGHT) at $(AT) (seed $(SEED)) and planned against it." \
	    "  picture  $(BUILD)/picture.json" \
	    "  plan     $(BUILD)/plan.json" \
	    "Every number is notional.  Next: $(BIN)/zaslin --help"

# ---------------------------------------------------------------------- checking

.PHONY: test
test: setup ## the tests, architecture and documentation examples included
	@./requirements/postgres.sh </dev/null
	@$(MAKE) console-test
	@$(BIN)/python -m pytest -q -n $(JOBS) $(PYTEST_ARGS) </dev/null
	@$(say) "test: ran the fast suite, the architecture tests and every example in" \
	    "  the documentation; 'make deep' and 'make bench' run the rest."

.PHONY: check
check: fmt-check lint types console-types layers test ## every gate in this order, stop at the first failure
	@$(say) "check: format, lint, types, layers, tests and documentation are fine."

.PHONY: fmt
fmt: setup ## format the code and fix what can be fixed
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

.PHONY: fmt-check
fmt-check: setup ## is the code formatted?
	@$(say) "fmt-check:"
	@$(BIN)/ruff format --check

.PHONY: lint
lint: setup ## style, complexity and banned calls (ruff)
	@$(say) "lint:"
	@$(BIN)/ruff check

.PHONY: types
types: setup ## types of the source and the tests (mypy, strict)
	@$(say) "types:"
	@$(BIN)/mypy

.PHONY: layers
layers: setup ## who may import whom (import-linter)
	@$(say) "layers:"
	@$(BIN)/lint-imports

.PHONY: deep
deep: setup ## the thorough tests: long property runs and scenarios
	@./requirements/postgres.sh
	@./requirements/chromium.sh
	@$(BIN)/python -m pytest -q -n $(JOBS) -m deep --hypothesis-profile=deep \
	    $(PYTEST_ARGS) </dev/null

.PHONY: bench
bench: setup ## speed and gap on fixed instances, one process; writes docs/bench-live.md
	@$(BIN)/python -m pytest -q -m bench -s $(PYTEST_ARGS) </dev/null
	@$(BIN)/zaslin bench live --write docs/bench-live.md </dev/null
	@$(BIN)/zaslin wta bench --write docs/bench-wta.md </dev/null
	@$(BIN)/zaslin wta bench --scaling --write docs/bench-wta.md </dev/null
	@$(BIN)/zaslin bench serve --write docs/bench-serve.md </dev/null

.PHONY: bench-console
bench-console: setup ## frames and memory of the console under two thousand tracks
	@./requirements/chromium.sh
	@$(BIN)/python -m tests.console_frames --tracks 2000 --rate-hz 5 --minutes 10 </dev/null

.PHONY: campaign
campaign: setup ## all policies in all scenarios, for hours; goes on where it stopped
	@mkdir -p $(BUILD)
	@$(BIN)/zaslin campaign $(SCENARIOS) --policies $(POLICIES) --runs $(RUNS) \
	    --seed $(SEED) --out $(BUILD)/campaign </dev/null
	@$(say) "campaign: tables and plots are in $(BUILD)/campaign."

# ------------------------------------------------------------------- maintaining

.PHONY: lock
lock: $(VENV_STAMP) ## write requirements/lock.txt anew from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --quiet --all-extras --group dev \
	    --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-annotate --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" --output-file $(LOCK)
	@$(say) "lock: wrote $(LOCK); run 'make setup' to install it."

.PHONY: clean
clean: ## remove the environment, caches and everything built
	@rm -rf $(VENV) $(BUILD) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    .import_linter_cache .coverage htmlcov
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@$(say) "clean: done; 'make setup' starts again."
