# Two Plus Two. `make help` lists the commands; each does all its own set-up.
.DEFAULT_GOAL := help
VENV    := .venv
LOWEST  := .venv-lowest
BIN     := $(VENV)/bin
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
PORT    ?= 8000
PYTHON  ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
             $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BROWSER ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# Playwright keeps an event loop in its process, which notebooks and posters cannot share.
PAGES    := tests/browser tests/runtime tests/book/test_formulas_drawn.py
NO_PAGES := $(addprefix --ignore=,$(PAGES))
export CHROMIUM ?= $(BROWSER)
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes

.PHONY: help book serve test test-all bench data check format lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

book: $(VENV)/.book ## build the whole site into _build/html
	@$(BIN)/jupyter-book build --quiet -W -n --keep-going .
	@echo "The site is in _build/html. Look at it: make serve"

serve: ## serve the built site on this machine (PORT=8000)
	@test -f _build/html/index.html || { echo "Nothing is built yet. Run: make book"; exit 1; }
	@echo "Open http://localhost:$(PORT)/ (Ctrl+C stops)"
	@$(PYTHON) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

test: $(VENV)/.dev $(LOWEST)/.ready chromium book ## run every test, slow families on a fixed sample
	@echo "== the base install at its lowest versions"
	@$(LOWEST)/bin/python -m pytest tests/data tests/models tests/capstone tests/charts tests/explorers \
	  tests/test_reference.py -m "not browser and not book"
	@echo "== the pinned versions"
	@$(BIN)/python -m pytest -n $(JOBS) -m "not speed" $(NO_PAGES)
	@echo "== the pages in Chromium"
	@$(BIN)/python -m pytest -n $(JOBS) -m "not speed" $(PAGES)

test-all: $(VENV)/.dev $(LOWEST)/.ready chromium book ## run every test with the full counts, and the budgets of time
	@$(LOWEST)/bin/python -m pytest tests/data tests/models tests/capstone tests/charts tests/explorers \
	  tests/test_reference.py -m "not browser and not book"
	@$(BIN)/python -m pytest -n $(JOBS) -m "not speed" $(NO_PAGES)
	@TWOPLUSTWO_FULL=1 $(BIN)/python -m pytest -n $(JOBS) -m "not speed" $(PAGES)
	@TWOPLUSTWO_FULL=1 $(BIN)/python -m pytest -m speed tests/browser tests/runtime

bench: $(VENV)/.dev chromium book ## measure weight and speed; figures stand in bench/README.md
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/explorers.py

data: $(VENV)/.dev ## check every table: schema, keys, sources, ranges, rules
	@$(BIN)/twoplustwo data check

check: $(VENV)/.dev ## lint the code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: $(VENV)/.dev ## write the pinned requirements anew from pyproject.toml
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python .ci/lock.py

clean: ## remove everything that was built
	@rm -rf _build dist .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +

.PHONY: chromium
chromium:
	@test -n "$(CHROMIUM)" || { echo "The tests need Chromium. Install it: apt-get install chromium (or set CHROMIUM=/path/to/it)"; exit 1; }

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Install it: apt-get install python3 python3-venv"; exit 1; }
	@echo "Making the environment $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is missing. Install it: apt-get install python3-venv"; exit 1; }

$(LOWEST)/bin/python:
	@$(PYTHON) -m venv $(LOWEST) || { rm -rf $(LOWEST); echo "The venv module is missing. Install it: apt-get install python3-venv"; exit 1; }

$(VENV)/.book: $(VENV)/bin/python requirements.txt
	@echo "Installing the build environment (pinned, about a minute)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.book requirements-dev.txt pyproject.toml
	@echo "Installing the test environment (pinned)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(LOWEST)/.ready: $(LOWEST)/bin/python tests/requirements-lowest.txt
	@echo "Installing the lowest versions that the base install allows"
	@$(LOWEST)/bin/python -m pip install $(PIP_FLAGS) -r tests/requirements-lowest.txt
	@echo "$(CURDIR)/src" > $$($(LOWEST)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/twoplustwo.pth
	@touch $@
