# doudi: `make demo` and `make test` are all a new machine needs (Python 3.11 and make).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO_PEOPLE ?= 20000

.PHONY: help setup demo test slow bench lint clean
help:
	@echo "make setup   .venv with doudi in it"
	@echo "make demo    a sample province of $(DEMO_PEOPLE) people, and its night, under ./demo"
	@echo "make test    every test that runs in minutes"
	@echo "make slow    the others: stopped at any moment, unsteady nights and missing counties in a row, Great Expectations by itself"
	@echo "make bench   accuracy, speed and memory beside Splink and plain DuckDB; BENCH='night --people 200000' for one of them"
	@echo "make lint    ruff, mypy, and rules against policies"

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "doudi needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 setup")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: setup
	$(BIN)/doudi sample --people $(DEMO_PEOPLE) --out demo
	test -f demo/home/doudi.toml || $(BIN)/doudi init demo/home --region hubei
	$(BIN)/doudi run --inbox demo/inbox --home demo/home --as-of "$$(cat demo/truth/as_of.txt)" || test $$? -eq 3

test: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

slow: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

bench: $(VENV)/.bench-ready
	$(BIN)/python -m tests.benchmarks $(BENCH)

$(VENV)/.bench-ready: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m signals.lint

clean:
	rm -rf demo $(VENV) .mypy_cache .ruff_cache .pytest_cache
