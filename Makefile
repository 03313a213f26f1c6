# make test, make demo: on a machine with Python 3.11 or newer, its pip and make; nothing to be done before.
# PYTHON=python3.13 chooses the interpreter that the environment .venv is made of.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := test
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PYTHONUTF8 := 1

# An environment whose interpreter went away, or that came along with a copied folder, is made anew.
ifneq ($(shell $(BIN)/python -c pass 2>/dev/null && cat $(VENV)/.made-in 2>/dev/null),$(CURDIR))
.PHONY: $(BIN)/python
endif

.PHONY: test demo bench clean

test: $(DEV_STAMP)  ## everything that must hold
	@step() { echo; echo "== $$*"; "$$@"; }
	step $(BIN)/ruff check .
	step $(BIN)/ruff format --check .
	step $(BIN)/mypy
	step $(BIN)/lint-imports
	step $(BIN)/python -m docs.generate --check
	step $(BIN)/python -m golden check
	step $(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

demo: $(RUN_STAMP)  ## a rubric extracted, a report audited against it
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash docs/demo.sh

bench: $(RUN_STAMP)  ## the PDF reader beside other libraries
	@$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m bench read corpora/*.pdf

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(DEV_STAMP): $(RUN_STAMP)
	@echo "installing the tools of the tests into $(VENV)"
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(RUN_STAMP): pyproject.toml $(BIN)/python
	@echo "installing zicha into $(VENV)"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(BIN)/python:
	@python="$${PYTHON:-}"
	new='import sys; sys.exit(sys.version_info < (3, 11))'
	if [ -z "$$python" ]; then
	  for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
	    if "$$candidate" -c "$$new" 2>/dev/null; then python="$$candidate"; break; fi
	  done
	fi
	if [ -z "$$python" ] || ! "$$python" -c "$$new" 2>/dev/null; then
	  found=$$("$${python:-python3}" --version 2>/dev/null || echo none)
	  echo "zicha needs Python 3.11 or newer; found: $$found." >&2
	  echo "Install one, or name it: make test PYTHON=/path/to/python3.12" >&2
	  exit 1
	fi
	echo "making $(VENV) with $$("$$python" --version)"
	rm -rf $(VENV)
	if ! "$$python" -m venv $(VENV) >/dev/null 2>&1; then  # Debian's python3 without python3-venv has pip all the same
	  rm -rf $(VENV)
	  "$$python" -m venv --without-pip $(VENV) && "$$python" -m pip --python $(BIN)/python install --quiet pip || {
	    rm -rf $(VENV)
	    echo "$$python can make no environment: it lacks pip or venv (Debian: apt install python3-venv)." >&2
	    exit 1
	  }
	fi
	echo "$(CURDIR)" > $(VENV)/.made-in
