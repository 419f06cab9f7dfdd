# Two commands do everything: `make run` sets up and runs the desk, `make test` sets up and runs the tests.
# The first call makes .venv and installs what requirements.lock pins; later calls start at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run demo test check lock clean

run: $(READY)
	$(BIN)/jitabata serve

demo: $(READY)
	$(BIN)/jitabata demo

test: $(READY)
	.ci/machine
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/jitabata check

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/lock

clean:
	rm -rf $(VENV)

$(READY): requirements.lock pyproject.toml
	PYTHON="$(PYTHON)" .ci/setup $(VENV)
	touch $(READY)
