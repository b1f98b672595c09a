#!/usr/bin/env bash
# Make sure that there is a Node of at least 18 with npm, for the build of the console.
# Called by `make setup`; as root on Debian what is missing is installed.
set -euo pipefail

say() { printf 'setup: %s\n' "$*" >&2; }

is_recent() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' \
            >/dev/null 2>&1
}

is_recent && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing nodejs and npm with apt-get (once)"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        nodejs npm </dev/null >&2
    is_recent && exit 0
fi

say "cannot go on: no Node of version 18 or later with npm was found."
say "  It builds the operator console. Install it (Debian: nodejs npm) and try again."
exit 1
