#!/usr/bin/env bash
# Builds everything, starts PostgreSQL and Redis of its own, checks the formatting and runs all tests.
# Arguments go to `dotnet test`:  ./test.sh --filter FullyQualifiedName~Chat
# The last line is always "N passed, N failed" (", N skipped" may follow); the exit code is 0 only when nothing failed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d "${TMPDIR:-/tmp}/venueless-test.XXXXXX")
chmod 755 "$work" # PostgreSQL runs as another user and keeps its data below.

# What failed outside of the tests themselves: installation, build, formatting, a runner that crashed.
failed_steps=0
child=""

source scripts/test-services.sh

finish() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  set +e
  stop_child
  stop_services
  local passed=0 failed=0 skipped=0
  read -r passed failed skipped < <(count_results)
  rm -rf "$work"
  failed=$((failed + failed_steps))
  # Interrupted, or a runner that ended badly without naming a test.
  if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  if [ "$failed" -ne 0 ] && [ "$code" -eq 0 ]; then code=1; fi
  if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
  else
    echo "$passed passed, $failed failed"
  fi
  exit "$code"
}

# Runs a step in a session of its own: `wait` lets signals through at once, and stop_child reaches everything the step started, also what it leaves behind.
run() {
  setsid "$@" < /dev/null &
  child=$!
  local code=0
  wait "$child" || code=$?
  stop_child
  child=""
  return "$code"
}

stop_child() {
  [ -n "$child" ] || return 0
  kill -TERM -- "-$child" 2> /dev/null || return 0
  for _ in $(seq 30); do
    kill -0 -- "-$child" 2> /dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$child" 2> /dev/null || true
}

# Sums up the counters of all result files: "passed failed skipped".
count_results() {
  find "$work" -name '*.trx' -exec grep -ho '<Counters [^>]*' {} + 2> /dev/null | awk '
    function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    { passed += value("passed"); failed += value("failed") + value("error") + value("timeout") + value("aborted"); skipped += value("total") - value("executed") }
    END { print passed + 0, failed + 0, skipped + 0 }'
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No build server may outlive this script. The compiler's server is this script's own and ends with the step that started it: starting the compiler and its analyzers
# anew for every project takes longer than compiling.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=true SharedCompilationId="venueless-test-$$"

echo "== Services"
install_missing
start_postgres
start_redis
export VENUELESS_TEST_CHROMIUM="${VENUELESS_TEST_CHROMIUM:-/usr/bin/chromium}"

echo "== Build"
run dotnet build Venueless.Fast.sln -c Release -v minimal

echo "== Formatting"
# The formatter takes its configuration from the environment and needs the command generator as it was just built. Its third part, the analyzers, has been the build's.
check_format='
  dotnet format whitespace Venueless.Fast.sln --verify-no-changes --no-restore &
  whitespace=$!
  code=0
  dotnet format style Venueless.Fast.sln --verify-no-changes --no-restore || code=$?
  wait "$whitespace" || code=$?
  exit "$code"'
if ! run env Configuration=Release bash -c "$check_format"; then
  echo "The formatting differs: run 'dotnet format'." >&2
  failed_steps=$((failed_steps + 1))
fi

# Like the tests: with arguments, what they ask for; and only where this user can become another one.
if [ "$#" -eq 0 ] && [ "$(id -u)" -eq 0 ]; then
  echo "== Container"
  if ! run scripts/verify-container.sh; then failed_steps=$((failed_steps + 1)); fi
fi

echo "== Tests"
# One project after the other: the time limits of tests assume that nobody else takes the cores.
run dotnet test Venueless.Fast.sln -c Release --no-build -m:1 --results-directory "$work/results" --logger trx --logger "console;verbosity=minimal" "$@"
