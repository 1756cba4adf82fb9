# Functions of test.sh: the programs that tests need, and a PostgreSQL and a Redis that live as long as the script.
# Expects $work, a folder of its own.

cluster_policy=/etc/postgresql-common/createcluster.d/venueless-test.conf
postgres_bin=""
redis_pid=""

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# initdb and postgres refuse to run as root.
as_postgres_user() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

find_postgres() {
  local initdb
  initdb=$(find /usr/lib/postgresql -path '*/bin/initdb' 2> /dev/null | sort -V | tail -n 1)
  [ -n "$initdb" ] || initdb=$(command -v initdb || true)
  [ -n "$initdb" ] && postgres_bin=$(dirname "$(readlink -f "$initdb")")
}

install_missing() {
  local packages=()
  find_postgres || packages+=(postgresql)
  command -v redis-server > /dev/null || packages+=(redis-server)
  [ -x "${VENUELESS_TEST_CHROMIUM:-/usr/bin/chromium}" ] || packages+=(chromium)
  [ ${#packages[@]} -gt 0 ] || return 0

  echo "Installing: ${packages[*]}"
  as_root apt-get update -q
  # Between these two nothing starts a service or creates a database cluster on this machine.
  forbid_services
  local code=0
  install_packages "${packages[@]}" || code=$?
  allow_services
  [ "$code" -eq 0 ] || return "$code"
  find_postgres
}

install_packages() {
  local install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends)
  case " $* " in
    *" postgresql "*)
      # First the package that reads the setting, then the one that would create the cluster.
      "${install[@]}" postgresql-common || return
      as_root mkdir -p "$(dirname "$cluster_policy")" || return
      echo 'create_main_cluster = false' | as_root tee "$cluster_policy" > /dev/null || return
      ;;
  esac
  "${install[@]}" "$@"
}

# A policy that is already there belongs to somebody else and stays.
forbid_services() {
  [ ! -e /usr/sbin/policy-rc.d ] || return 0
  touch "$work/own-policy"
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d > /dev/null
  as_root chmod 755 /usr/sbin/policy-rc.d
}

allow_services() {
  as_root rm -f "$cluster_policy"
  [ -e "$work/own-policy" ] || return 0
  as_root rm -f /usr/sbin/policy-rc.d
  rm -f "$work/own-policy"
}

# Below the range that the kernel hands out to outgoing connections.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
  done
  echo "$port"
}

start_postgres() {
  local port folder="$work/postgres"
  port=$(free_port)
  mkdir "$folder"
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
  # Without fsync: the data need not survive this machine, only the processes on it.
  (
    cd "$folder"
    as_postgres_user "$postgres_bin/initdb" -D "$folder/data" -U venueless -A trust -E UTF8 --locale=C.UTF-8 --no-sync > "$work/initdb.log" ||
      { cat "$work/initdb.log" >&2; exit 1; }
    as_postgres_user "$postgres_bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c max_connections=300" start > /dev/null < /dev/null ||
      { cat "$folder/log" >&2; exit 1; }
    "$postgres_bin/createdb" -h 127.0.0.1 -p "$port" -U venueless venueless
  )
  export VENUELESS_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=venueless;Database=venueless"
  echo "PostgreSQL: $VENUELESS_TEST_POSTGRES"
}

start_redis() {
  local port
  port=$(free_port)
  mkdir "$work/redis"
  # Each test takes a logical database of its own.
  setsid redis-server --bind 127.0.0.1 --port "$port" --dir "$work/redis" --save '' --appendonly no --databases 4096 > "$work/redis/log" 2>&1 < /dev/null &
  redis_pid=$!
  for _ in $(seq 100); do
    if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
      export VENUELESS_TEST_REDIS="127.0.0.1:$port"
      echo "Redis: $VENUELESS_TEST_REDIS"
      return 0
    fi
    kill -0 "$redis_pid" 2> /dev/null || break
    sleep 0.1
  done
  cat "$work/redis/log" >&2
  return 1
}

# Also after an interruption anywhere above.
stop_services() {
  if [ -e "$work/own-policy" ] || [ -e "$cluster_policy" ]; then allow_services; fi
  if [ -n "$redis_pid" ]; then
    kill "$redis_pid" 2> /dev/null
    wait "$redis_pid" 2> /dev/null
  fi
  if [ -e "$work/postgres/data/postmaster.pid" ]; then
    (cd "$work/postgres" && as_postgres_user "$postgres_bin/pg_ctl" -D "$work/postgres/data" -m immediate -w stop > /dev/null)
  fi
}
