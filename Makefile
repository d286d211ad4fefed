# The two commands: `make site` builds the website, `make test` proves that everything works.
# Each sets up all it needs in .venv; only Python 3.11 or newer and make must be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV_LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate --quiet --upgrade --extra setup
NPM_LOCK := $(BIN)/npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
	--no-audit --no-fund
JOBS ?= auto
FORMAT ?= text

.PHONY: site test test-long serve check links docs pictures bench lint audit release mutants coverage \
	lock clean help

site: $(VENV)/site.done  ## build the website into site/
	@$(BIN)/signout schema --quiet
	$(BIN)/signout build

test: $(VENV)/test.done $(VENV)/editors.done lint  ## run all tests, in a real browser too
	@sh tests/chromium.sh
	@sh tests/servers.sh
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-long: $(VENV)/test.done $(VENV)/editors.done  ## run the tests that take too long for every change
	@sh tests/chromium.sh
	@sh tests/servers.sh
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m long --timeout 3600

lint: $(VENV)/test.done
	$(BIN)/ruff check generator tests bench docs requirements
	$(BIN)/ruff format --check generator tests bench docs requirements
	$(BIN)/mypy

serve: $(VENV)/site.done  ## show the website, and each change as you save it
	@$(BIN)/signout schema --quiet
	$(BIN)/signout serve

check: $(VENV)/site.done  ## check all specs
	@$(BIN)/signout schema --quiet
	@$(BIN)/signout check --format $(FORMAT)

links: $(VENV)/test.done  ## ask whether the pages that the specs cite are still there
	@$(BIN)/signout addresses | $(BIN)/linkchecker --stdin --check-extern --recursion-level=0 \
		--no-status --no-warnings

docs: $(VENV)/test.done  ## write the pages of docs/ that are made from the program anew
	$(BIN)/python -m docs.examples
	$(BIN)/python -m docs.problems
	$(BIN)/python -m docs.speed
	$(BIN)/python -m docs.licences
	$(BIN)/python -m docs.mutants

pictures: $(VENV)/test.done  ## take the pictures of the README anew, from the real site
	@sh tests/chromium.sh
	$(BIN)/python -m docs.pictures

bench: $(VENV)/bench.done $(VENV)/bench-node.done  ## measure the speed beside that of other generators
	@sh tests/chromium.sh
	$(BIN)/python -m bench

audit: $(VENV)/audit.done $(VENV)/editors.done  ## ask whether a dependency is known to be vulnerable
	@$(BIN)/python -m requirements.audit

release: $(VENV)/test.done  ## make the files of a release from what is committed, into build/release/
	@$(BIN)/python -m requirements.release

mutants: $(VENV)/test.done  ## see which mistakes, planted in the program, no test notices
	$(BIN)/python -m tests.mutants

coverage: $(VENV)/test.done $(VENV)/editors.done  ## see which branches of the program no test takes
	@sh tests/chromium.sh
	@sh tests/servers.sh
	$(BIN)/python -m tests.branches -n $(JOBS) --dist worksteal

lock:  ## pin the dependencies anew (needs uv)
	$(UV_LOCK) -o requirements/site.lock
	$(UV_LOCK) --extra test -c requirements/site.lock -o requirements/test.lock
	$(UV_LOCK) --extra test --extra audit -c requirements/test.lock -o requirements/audit.lock
	$(UV_LOCK) --extra bench -c requirements/site.lock -o requirements/bench.lock
	$(NPM_LOCK) --prefix requirements/editors
	$(NPM_LOCK) --prefix requirements/bench-node

clean:  ## remove everything that was set up or built
	rm -rf $(VENV) site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST)

$(VENV)/venv.done:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Install one, or name it: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

# The language server of editors of YAML, which the tests of completion ask, and corpora of hard input.
$(VENV)/editors.done: requirements/editors/package-lock.json $(VENV)/test.done
	@mkdir -p $(VENV)/editors
	@cp requirements/editors/package.json requirements/editors/package-lock.json $(VENV)/editors/
	$(BIN)/npm ci --prefix $(VENV)/editors --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Eleventy, which the benchmark measures.
$(VENV)/bench-node.done: requirements/bench-node/package-lock.json $(VENV)/bench.done
	@mkdir -p $(VENV)/bench-node
	@cp requirements/bench-node/package.json requirements/bench-node/package-lock.json $(VENV)/bench-node/
	$(BIN)/npm ci --prefix $(VENV)/bench-node --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/%.done: requirements/%.lock pyproject.toml $(VENV)/venv.done
	$(PIP) install --require-hashes -r $<
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
