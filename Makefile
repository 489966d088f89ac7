# Two Plus Two. `make help` lists the commands; each does all its own set-up.
.DEFAULT_GOAL := help
VENV    := .venv
LOWEST  := .venv-lowest
BIN     := $(VENV)/bin
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
# A page test waits for its browser about half of its time.
READERS ?= $(shell echo $$(($(JOBS) * 2)))
PORT    ?= 8000
PYTHON  ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
             $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BROWSER ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# Playwright keeps an event loop in its process, which notebooks and posters cannot share.
# What takes longest comes first.
PAGES    := tests/lite/pages tests/offline tests/browser tests/runtime tests/binder \
            tests/book/test_formulas_drawn.py
# One after the other: they measure.
TIMED    := tests/browser/test_speed.py tests/runtime/test_speed.py
NO_PAGES := $(addprefix --ignore=,$(PAGES))
export CHROMIUM ?= $(BROWSER)
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes

# One environment is installed while the other is.
MAKEFLAGS += --jobs=2 --no-print-directory

.PHONY: help site book serve test test-all bench binder data check format lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

site: $(VENV)/.site ## build the site with its own Python in the browser, and the downloads
	@TWOPLUSTWO_LITE=1 $(BIN)/jupyter-book build --quiet -W -n --keep-going .
	@PYTHONPATH=src $(BIN)/python -m twoplustwo.lite
	@PYTHONPATH=src $(BIN)/python -m twoplustwo.book.offline
	@echo "Look at it: make serve"

book: $(VENV)/.book ## build the whole site into _build/html
	@$(BIN)/jupyter-book build --quiet -W -n --keep-going .
	@echo "The site is in _build/html. Look at it: make serve"

serve: ## serve the built site on this machine (PORT=8000)
	@test -f _build/html/index.html || { echo "Nothing is built yet. Run: make book"; exit 1; }
	@echo "Open http://localhost:$(PORT)/ (Ctrl+C stops)"
	@$(PYTHON) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

# instructor edition only: begin
site: exercises # the students' notebooks, which the student edition holds already
# instructor edition only: end

test: $(VENV)/.dev $(LOWEST)/.ready chromium site ## run every test, slow families on a fixed sample
	@echo "== the base install at its lowest versions"
	@$(LOWEST)/bin/python -m pytest -n $(JOBS) tests/data tests/models tests/capstone tests/charts tests/explorers \
	  tests/test_reference.py -m "not browser and not book"
	@echo "== the pinned versions"
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -m "not speed" $(NO_PAGES)
	@echo "== the pages in Chromium"
	@$(BIN)/python -m pytest -n $(READERS) --dist loadgroup -m "not speed" $(PAGES)
	@echo "== the budgets of time"
	@$(BIN)/python -m pytest -m speed $(TIMED)

test-all: $(VENV)/.dev $(LOWEST)/.ready chromium site ## run every test with the full counts, and the budgets of time
	@$(LOWEST)/bin/python -m pytest -n $(JOBS) tests/data tests/models tests/capstone tests/charts tests/explorers \
	  tests/test_reference.py -m "not browser and not book"
	@TWOPLUSTWO_FULL=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup -m "not speed" $(NO_PAGES)
	@TWOPLUSTWO_FULL=1 $(BIN)/python -m pytest -n $(READERS) --dist loadgroup -m "not speed" $(PAGES)
	@TWOPLUSTWO_FULL=1 $(BIN)/python -m pytest -m speed $(TIMED) tests/lite/pages/test_speed.py

bench: $(VENV)/.dev chromium site ## measure weight and speed; figures stand in bench/README.md
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/explorers.py
	@$(BIN)/python bench/lite.py
# instructor edition only: begin
	@$(BIN)/python bench/grading.py
# instructor edition only: end

binder: $(VENV)/.dev chromium ## build Binder's environment from nothing, use it, and record its size
	@$(BIN)/python bench/binder.py
	@TWOPLUSTWO_FULL=1 $(BIN)/python -m pytest tests/binder

data: $(VENV)/.dev ## check every table: schema, keys, sources, ranges, rules
	@$(BIN)/twoplustwo data check

check: $(VENV)/.dev ## lint the code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

# instructor edition only: begin
.PHONY: exercises edition
exercises: exercises/notebooks/.made ## write the sets' catalogue and their common notebooks, for the book

exercises/notebooks/.made: $(VENV)/.dev _config.yml exercises/map.yml \
    $(wildcard exercises/*/master.md exercises/*/*.py exercises/*/*.yml) \
    $(wildcard src/twoplustwo/exercises/*.py src/twoplustwo/publish/*.py)
	@$(BIN)/python -m twoplustwo.publish
	@touch $@

edition: $(VENV)/.dev ## write the public student edition into the folder TO
	@test -n "$(TO)" || { echo "Say where: make edition TO=../two-plus-two"; exit 1; }
	@$(BIN)/twoplustwo publish "$(TO)"

lock: $(VENV)/.dev ## write the pinned requirements anew from pyproject.toml
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python .ci/lock.py
# instructor edition only: end

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

$(VENV)/.site: $(VENV)/.book requirements-site.txt
	@echo "Installing what builds the browser's Jupyter (pinned)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements-site.txt
	@touch $@

# After what builds Jupyter: two installers in one environment would get into each other's way.
$(VENV)/.dev: $(VENV)/.site requirements-dev.txt pyproject.toml
	@echo "Installing the test environment (pinned)"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(LOWEST)/.ready: $(LOWEST)/bin/python tests/requirements-lowest.txt
	@echo "Installing the lowest versions that the base install allows"
	@$(LOWEST)/bin/python -m pip install $(PIP_FLAGS) -r tests/requirements-lowest.txt
	@echo "$(CURDIR)/src" > $$($(LOWEST)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/twoplustwo.pth
	@touch $@
