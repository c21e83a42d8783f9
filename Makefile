# `make demo` and `make test` are all anybody has to type. Needed: Python 3.11 or newer with venv, and make.
# Everything else comes from the lock file, from the ordinary Python package index, into .venv.

UV_VERSION := 0.13.9
BIN := .venv/bin
SYNC := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --locked --compile-bytecode --quiet
WORKERS ?= 2
# The extras of pyproject.toml; each can be installed beside the others.
EXTRAS := bayes fast fit frames lab lan parquet video

.DEFAULT_GOAL := help
.PHONY: help demo $(EXTRAS) test test-long coverage validate validate-full bench docs gallery lint clean

help:
	@echo "make demo           the whole loop on real and simulated runners; writes one report to open"
	@echo "make lab            also install what reads C3D files; so does make video for films, make lan for phones,"
	@echo "                    make fit for workouts of watches, make parquet, make frames, make bayes, make fast"
	@echo "make test           every capability; make test-long: the same at length, in more places (tests/long.toml)"
	@echo "make coverage       every test, and which lines none of them runs (takes half as long again)"
	@echo "make validate       regenerate every accuracy figure of the docs (validate-full: the slow ones too)"
	@echo "make bench          regenerate every speed figure of the docs"
	@echo "make fuzz           break files for ten minutes a reader; what a reader does wrong lands in .cache/fuzz"
	@echo "make docs           regenerate the generated pages under docs/reference"
	@echo "make site           the docs as pages to click through and search, without any network"
	@echo "make gallery        make the pictures of the docs again (needs chromium)"
	@echo "make lint           format, lint, types, import contracts, lock file, generated pages"

demo: .venv/ready-demo
	@$(BIN)/evenstride demo

$(EXTRAS): .venv/ready-demo
	@$(SYNC) --no-dev --inexact --extra $@

# As many processes as processors: threads of linear algebra on top of them only wait for each other; and generated
# pages are the same to the last digit only with as many threads.
test test-long coverage docs lint gallery validate: export OPENBLAS_NUM_THREADS := 1

test: .venv/ready-test
	@$(BIN)/pytest -n $(WORKERS) --dist loadscope -m "not long"

test-long: .venv/ready-test
	@$(BIN)/pytest -n $(WORKERS) --dist loadscope -m long

coverage: .venv/ready-test
	@$(BIN)/pytest -n $(WORKERS) --dist loadscope --cov=evenstride --cov-report=term

validate: .venv/ready-test
	@$(BIN)/python -m validation
	@$(BIN)/python -m tools.make_docs

validate-full: .venv/ready-test
	@$(BIN)/python -m validation --full
	@$(BIN)/python -m tools.make_docs

bench: .venv/ready-test
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m tools.make_docs

.PHONY: fuzz
# FUZZ="--seconds 60 TCX GPX" fuzzes less.
fuzz: .venv/ready-test
	@$(BIN)/python -m tools.fuzz $(FUZZ)

docs: .venv/ready-test
	@$(BIN)/python -m tools.make_docs

.PHONY: site
site: .venv/ready-test
	@$(BIN)/python -m tools.make_site

gallery: .venv/ready-test
	@$(BIN)/python -m tools.make_gallery

lint: .venv/ready-test
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.check_lock
	@$(BIN)/python -m tools.make_docs --check

clean:
	rm -rf .venv .cache .pytest_cache .ruff_cache .import_linter_cache

# Sources are compiled here because an environment may forbid Python to do it later, and then every start crawls.
# --inexact: `make demo` after `make test` must not throw the test tools away.
.venv/ready-demo: .venv/ready-uv pyproject.toml uv.lock
	@echo "Installing Evenstride into .venv from uv.lock ..."
	@$(SYNC) --no-dev --inexact
	@$(BIN)/python -m compileall -q src
	@touch $@

.venv/ready-test: .venv/ready-demo
	@echo "Installing the test tools into .venv from uv.lock ..."
	@$(SYNC)
	@touch $@

.venv/ready-uv: Makefile tools/find_python.sh
	@python=$$(PYTHON="$(PYTHON)" sh tools/find_python.sh) && "$$python" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
