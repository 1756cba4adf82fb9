#!/usr/bin/env bash
# Runs what the container image runs, without a container engine: the same publish output with the same arguments and environment, as user 15371 with no capability
# but binding port 80. Arguments are variables for the server, such as VENUELESS_DB_HOST=…; none is the embedded database.
# Needs root, setpriv (util-linux) and a free port 80. Ends with 0 when everything holds:
# the default command serves, the image's own health check agrees, other commands work beside the running server, a stop ends with 0 within a container's 10 s; the same for
# `webworker` with `celery` beside it; and for the server of compose.yaml, if VENUELESS_TEST_POSTGRES and VENUELESS_TEST_REDIS name services in place of its own.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/venueless-container.XXXXXX")
here=$PWD
server=""
worker=""
database=""
variables=("$@")
finish() {
  local pid
  for pid in $server $worker; do kill -KILL "$pid" 2> /dev/null || true; done
  [ -z "$database" ] || psql -q -c "DROP DATABASE IF EXISTS $database WITH (FORCE)" || true
  rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "FAILED: $1" >&2
  [ ! -f "$work/log" ] || tail -n 20 "$work/log" >&2
  exit 1
}

# From the Dockerfile itself, so that the two cannot drift apart.
uid=$(sed -n 's/^USER \([0-9]*\)$/\1/p' Dockerfile)
default=$(sed -n 's/^CMD \["\(.*\)"\]$/\1/p' Dockerfile)
check=$(sed -n 's/^HEALTHCHECK .* CMD \["bash", "-c", "\(.*\)"\]$/\1/p' Dockerfile | sed 's/\\\\/\\/g')
[ "$uid" = 15371 ] && [ "$default" = all ] && [ -n "$check" ] || fail "the Dockerfile names another user, command or health check"

dotnet publish src/Host/Venueless.Fast.Host.csproj -c Release --use-current-runtime -o "$work/app" --nologo -v quiet
install -d -o "$uid" -g "$uid" "$work/data"
install -d "$work/empty"
chmod 755 "$work"

# As the image: nothing in the environment but what it sets, an empty home, no capability but the one that container engines give for low ports.
as_container() {
  cd "$work/empty"
  exec env -i "${variables[@]}" PATH="$PATH" HOME="$work/empty" DOTNET_ROOT="$(dirname "$(readlink -f "$(command -v dotnet)")")" \
    VENUELESS_COMMIT_SHA=verify VENUELESS_DATA_DIR="$work/data/" \
    setpriv --reuid="$uid" --regid="$uid" --clear-groups --no-new-privs \
      --bounding-set=-all,+net_bind_service --inh-caps=-all,+net_bind_service --ambient-caps=-all,+net_bind_service \
      "$work/app/venueless" "$@"
}

# Starts a server and waits until the image's own health check is content.
serve() {
  (as_container "$@") > "$work/log" 2>&1 &
  server=$!
  for _ in $(seq 120); do
    kill -0 "$server" 2> /dev/null || fail "$1 ended by itself"
    ! bash -c "$check" 2> /dev/null || break
    sleep 0.5
  done
  bash -c "$check" || fail "$1: the image's health check does not become healthy"
}

# Returns when the process has ended with 0 in time.
stop() {
  local pid=$1 name=$2 started code=0 took
  started=$(date +%s%N)
  kill -TERM "$pid"
  wait "$pid" || code=$?
  took=$((($(date +%s%N) - started) / 1000000))
  [ "$code" = 0 ] || fail "$name: the stop ended with $code"
  [ "$took" -lt 10000 ] || fail "$name: the stop took $took ms"
  echo "$name stopped with 0 after $took ms"
}

serve "$default"
echo "healthy on port 80 as user $(ps -o uid= -p "$server" | tr -d ' ') with capabilities $(sed -n 's/^CapEff:\s*//p' "/proc/$server/status")"
[ "$(ps -o uid= -p "$server" | tr -d ' ')" = "$uid" ] || fail "the server runs as somebody else"
[ "$(sed -n 's/^CapEff:\s*//p' "/proc/$server/status")" = 0000000000000400 ] || fail "the server has other capabilities than binding low ports"

