# Everything a developer or CI runs. Each target installs what it needs on Debian 12; nothing has to be running.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Where the system's Node.js is older than the tests' programs need, `make test-install` puts a newer one beside them.
NODE_RUNTIME := $(CURDIR)/tests/node/runtime/node_modules/.bin

export PATH := $(PATH):$(HOME)/.cargo/bin
# The checked-in query data are the truth at build time, even while DATABASE_URL names an empty database.
export SQLX_OFFLINE := true

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)
CARGO := cargo
# CI must not resolve newer dependencies than those checked in.
LOCKED := $(if $(CI),--locked)

.PHONY: FORCE help install test-install run test lint schema permissions sqlx generated bench ci reset

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

install: ## install PostgreSQL and Redis if they are missing
	@infra/install.sh

test-install: install ## also install Node.js, Chromium and their packages, which only the tests need
	@infra/install.sh tests

run: install ## start everything for this checkout and serve it on 127.0.0.1
	@$(CARGO) build $(LOCKED) --package wsparcie-server --bin wsparcie
	@exec $(TARGET_DIR)/debug/wsparcie up

# Built before the servers start: one set of dependency features, and nobody waits for the compiler with servers open.
test: test-install ## run every test on private, throw-away servers
	$(CARGO) test $(LOCKED) --workspace --no-run
	PATH="$(NODE_RUNTIME):$$PATH" $(TARGET_DIR)/debug/wsparcie-stack exec -- $(CARGO) test $(LOCKED) --workspace --no-fail-fast

lint: ## formatting and clippy, warnings are errors
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(LOCKED) --workspace --all-targets -- -D warnings

# Not straight into the file: a failed run would leave it empty.
$(TARGET_DIR)/schema.graphql $(TARGET_DIR)/permissions.md: FORCE
	@mkdir -p $(TARGET_DIR)
	@$(CARGO) run $(LOCKED) --quiet --package wsparcie-server --bin wsparcie -- $(basename $(notdir $@)) > $@.new
	@mv $@.new $@

schema: $(TARGET_DIR)/schema.graphql ## write gateway/schema.graphql anew
	cp $< gateway/schema.graphql

permissions: $(TARGET_DIR)/permissions.md ## write docs/permissions.md anew
	cp $< docs/permissions.md

sqlx: install ## write .sqlx anew, after a query or a migration changed
	$(CARGO) build $(LOCKED) --quiet --package wsparcie-stack
	$(TARGET_DIR)/debug/wsparcie-stack exec -- infra/sqlx.sh

generated: $(TARGET_DIR)/schema.graphql $(TARGET_DIR)/permissions.md ## fail if a generated file is out of date
	@diff -u gateway/schema.graphql $(TARGET_DIR)/schema.graphql || { echo 'out of date: run make schema' >&2; exit 1; }
	@diff -u docs/permissions.md $(TARGET_DIR)/permissions.md || { echo 'out of date: run make permissions' >&2; exit 1; }
	$(TARGET_DIR)/debug/wsparcie-stack exec -- infra/sqlx.sh --check

# Built before the servers start: with their DATABASE_URL the query macros would ask a database that has no tables yet.
bench: install ## measure what a hostile request costs, and the comparison of 400 projects, each as a ratio
	$(CARGO) bench $(LOCKED) --package wsparcie-gateway --bench guard
	$(CARGO) build $(LOCKED) --quiet --package wsparcie-stack
	$(CARGO) bench $(LOCKED) --package wsparcie-programmes --bench comparison --no-run
	$(TARGET_DIR)/debug/wsparcie-stack exec -- $(CARGO) bench $(LOCKED) --package wsparcie-programmes --bench comparison

ci: ## what CI runs: lint, every test, and the generated files
	$(MAKE) lint
	$(MAKE) test
	$(MAKE) generated

reset: ## forget the data that `make run` keeps for this checkout
	@$(CARGO) build $(LOCKED) --quiet --package wsparcie-stack
	@$(TARGET_DIR)/debug/wsparcie-stack reset .
	@rm -rf .wsparcie
