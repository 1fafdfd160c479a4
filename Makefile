# ergodrome: `make help` lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

GO ?= go
BIN := bin
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X github.com/ergodrome/ergodrome/internal/cli.version=$(VERSION)
FUZZTIME ?= 20000x
TOOLS := $(GO) tool -modfile=tools.mod
export CGO_ENABLED ?= 0

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 16

.PHONY: serve
serve: ## run the simulator with its demo credentials (ARGS="--addr :0" and so on)
	@$(GO) run ./cmd/ergodrome serve $(ARGS)

.PHONY: test
test: ## run the tests
	$(GO) test ./...

.PHONY: build
build: ## build bin/ergodrome, and bin/ergodrome-full for --validate, record, replay, drift and so on
	@mkdir -p $(BIN)
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN)/ ./cmd/...

.PHONY: check
check: format vet lint generated machines plain race e2e image ## everything CI checks

.PHONY: format
format: ## fail on files that gofumpt would rewrite
	@files=$$($(TOOLS) gofumpt -l . ); if [ -n "$$files" ]; then echo "not formatted (run 'make fmt'):"; echo "$$files"; exit 1; fi

.PHONY: fmt
fmt: ## rewrite files in gofumpt's form
	$(TOOLS) gofumpt -w .

.PHONY: vet
vet: ## go vet
	$(GO) vet ./...

.PHONY: lint
lint: ## golangci-lint, at the version of tools.mod
	$(TOOLS) golangci-lint run ./...

.PHONY: race
race: ## all tests, import rules among them, with the race detector
	@mkdir -p out
	CGO_ENABLED=1 $(TOOLS) gotestsum --format pkgname --jsonfile out/race.json -- -race ./...

.PHONY: plain
plain: ## without the race detector, the packages that leave something out under it: a file that says !race tells
	@mkdir -p out
	$(TOOLS) gotestsum --format pkgname --jsonfile out/plain.json -- -count=1 $$(grep -rl --include='*_test.go' '^//go:build !race$$' . | xargs -n1 dirname | sort -u)

.PHONY: machines
machines: ## the population's golden hash on other machines: 32 bits, fused multiply-add
	GOARCH=386 $(GO) test -run TestItMakesTheSameDefaultPopulation ./mockserver/dataset
	@if grep -qw fma /proc/cpuinfo 2>/dev/null; then GOAMD64=v3 $(GO) test -run TestItMakesTheSameDefaultPopulation ./mockserver/dataset; fi

.PHONY: generate
generate: ## rewrite the generated files
	$(GO) generate ./...

.PHONY: generated
generated: ## fail when a generated file or go.mod is stale
	$(GO) mod tidy -diff
	$(GO) generate ./...
	@changed=$$(git status --porcelain); if [ -n "$$changed" ]; then echo "stale after 'make generate':"; echo "$$changed"; git diff --stat; exit 1; fi

.PHONY: e2e
e2e: ## the README's tour and strangers' clients against the built binary
	@mkdir -p out
	$(TOOLS) gotestsum --format testname --jsonfile out/e2e.json -- -count=1 -tags=e2e ./internal/e2e/...

.PHONY: image
image: build ## a container image of one file, where buildah is installed
	@if command -v buildah >/dev/null; then \
		buildah build --isolation chroot -t ergodrome:$(VERSION) -f Containerfile . ; \
	else echo "skipped: an image needs buildah, which this machine does not have (apt-get install buildah)"; fi

.PHONY: fuzz
fuzz: ## every fuzz target, a counted number of executions
	@for pkg in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
		for target in $$(grep -rhoE '^func Fuzz[A-Za-z0-9_]*' $$pkg/*_test.go | cut -c6-); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg; \
		done; \
	done

.PHONY: bench
bench: ## ratios against bare net/http and naive clients, in one run
	$(GO) run ./internal/bench
