# make test, make demo: on a machine with Python 3.11 or newer, its pip and make; nothing to be done before.
# PYTHON=python3.13 chooses the interpreter that the environment .venv is made of.

VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PYTHONUTF8 := 1

.PHONY: test coverage demo bench clean

# Everything that must hold. The tests come last, so that their summary ends the output.
test: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check
	$(BIN)/python -m pytest -n 2

# Which lines the tests reach; counting them takes half as long again as the tests alone.
coverage: $(DEV_STAMP)
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

# A rubric extracted, a report audited against it.
demo: $(RUN_STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash docs/demo.sh

# Everything that docs/performance.md says, measured anew: takes a quarter of an hour.
bench: $(RUN_STAMP)
	@$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

# An environment whose interpreter went away, or that came along with a copied folder, is made anew.
ifneq ($(shell $(BIN)/python -c pass 2>/dev/null && cat $(VENV)/.made-in 2>/dev/null),$(CURDIR))
.PHONY: $(BIN)/python
endif

$(BIN)/python:
	@bash .ci/venv $(VENV)

$(RUN_STAMP): pyproject.toml $(BIN)/python
	@echo "installing zicha into $(VENV)"
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "installing the tools of the tests into $(VENV)"
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
