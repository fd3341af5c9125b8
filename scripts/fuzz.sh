#!/usr/bin/env bash
# Runs every fuzz target of the tree for FUZZTIME (default 30s) each.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

export CGO_ENABLED=0
count=0
for package in $(go list ./...); do
	targets=$(go test -list '^Fuzz' "$package")
	for target in $(grep '^Fuzz' <<<"$targets" || true); do
		say "$package $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}" "$package"
		count=$((count + 1))
	done
done
say "$count fuzz targets ran without a finding"
((count > 0)) || die "no fuzz target was found"
