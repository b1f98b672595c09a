#!/usr/bin/env bash
# Create .venv with a Python of at least 3.11, and put uv into it.
# Called by `make setup`; PYTHON=/path/to/python chooses the interpreter.
set -euo pipefail

venv=.venv

say() { printf 'setup: %s\n' "$*" >&2; }

die() {
    say "cannot go on: $1"
    shift
    local line
    for line in "$@"; do say "  $line"; done
    exit 1
}

# A candidate counts only if it runs: a version manager may leave launchers on
# the path for versions that are not switched on.
is_recent() {
    "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if is_recent "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

is_debian_root() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1
}

apt_install() {
    say "installing $* with apt-get (once)"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
            </dev/null >&2
}

if [ -n "${PYTHON:-}" ]; then
    is_recent "$PYTHON" || die "PYTHON=$PYTHON is not a Python of version 3.11 or later."
    python=$PYTHON
elif ! python=$(find_python); then
    is_debian_root || die "no Python of version 3.11 or later was found." \
        "Install one, or say where it is: make setup PYTHON=/path/to/python3"
    apt_install python3 python3-venv || die "apt-get could not install python3."
    python=$(find_python) || die "the Python of this Debian release is older than 3.11." \
        "Say where a later one is: make setup PYTHON=/path/to/python3"
fi

if ! can_make_venv "$python"; then
    is_debian_root || die "$python has no venv or ensurepip module." \
        "On Debian or Ubuntu: sudo apt-get install python3-venv" \
        "Or use another one: make setup PYTHON=/path/to/python3"
    apt_install python3-venv || die "apt-get could not install python3-venv."
    can_make_venv "$python" || die "$python still has no ensurepip module." \
        "Use another one: make setup PYTHON=/path/to/python3"
fi

say "creating $venv with $("$python" --version 2>&1) ($python)"
"$python" -m venv --clear "$venv" ||
    die "'$python -m venv $venv' failed; the lines above say why."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input uv ||
    die "uv could not be installed from the package index; the lines above say why."
