# rankd: `make run` does everything and serves, `make test` runs every test. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
ADMIN_PORT ?= 9090
THREADS ?= 1
SECONDS ?= 60
RANKD_HOME ?= .rankd
export RANKD_HOME
export RANKD_PYTHON := $(CURDIR)/.venv/bin/python3

BIN := .build/release

help: ## This list.
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the system packages that are missing and the Python client's packages.
	@.ci/setup run

build: setup ## Build release.
	@swift build -c release --product rankd
	@swift build -c release --product rankctl

train: build ## Fetch the data and the encoder, embed, train; does nothing where all is there.
	@$(BIN)/rankctl fetch movielens-100k encoder
	@$(BIN)/rankctl train --if-needed

run: train ## The main job: fetch, embed, train, evaluate, serve, and show a real answer (ONCE=1: then end).
	@$(BIN)/rankctl evaluate
	@PORT=$(PORT) ADMIN_PORT=$(ADMIN_PORT) THREADS=$(THREADS) ONCE=$(ONCE) .ci/serve

serve: build ## Serve the trained bundle (PORT=, ADMIN_PORT=, THREADS=).
	@exec $(BIN)/rankd serve --bundle $(RANKD_HOME)/bundles/current \
	  --port $(PORT) --admin-port $(ADMIN_PORT) --threads $(THREADS)

test: ## Install what the tests need, lint, and run them all.
	@.ci/setup test
	@$(MAKE) --no-print-directory lint
	@swift build -c release --build-tests
	@$(BIN)/rankctl fetch movielens-100k encoder
	@$(BIN)/rankctl train --if-needed
	@swift test -c release --skip-build
	@$(RANKD_PYTHON) Benchmarks/budgets

test-all: ## The tests and their long forms.
	@RANKD_LONG_TESTS=1 $(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory image-check

# The steps of the nightly pipeline, one by one and in a row; .github/workflows/retrain.yml runs the same.
candidate: build ## Fetch, embed and train a candidate beside what serves.
	@$(BIN)/rankctl fetch movielens-100k encoder
	@$(BIN)/rankctl train --link candidate

evaluate: build ## Evaluate the candidate and write evaluation.html.
	@$(BIN)/rankctl evaluate --bundle candidate --report evaluation.html

gate: build ## Refuse a candidate that is worse than what serves.
	@$(BIN)/rankctl gate --baseline current --candidate candidate

publish: build ## Make the candidate's archive, digest and image context in $(RANKD_HOME)/publish.
	@.ci/publish

images: ## Build the images of rankd and of the published bundle (docker; REGISTRY=, REVISION=, PUSH=1).
	@.ci/images

canary: build ## Serve the candidate to a fifth of the calls and compare (SECONDS=).
	@.ci/setup test
	@.venv/bin/python3 .ci/canary $(SECONDS)

promote: build ## Make the candidate what serves.
	@$(BIN)/rankctl promote candidate --reason "make promote"

release: build ## Promote the candidate and ask it; go back if it does not answer.
	@.ci/setup run
	@PORT=$(PORT) ADMIN_PORT=$(ADMIN_PORT) .ci/promote

rollback: build ## Go back to the bundle before.
	@$(BIN)/rankctl rollback --reason "make rollback"

retrain: build ## The whole nightly chain here: train, evaluate, gate, publish, canary, promote.
	@.ci/setup test
	@.ci/retrain

ask: build ## Serve what is current for a moment and ask it.
	@.ci/setup run
	@PORT=$(PORT) ADMIN_PORT=$(ADMIN_PORT) THREADS=1 ONCE=1 .ci/serve

drills: train ## Run the incident drills of Deployment/RUNBOOK.md against live servers here.
	@.ci/setup test
	@$(RANKD_PYTHON) Deployment/drills

image-check: build ## Assemble the image's last stage without a container engine and serve from it (root; long).
	@.ci/image-check

report: train ## Write evaluation.html, a page of plots of the bundle that serves.
	@$(BIN)/rankctl evaluate --report evaluation.html >/dev/null

# The sanitizers watch the transport; each has a build of its own. What lives until a process exits, event loops and
# TLS contexts among it, counts as leaked there, so leaks are left to the tests of memory growth.
test-tsan: ## The transport's tests under the thread sanitizer.
	@.ci/setup test
	@TSAN_OPTIONS="halt_on_error=1" RANKD_SANITIZER=thread \
	  swift test --sanitize=thread --scratch-path .build/tsan --filter RPCTransportTests

test-asan: ## The transport's tests under the address sanitizer.
	@.ci/setup test
	@ASAN_OPTIONS=detect_leaks=0 RANKD_SANITIZER=address \
	  swift test --sanitize=address --scratch-path .build/asan --filter RPCTransportTests

fuzz: ## Fuzz the transport and the model readers, SECONDS=60 for each target; what fails stays in Tests/Fixtures/fuzz.
	@for product in rpc-fuzz ranking-fuzz; do \
	  RANKD_FUZZ=1 swift build -c release --sanitize=fuzzer --scratch-path .build/fuzz --product $$product; \
	done
	@for target in deframer metadata state session client cbm json; do \
	  product=rpc-fuzz; case $$target in cbm|json) product=ranking-fuzz;; esac; \
	  mkdir -p .build/fuzz/corpus/$$target; \
	  SWIFT_BACKTRACE=enable=no FUZZ_TARGET=$$target .build/fuzz/release/$$product -max_total_time=$(SECONDS) -max_len=20000 -timeout=10 \
	    -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 -artifact_prefix=Tests/Fixtures/fuzz/$$target/ \
	    .build/fuzz/corpus/$$target Tests/Fixtures/fuzz/$$target; \
	done

lint: ## Formatting, protos, generated code, shell scripts.
	@swift format lint --strict --recursive --parallel Sources Tests Package.swift
	@.venv/bin/buf lint Protos
	@.ci/check-generated
	@.venv/bin/shellcheck $$(grep -rlE '^#!.*\b(ba)?sh$$' .ci Protos Clients Deployment Benchmarks)

format: ## Format every Swift file.
	@swift format --in-place --recursive --parallel Sources Tests Package.swift

protos: ## Regenerate the C messages and the Python stubs from Protos/.
	@Protos/generate
	@Clients/python/generate

descriptors: ## Write .build/ranking.pb, the descriptor set for proxies that transcode JSON.
	@Protos/descriptors .build/ranking.pb

budgets: train ## Allocations, instructions, bytes and memory of a Recommend against Benchmarks/budgets.json.
	@.ci/setup test
	@swift build -c release --product recording-cost
	@$(RANKD_PYTHON) Benchmarks/budgets

bench: train ## Measure beside the peers (about ten minutes); tables of ratios, JSON and plots under Benchmarks/results.
	@.ci/setup bench
	@$(RANKD_PYTHON) Benchmarks/all

clean: ## Remove builds; data and bundles stay.
	@swift package clean

.PHONY: help setup build train candidate evaluate gate publish images canary promote release rollback drills retrain ask image-check report run serve test test-all test-tsan test-asan fuzz lint format protos descriptors budgets bench clean
