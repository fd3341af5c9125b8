#!/usr/bin/env bash
# The checks that take seconds: format, vet, tests without the race detector,
# types and unit tests of the browser client.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

check_go
CGO_ENABLED=0 go test -vet=off ./... # check_go did it
[[ -d web/node_modules ]] || die "web/node_modules is missing: run 'npm ci' in web"
check_web
