#!/usr/bin/env bash
# Makes a machine ready for the tests: as root on Debian it installs what is
# missing, elsewhere it says what that is. Go and Node have to be there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

for tool in go node npm; do
	command -v "$tool" >/dev/null || die "$tool is not installed: the tests need Go $(sed -n 's/^go //p' go.mod) and Node $(<web/.node-version)"
done

packages=()
command -v git >/dev/null || packages+=(git)
# The race detector is linked by a C compiler.
command -v gcc >/dev/null || packages+=(gcc libc6-dev)
[[ -n $(find_mariadbd) ]] || packages+=(mariadb-server)
[[ -n $(find_chromium) ]] || packages+=(chromium)

if ((${#packages[@]})); then
	if [[ $EUID == 0 ]] && command -v apt-get >/dev/null; then
		say "installing ${packages[*]}"
		export DEBIAN_FRONTEND=noninteractive
		apt-get update -q
		apt-get install -q -y --no-install-recommends "${packages[@]}"
	else
		say "not installed, and only root on Debian installs it: ${packages[*]}"
		command -v gcc >/dev/null || die "the race detector needs gcc"
		command -v git >/dev/null || die "the check of static/dist needs git"
	fi
fi

# npm writes the inner lock file last, so an older one is a stale installation.
if [[ ! web/node_modules/.package-lock.json -nt web/package-lock.json ]]; then
	say "npm ci"
	(cd web && npm ci --no-audit --no-fund)
fi
