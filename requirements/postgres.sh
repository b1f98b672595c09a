#!/usr/bin/env bash
# The tests run a real PostgreSQL: install Debian's package if it is not there.
# Called by `make test`; does nothing if the binaries are installed.
set -euo pipefail

say() { printf 'postgres: %s\n' "$*" >&2; }

compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
compgen -G '/usr/local/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
command -v initdb >/dev/null 2>&1 && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "no PostgreSQL server was found, and the tests need one."
    say "  On Debian or Ubuntu: sudo apt-get install postgresql"
    exit 1
fi

# The tests make clusters of their own: no server is to start by itself.
settings=/etc/postgresql-common/createcluster.conf
if [ ! -e "$settings" ]; then
    mkdir -p "${settings%/*}"
    printf 'create_main_cluster = false\n' >"$settings"
fi

say "installing postgresql with apt-get (once)"
DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold postgresql </dev/null >&2
