#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: as root on Debian it is installed,
# elsewhere this says how to get one.
set -eu
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null
    exit 0
fi
cat >&2 <<'MISSING'
The tests need the browser Chromium, which is not installed.
  Debian, Ubuntu:  sudo apt install chromium
  Fedora:          sudo dnf install chromium
  macOS:           brew install --cask chromium
Then run `make test` again.
MISSING
exit 1
