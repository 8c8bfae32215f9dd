# What a newcomer types. Every target does all of its own set-up, on a machine with rustup, node and a C compiler.
#
#   make run     the product in sandbox mode on http://localhost:3000
#   make test    everything that must be green: formatting, lints, unit, integration and browser tests, the torture test in short, licences
#   make check   the quick inner loop: format, lint, unit tests
#   make chaos   the torture test: hundreds of calls, every fault, servers killed again and again
#   make bench   sizes, latencies and throughput against the budgets (make bench-lists: a registry of full size)
#   make fuzz    the parsers of outside input against libFuzzer, FUZZ_SECONDS (20) each
#   make stalled the unit and integration tests on a machine that stalls: finds tests that measure a time
#                (make stalled-e2e: the browser tests)
#   make sbom    the bill of materials of what is shipped (target/sbom)
#   make build   the release binary (target/release/twoleg) and the site (target/site)

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TERM_PROGRESS_WHEN ?= never
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
NPM := npm ci --no-audit --no-fund --loglevel=error
SITE := target/site
HOST_CRATES := --workspace --exclude frontend --exclude voice-sdk
say = @printf '\n\033[1m== %s\033[0m\n' '$(1)'

.PHONY: help run server build test check chaos chaos-short bench bench-lists setup toolchain site fmt fmt-check lint deny fuzz unit stalled stalled-e2e e2e clean sbom

help:
	@sed -n '3,12p' Makefile | cut -c3-

toolchain:
	$(call say,Rust toolchain)
	@bash scripts/toolchain.sh

frontend/node_modules/.ok: frontend/package-lock.json
	$(call say,Voice SDK and wasm-opt from npm)
	cd frontend && $(NPM) && touch node_modules/.ok

end2end/node_modules/.ok: end2end/package-lock.json
	$(call say,Test tools from npm)
	cd end2end && $(NPM) --ignore-scripts && touch node_modules/.ok

setup: toolchain frontend/node_modules/.ok end2end/node_modules/.ok

site: toolchain frontend/node_modules/.ok
	$(call say,Site: wasm + style + SDK + sounds into $(SITE))
	cargo build -p frontend --target wasm32-unknown-unknown --profile wasm-release
	cargo build -p xtask
	node frontend/build.mjs

server: toolchain
	$(call say,Server (the first build takes a few minutes))
	cargo build -p server

# Side by side: each has stretches in which it leaves a core idle.
run:
	@$(MAKE) --no-print-directory -j2 site server
	$(call say,Twoleg is starting in sandbox mode)
	exec "$(CARGO_TARGET_DIR)/debug/twoleg" serve

build: site
	$(call say,Release binary)
	cargo build -p server --release
	if [ "$(CARGO_TARGET_DIR)" != "$(CURDIR)/target" ]; then mkdir -p target/release && cp "$(CARGO_TARGET_DIR)/release/twoleg" target/release/; fi

fmt:
	cargo fmt --all

fmt-check: toolchain
	$(call say,Formatting)
	cargo fmt --all --check

lint: toolchain end2end/node_modules/.ok
	$(call say,Lints and types)
	cargo clippy $(HOST_CRATES) --all-targets -- -D warnings
	cargo clippy -p frontend -p voice-sdk --target wasm32-unknown-unknown -- -D warnings
	cd end2end && npx tsc -p .

deny: toolchain
	$(call say,Licences and sources of dependencies)
	bash scripts/deny.sh
	bash scripts/audit.sh

sbom: toolchain
	$(call say,Software bill of materials)
	bash scripts/sbom.sh

fuzz: toolchain
	$(call say,Fuzzing (the first build takes a while))
	bash scripts/fuzz.sh $(ARGS)

stalled: toolchain end2end/node_modules/.ok
	$(call say,Unit and integration tests on a machine that stalls)
	@bash scripts/emulator.sh
	CARGO_TARGET_$(subst -,_,$(shell rustc -vV | sed -n 's/^host: //p' | tr a-z A-Z))_RUNNER=$(CURDIR)/scripts/stalling.sh \
	  cargo test $(or $(ARGS),$(HOST_CRATES)) --no-fail-fast

stalled-e2e: site end2end/node_modules/.ok
	$(call say,Browser tests on a machine that stalls)
	bash scripts/chromium.sh
	cargo build -p server
	cd end2end && STALL_RUN=2 STALL_STOP=1 bash ../scripts/stalling.sh npx playwright test $(ARGS)

unit: toolchain end2end/node_modules/.ok
	$(call say,Unit and integration tests)
	@bash scripts/emulator.sh
	cargo test $(HOST_CRATES)

e2e: site end2end/node_modules/.ok
	$(call say,Browser tests)
	bash scripts/chromium.sh
	cargo build -p server
	cd end2end && npx playwright test $(ARGS)

chaos: end2end/node_modules/.ok server
	$(call say,Torture test on SQLite and on Firestore)
	node end2end/chaos/chaos.mjs --calls 300 --store sqlite $(ARGS)
	node end2end/chaos/chaos.mjs --calls 300 --store firestore $(ARGS)

chaos-short: end2end/node_modules/.ok server
	$(call say,Torture test in its short form)
	node end2end/chaos/chaos.mjs --short --calls 24 --seed 2026 --store sqlite
	node end2end/chaos/chaos.mjs --short --calls 24 --seed 2026 --store firestore

check: fmt-check
	cargo clippy $(HOST_CRATES) --all-targets -- -D warnings
	cargo test $(HOST_CRATES) --lib

test: fmt-check lint unit e2e chaos-short deny
	$(call say,All green)

bench: build end2end/node_modules/.ok
	$(call say,Measurements)
	cargo build --release -p store --example rates --features conformance
	cargo build --release -p compliance --example decisions
	cargo build --release -p lists --example registry
	node end2end/bench/bench.mjs

bench-lists: build
	$(call say,A registry of 250 million numbers; minutes, and 3.1 GB of disk)
	cargo build --release -p lists --example registry
	node end2end/bench/bench.mjs wholeRegistry

clean:
	rm -rf target/site test-results
