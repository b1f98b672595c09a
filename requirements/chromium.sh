#!/usr/bin/env bash
# The console is tested in a real browser: install Debian's if it is not there.
# Called by `make test`; does nothing if one is installed.
set -euo pipefail

say() { printf 'chromium: %s\n' "$*" >&2; }

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "no Chromium was found, and the tests of the console need one."
    say "  On Debian: sudo apt-get install chromium"
    exit 1
fi

say "installing chromium with apt-get (once)"
DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core </dev/null >&2
