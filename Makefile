# Two commands do everything: `make run` sets up and runs the desk, `make test` sets up and runs the tests.
# The first call makes .venv and installs what requirements.lock pins (for tests requirements-dev.lock, which holds the
# same and more); later calls start at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test

# A run compiles what it imports once and keeps it, whatever the shell says: each of two workers and every process of a
# test would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo test check develop lock clean

run: $(READY)
	$(BIN)/jitabata serve

demo: $(READY)
	$(BIN)/jitabata demo

test: develop
	.ci/machine
	$(BIN)/python -m pytest

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
