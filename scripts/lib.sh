# Shared by the scripts beside it, which source it from the root of the tree.

say() { printf '\n== %s\n' "$*"; }

die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# Debian keeps mariadbd where only root's PATH goes.
find_mariadbd() {
	PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v mariadbd || true
}

find_chromium() {
	command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome || true
}

# What needs no -race runs without cgo, as the product does; what it compiles, the
# tests of the program and the journeys use again.
check_go() {
	local unformatted
	unformatted=$(find . -name '*.go' -not -path './web/*' -exec gofmt -l {} +)
	[[ -z $unformatted ]] || die "gofmt these files: $unformatted"
	CGO_ENABLED=0 go vet ./...
}

check_web() {
	(cd web && npm run --silent check && npm run --silent test)
}
