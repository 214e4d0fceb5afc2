# Everything here needs Go 1.26, make and git; lint-spec also needs npm. The
# race detector needs a C compiler and is left out, with a word, where there is none.

VERSION     ?= $(shell git describe --tags --dirty 2>/dev/null || echo 0.1.0-dev)
REVISION    ?= $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
RACE        ?= $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)
FUZZTIME    ?= 2s
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

SOURCES := go.mod go.sum $(shell find cmd fixtures internal mock spec suites -name node_modules -prune -o \
             -type f -not -name '*_test.go' '(' -name '*.go' -o -name '*.yaml' -o -name '*.json' -o -name '*.tmpl' ')' -print)

.DELETE_ON_ERROR:
.PHONY: build run test test-long mutate lint lint-spec bench docs docs-check selfcheck fuzz clean

build: bin/gwcheck

bin/gwcheck: $(SOURCES) Makefile
	go build -trimpath -ldflags '-s -w -X main.version=$(VERSION) -X main.revision=$(REVISION)' -o $@ ./cmd/gwcheck

run: bin/gwcheck
	bin/gwcheck run --mock --out build/report

# All tests, and each fuzz target for a moment.
test:
	@$(if $(RACE),,echo 'no C compiler: testing without the race detector' >&2)
	go test $(RACE) -timeout 40m ./...
	scripts/fuzz.sh $(FUZZTIME)

# Loops that "make test" runs over a fixed sample, in full.
test-long:
	go test -tags long -run TestNothingOutside ./mock

# Fuzz targets for longer: make fuzz FUZZTIME=5m
fuzz:
	scripts/fuzz.sh $(FUZZTIME)

# The tests of the judging code: each small change to it has to be noticed.
mutate:
	go run ./tools/mutate internal/rules suites/report:finish.go,counts.go,requirements.go,waivers.go

lint: docs-check
	@unformatted=$$(gofmt -l cmd examples fixtures internal mock spec suites); \
	  if [ -n "$$unformatted" ]; then echo "not formatted by gofmt: $$unformatted" >&2; exit 1; fi
	go vet ./...
	go run $(STATICCHECK) ./...

# The document under the rules of tools that generate code from it.
lint-spec:
	cd spec/lint && npm ci --silent && npm run --silent lint

# Ratios first, since only they mean anything on a shared machine.
bench: bin/gwcheck
	go run ./cmd/bench bin/gwcheck
	go test -run '^$$' -bench . -benchmem ./...

selfcheck: build/selfcheck/kill-table.md

build/selfcheck/kill-table.md: bin/gwcheck
	bin/gwcheck selfcheck --out build/selfcheck

build/requirements.md: bin/gwcheck
	@mkdir -p build
	bin/gwcheck list requirements --format markdown > $@

build/readings.md: bin/gwcheck
	@mkdir -p build
	bin/gwcheck list readings --format markdown > $@

docs: build/requirements.md build/readings.md build/selfcheck/kill-table.md
	cp build/requirements.md docs/requirements.md
	cp build/readings.md docs/readings.md
	cp build/selfcheck/kill-table.md docs/kill-table.md

# Which further checks a deviation fails may vary with the load of the machine, so
# of the kill table the deviations and their requirements are compared.
docs-check: build/requirements.md build/readings.md build/selfcheck/kill-table.md
	@diff -u docs/readings.md build/readings.md || { echo 'docs/readings.md is stale: make docs' >&2; exit 1; }
	@diff -u docs/requirements.md build/requirements.md || { echo 'docs/requirements.md is stale: make docs' >&2; exit 1; }
	@bash -c 'diff -u <(cut -d"|" -f2-4 docs/kill-table.md) <(cut -d"|" -f2-4 build/selfcheck/kill-table.md)' || { echo 'docs/kill-table.md is stale: make docs' >&2; exit 1; }

clean:
	rm -rf bin build
