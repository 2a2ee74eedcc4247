# Sottovoce: `make run` starts the gateway, `make test` proves it. Everything else serves these two.

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TESTED := $(VENV)/.ready-for-tests

# Debian packages that `make test` talks to: real SIP peers and recorded human speech.
PEERS := redis-server sip-tester baresip-core sipsak kamailio linphone-cli asterisk-core-sounds-en-wav coturn strace chromium

.DEFAULT_GOAL := help
.PHONY: help run setup test setup-tests bench train-tagger redaction-report lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup ## set everything up and start the gateway (SIP on 5060, page on 8080)
	@exec $(BIN)/sottovoce serve --data-dir data $(ARGS)

setup: $(READY) ## venv, locked packages, weights; does nothing when all is in place

$(READY): requirements.lock pyproject.toml .ci/python
	@.ci/python $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

test: setup-tests ## lint, types, and every test against real peers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest $(ARGS)

setup-tests: $(TESTED)
	@.ci/peers $(PEERS)

$(TESTED): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

bench: setup-tests ## print the tables of docs/performance.md
	$(BIN)/python -m bench $(ARGS)

train-tagger: setup-tests ## train the tagger of redaction again, bit for bit
	$(BIN)/python -m privacy.training.train

redaction-report: setup-tests ## leak and over-masking on our development sets; HEARD=1: said and heard too
	$(BIN)/python -m bench.redaction_report --show
	$(if $(HEARD),$(BIN)/python -m bench.redaction_heard)

lock: ## resolve pyproject.toml again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url pyproject.toml --group build -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove the venv and what tools left behind
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
