# What runs is in scripts/. "make test" is everything, also in CI.

FUZZTIME ?= 30s
BENCHTIME ?= 1s
PROVETIME ?= 10m

.PHONY: build check test fuzz bench web-bench prove

# One file that runs anywhere: pure Go, with the browser client in it. Without the
# symbols of debuggers, which are a quarter of it; stack traces do not need them.
build:
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/flamingo .

# The quick half of "make test", for every save: no race detector, no browser.
check:
	scripts/check.sh

test:
	scripts/test.sh

# Every fuzz target of the tree, FUZZTIME each.
fuzz:
	FUZZTIME=$(FUZZTIME) scripts/fuzz.sh

bench:
	CGO_ENABLED=0 go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) ./...

# How large the browser client is, how soon it is there, how it scrolls through 50,000
# messages, and what Lighthouse says of it; writes the table of docs/performance.md.
web-bench: build
	cd web/bench && npm ci --ignore-scripts --no-audit --no-fund
	cd web && FLAMINGO_BIN=$(CURDIR)/bin/flamingo node bench/run.mjs --write

# Attacks a server of its own and checks that nothing is lost, doubled or out of
# order; PROVE="--seed N" repeats an attack. See docs/operations.md.
prove: build
	bin/flamingo prove --duration $(PROVETIME) $(PROVE)
