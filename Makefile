# Everything here needs Go 1.26, make and git; lint-spec also needs npm. The race
# detector needs a C compiler; without one, tests run without it and say so.
# "make help" lists the targets: a target is listed with the words after its "##".

VERSION     ?= $(shell git describe --tags --dirty 2>/dev/null || echo 0.1.0-dev)
REVISION    ?= $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
RACE        ?= $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)
FUZZTIME    ?= 1m

# Tools, each pinned (govulncheck in scripts/vuln.sh); docs/dependencies.md says what they are for.
GOLANGCI    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
DEADCODE    := golang.org/x/tools/cmd/deadcode@v0.52.0

SOURCES := go.mod go.sum $(shell find cmd fixtures internal mock spec suites -name node_modules -prune -o \
             -type f -not -name '*_test.go' '(' -name '*.go' -o -name '*.yaml' -o -name '*.json' -o -name '*.tmpl' ')' -print)

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.PHONY: help build run test test-race test-tables test-long hostile lint lint-spec interop-verify vuln selfcheck selfcheck-sample mutate fuzz bench docs docs-check ci clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' Makefile

build: bin/gwcheck ## build bin/gwcheck

bin/gwcheck: $(SOURCES) Makefile
	go build -trimpath -ldflags '-s -w -X main.version=$(VERSION) -X main.revision=$(REVISION)' -o $@ ./cmd/gwcheck

run: bin/gwcheck ## certify the built-in mock over TLS; report in build/report
	bin/gwcheck run --mock --out build/report

# Tables of many cases need several times as long with the race detector, and all
# that they do at the same time is in the other tests too.
TABLES := ./suites ./internal/redact

test: ## all tests, with the race detector but for long tables
	@$(if $(RACE),,echo 'no C compiler: testing without the race detector' >&2)
	@$(MAKE) -j2 --no-print-directory test-race test-tables

test-race:
	go test $(RACE) -short -timeout 40m ./...

test-tables:
	go test -timeout 40m $(TABLES)

test-long: ## the loops that test runs over a fixed sample, in full
	go test -tags long -timeout 60m ./mock ./suites ./internal/redact

hostile: ## all hostile gateways: verdict, requests, time, CPU and memory of each run
	@go test -tags long -timeout 30m -count=1 -v -run TestHostileGatewaysAreSurvivedAndNeverConformant ./suites | scripts/hostile-table.sh

lint: docs-check ## format, vet, linters, module files, dead code, documents; no network, seconds once built
	@go vet ./...
	@go run $(GOLANGCI) run
	@go mod tidy -diff
	@dead=$$(go run $(DEADCODE) -test ./...) || exit 1; \
	  if [ -n "$$dead" ]; then printf 'functions that nothing calls:\n%s\n' "$$dead" >&2; exit 1; fi
	@go test ./internal/archtest

lint-spec: ## the OpenAPI document under the rules of tools that generate code from it (needs npm)
	cd spec/lint && npm ci --silent && npm run --silent lint

interop-verify: bin/gwcheck ## verify signed claims with an independent implementation (needs python3 with pip)
	@scripts/interop-verify.sh

vuln: ## known vulnerabilities of what is used (needs the network)
	@scripts/vuln.sh

selfcheck: build/selfcheck/kill-table.md ## prove that the checks can fail, and compare the kill table with the one in docs
	@bash -c 'diff -u <(cut -d"|" -f2-4 docs/kill-table.md) <(cut -d"|" -f2-4 $<)' || { echo 'docs/kill-table.md is stale: make docs' >&2; exit 1; }

selfcheck-sample: bin/gwcheck ## the same over every tenth deviation
	@bin/gwcheck selfcheck --only "$$(bin/gwcheck list deviations | awk 'NR % 10 == 2 { print $$1 }' | paste -sd, -)"

# Which further checks a deviation fails may vary with the load of the machine, so
# of the kill table only the deviations and their requirements are compared.
build/selfcheck/kill-table.md: bin/gwcheck
	bin/gwcheck selfcheck --out build/selfcheck

mutate: ## test the tests of the code that judges: each small change to it must be noticed (minutes)
	go run ./tools/mutate internal/rules suites/report:finish.go,counts.go,requirements.go,waivers.go

fuzz: ## every fuzz target for FUZZTIME each (1m)
	scripts/fuzz.sh $(FUZZTIME)

bench: bin/gwcheck ## measure speed and memory; ratios, since only they mean anything on a shared machine
	go run ./cmd/bench bin/gwcheck
	go test -run '^$$' -bench . -benchmem ./...

docs: build/requirements.md build/readings.md build/selfcheck/kill-table.md ## write the generated pages of docs
	cp build/requirements.md docs/requirements.md
	cp build/readings.md docs/readings.md
	cp build/selfcheck/kill-table.md docs/kill-table.md

docs-check: build/requirements.md build/readings.md ## compare the generated pages of docs, but for the kill table
	@diff -u docs/readings.md build/readings.md || { echo 'docs/readings.md is stale: make docs' >&2; exit 1; }
	@diff -u docs/requirements.md build/requirements.md || { echo 'docs/requirements.md is stale: make docs' >&2; exit 1; }

build/requirements.md build/readings.md: build/%.md: bin/gwcheck
	@mkdir -p build
	@bin/gwcheck list $* --format markdown > $@

ci: ## what every change must pass (about ten minutes)
	.ci/run

clean: ## remove bin and build
	rm -rf bin build
