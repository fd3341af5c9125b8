#!/usr/bin/env bash
# Every test there is, and at the end what was tested on what.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

done_steps=()
output=$(mktemp) # of the tests that take long
databases="none"
browsers="none"

# step NAME COMMAND... runs a command and remembers that it went well.
step() {
	local name=$1 began=$SECONDS
	say "$name"
	shift
	"$@"
	done_steps+=("$name ($((SECONDS - began)) s)")
}

summary() {
	local status=$?
	say "summary, after $SECONDS s"
	((${#done_steps[@]})) && printf 'passed:    %s\n' "${done_steps[@]}"
	printf 'databases: %s\nbrowsers:  %s\n' "$databases" "$browsers"
	if ((status != 0)); then
		# What failed comes last, where whoever sees the end of it alone finds it.
		grep -E -A 8 '^ *--- FAIL|^FAIL|^panic:|^failed:|^WARNING: DATA RACE' "$output" | tail -n 60 || true
		echo "FAILED"
	fi
	rm -f "$output"
	exit "$status"
}
trap summary EXIT

# The race detector slows everything down several times. What no goroutines meet
# in without a lock it need not watch: SQLite, whose C was translated to Go, and
# the validator of schemas, which tests alone use. Without that the tests take
# half the time. A package that uses sync does not belong here: what it makes of a
# generic type, such as that under sync.Map, may be linked for all, and be blind.
# What debuggers read is left out, a tenth of the work of the compiler; the last
# pattern that a package matches is the one that counts.
watched=(-race -gcflags=all=-dwarf=false)
for package in modernc.org/{sqlite/lib,libc,memory} github.com/santhosh-tekuri/jsonschema/v6; do
	watched+=("-gcflags=$package=-dwarf=false -race=false")
done

# The race detector needs cgo, and with it a driver of SQLite in C is compiled that
# nothing of ours calls: without optimisation in a tenth of the time.
cgo=(CGO_ENABLED=1 CGO_CFLAGS="-O0 -w")

test_go() {
	local mariadbd
	mariadbd=$(find_mariadbd)
	[[ -n $mariadbd ]] && export FLAMINGO_TEST_REQUIRE=mysql
	# More at once than there are processors: tests wait for clocks and disks too.
	# Those that wait longest begin first, while the others are still compiled.
	# The step before vetted everything, with more checks than those of "go test",
	# for which all that is imported would be read once more.
	env "${cgo[@]}" go test "${watched[@]}" -vet=off -p $(($(nproc) + 1)) -parallel $((2 * $(nproc))) -timeout 25m \
		./server ./ws ./store ./tcpcompat/chatport ./... 2>&1 | tee "$output"
	databases="SQLite"
	if [[ -n $mariadbd ]]; then
		databases+=", MariaDB ($("$mariadbd" --version | sed 's/.*Ver //; s/ for .*//'))"
	else
		databases+="; NOT TESTED on MariaDB, which is not installed"
	fi
}

# The client is committed as it was built, so that a clone needs Go alone.
rebuild_web() {
	(cd web && npm run --silent build)
	local git=(git -c "safe.directory=$PWD") untracked
	"${git[@]}" diff --exit-code --stat -- static || die "static is not what web builds: commit the result of 'npm run build'"
	untracked=$("${git[@]}" ls-files --others -- static)
	[[ -z $untracked ]] || die "static has files that are not committed: $untracked"
}

journey() {
	local chromium
	chromium=$(find_chromium)
	if [[ -z $chromium ]]; then
		browsers="NONE TESTED: chromium is not installed"
		return
	fi
	CGO_ENABLED=0 go build -buildvcs=false -o bin/flamingo .
	(cd web && CHROMIUM=$chromium FLAMINGO_BIN=$OLDPWD/bin/flamingo npm run --silent e2e) 2>&1 | tee "$output"
	browsers=$("$chromium" --version)
}

step "set-up" scripts/setup.sh
step "gofmt and vet" check_go
step "Go tests with the race detector" test_go
step "types and tests of the browser client" check_web
step "static is up to date" rebuild_web
step "browser journey" journey
