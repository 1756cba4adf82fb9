#!/usr/bin/env bash
# Runs what the container image runs, without a container engine: the same publish output with the same arguments and environment, as user 15371 with no capability
# but binding port 80. Arguments are variables for the server, such as VENUELESS_DB_HOST=…; none is the embedded database.
# Needs root, setpriv (util-linux) and a free port 80. Ends with 0 when everything holds:
# the default command serves, the image's own health check agrees, other commands work beside the running server, a stop ends with 0 within a container's 10 s.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/venueless-container.XXXXXX")
server=""
variables=("$@")
finish() {
  [ -z "$server" ] || kill -KILL "$server" 2> /dev/null || true
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

(as_container "$default") > "$work/log" 2>&1 &
server=$!
for _ in $(seq 120); do
  kill -0 "$server" 2> /dev/null || fail "the server ended by itself"
  ! bash -c "$check" 2> /dev/null || break
  sleep 0.5
done
bash -c "$check" || fail "the image's health check does not become healthy"
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

started=$(date +%s%N)
kill -TERM "$server"
code=0
wait "$server" || code=$?
server=""
took=$((($(date +%s%N) - started) / 1000000))
[ "$code" = 0 ] || fail "the stop ended with $code"
[ "$took" -lt 10000 ] || fail "the stop took $took ms"
echo "stopped with 0 after $took ms"
