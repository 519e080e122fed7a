#!/bin/sh
# Installs what the tests need from Debian where it is absent: a browser, its driver, the same
# without a window, PostgreSQL.
set -eu

missing=""
command -v chromium > /dev/null || missing="$missing chromium"
command -v chromedriver > /dev/null || missing="$missing chromium-driver"
command -v chromium-headless-shell > /dev/null || missing="$missing chromium-headless-shell"
ls /usr/lib/postgresql/*/bin/postgres > /dev/null 2>&1 ||
    command -v postgres > /dev/null || missing="$missing postgresql"
test -n "$missing" || exit 0

if ! command -v apt-get > /dev/null; then
    echo "The tests need$missing, and there is no apt-get here to install them with." >&2
    exit 1
fi
run=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null || ! sudo -n true 2> /dev/null; then
        echo "The tests need$missing: run 'apt-get install$missing' as root first." >&2
        exit 1
    fi
    run="sudo -n"
fi

echo "Installing$missing for the tests."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { $run apt-get -q update && $run env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends $missing; } > "$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "Installing$missing failed; the lines above say why." >&2
    exit 1
fi