# `docker exec <container> venueless <command>`: the prompts are id, title and domain.
(printf 'verify\nVerification\nlocalhost\n' | as_container create_world) > "$work/world" || fail "create_world"
grep -q 'World created\.' "$work/world" || fail "create_world did not create: $(cat "$work/world")"
(as_container list_worlds) | grep -q verify || fail "list_worlds does not show the world"
page=$(printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' | timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/80; cat >&3; cat <&3' | head -n 1)
[[ $page == *' 200 '* ]] || fail "the page of the new world: $page"
[ "$(stat -c %a "$work/data/.secret")" = 600 ] || fail ".secret is readable for others"
echo "create_world and list_worlds work beside the server; its page answers $page"

stop "$server" "$default"
server=""

# Work and service in containers of their own.
serve webworker
(as_container celery) > "$work/worker-log" 2>&1 &
worker=$!
for _ in $(seq 60); do
  ! grep -q 'Background work only' "$work/worker-log" || break
  kill -0 "$worker" 2> /dev/null || { cat "$work/worker-log" >&2; fail "celery ended by itself"; }
  sleep 0.5
done
grep -q 'Background work only' "$work/worker-log" || fail "celery does not begin"
grep -q 'Listening' "$work/log" || fail "webworker does not listen"
! grep -q 'Listening' "$work/worker-log" || fail "celery listens"
stop "$worker" celery
worker=""
stop "$server" webworker
server=""

if [ -z "${VENUELESS_TEST_POSTGRES:-}" ] || [ -z "${VENUELESS_TEST_REDIS:-}" ]; then
  echo "compose.yaml is left out: no services are named"
  exit 0
fi

# What the file says, with the two services where they are here: a database of its own, and two logical ones for the shards.
service() { sed -n "s/.*$1=\([^;]*\).*/\1/Ip" <<< "$VENUELESS_TEST_POSTGRES"; }
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE
PGHOST=$(service Host) PGPORT=$(service Port) PGUSER=$(service Username) PGPASSWORD=$(service Password) PGDATABASE=$(service Database)
database="venueless_compose_$$"
psql -q -c "CREATE DATABASE $database"
command=$(sed -n '/^  server:/,/^  [a-z]/s/^    command: \[\(.*\)\]$/\1/p' "$here/compose.yaml" | tr -d '",')
mapfile -t composed < <(sed -n '/^  server:/,/^  [a-z]*-*[0-9]*:$/s/^      \(VENUELESS_[A-Z_]*\): "\{0,1\}\([^"]*\)"\{0,1\}$/\1=\2/p' "$here/compose.yaml" | sed \
  -e "s/^\(VENUELESS_DB_HOST\)=postgres$/\1=$PGHOST/" \
  -e "s/^\(VENUELESS_DB_NAME\)=.*/\1=$database/" -e "s/^\(VENUELESS_DB_USER\)=.*/\1=$PGUSER/" -e "s/^\(VENUELESS_DB_PASS\)=.*/\1=$PGPASSWORD/" \
  -e "s|redis-0:6379/0|$VENUELESS_TEST_REDIS/4094|" -e "s|redis-1:6379/0|$VENUELESS_TEST_REDIS/4095|")
[ -n "$command" ] && [ "${#composed[@]}" -ge 10 ] || fail "compose.yaml cannot be read"
variables=("${composed[@]}" "VENUELESS_DB_PORT=$PGPORT")
# shellcheck disable=SC2086 # Words.
serve $command
grep -q "Store: PostgreSQL" "$work/log" && grep -q "/4094, .*/4095" "$work/log" || fail "compose.yaml: other stores: $(head -n 1 "$work/log")"
(printf 'sample\nSample\nlocalhost:8375\n' | as_container create_world) > "$work/world" || fail "compose.yaml: create_world"
stop "$server" "the server of compose.yaml"
server=""
