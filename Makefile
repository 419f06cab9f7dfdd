# Two commands do everything: `make run` sets up and runs the desk, `make test` sets up and runs the tests.
# The first call makes .venv and installs what requirements.lock pins (for tests requirements-dev.lock, which holds the
# same and more); later calls start at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
READY_TO_MUTATE := $(VENV)/.ready-to-mutate

# A run compiles what it imports once and keeps it, whatever the shell says: each of two workers and every process of a
# test would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo test mutants check develop lock clean

run: $(READY)
	$(BIN)/jitabata serve

demo: $(READY)
	$(BIN)/jitabata demo

test: develop
	.ci/machine
	$(BIN)/python -m pytest

# Of small changes of the core (a bound one higher, a condition turned round), how many its nearest tests notice:
# `make mutants SAMPLE=50`, `make mutants SAMPLE=all`. One process; the same sample each time.
SAMPLE ?= 200
mutants: $(READY_TO_MUTATE)
	$(BIN)/python -m tests.benchmarks.mutants --sample $(SAMPLE)

check: $(READY)
	$(BIN)/jitabata check

develop: $(READY_TO_TEST)

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lock

clean:
	rm -rf $(VENV)

$(READY): requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" .ci/setup $(VENV) requirements.lock
	@touch $(READY)

$(READY_TO_TEST): requirements-dev.lock pyproject.toml
	@PYTHON="$(PYTHON)" .ci/setup $(VENV) requirements-dev.lock
	@touch $(READY) $(READY_TO_TEST)

$(READY_TO_MUTATE): requirements-mutants.lock pyproject.toml
	@PYTHON="$(PYTHON)" .ci/setup $(VENV) requirements-mutants.lock
	@touch $(READY) $(READY_TO_TEST) $(READY_TO_MUTATE)
