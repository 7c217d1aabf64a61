# `make demo` and `make test` work on a fresh machine with Python 3.11+ and make; nothing is installed outside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check format bench train lock clean

$(VENV)/.runtime: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime
	$(BIN)/dragoman demo --ledger out/demo-ledger

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m dragoman.evaluate.gate

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/dictionaries.py

# Fits the learned event coder anew and writes its weights, calibration and figures; needs PLV's training table.
# For the soft labels of news sentences give folders or .jsonl files: make train TEXTS="DIR FILE".
train: training/.venv/.done
	training/.venv/bin/python training/train.py $(if $(PLV),--plv $(PLV)) $(if $(TEXTS),--texts $(TEXTS))

# torch comes as a build for the processor: the lock leaves out the CUDA libraries that the index's build for Linux wants.
training/.venv/.done: training/requirements.lock requirements.lock
	$(PYTHON) -m venv training/.venv
	training/.venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements.lock
	training/.venv/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r training/requirements.lock
	training/.venv/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation -e .
	@touch $@

# torch 2.13.0 for the processor (CPython 3.11, Linux x86-64), beside the hashes of the index's builds.
TORCH_CPU := sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b

# Rewrites the locks from pyproject.toml and training/requirements.in (needs uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    pyproject.toml tools/build.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    --extra dev pyproject.toml tools/build.in -c requirements.lock -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    --no-deps training/requirements.in -c requirements.lock -o training/requirements.lock
	sed -i '/^torch==/,/^[a-z]/ { /^    --hash/d }; s/^torch==.*/&\n    --hash=$(TORCH_CPU)/' training/requirements.lock

clean:
	rm -rf $(VENV) out build dist
