#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: as root on Debian it is installed,
# elsewhere this says how to get one. With its shell without windows, where there is one, a page opens
# in a third of the time. Likewise curl, which tests of the open data run.
set -eu
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    for package in chromium chromium-headless-shell curl; do
        if ! command -v "$package" >/dev/null; then
            echo "Installing $package for the tests …"
            export DEBIAN_FRONTEND=noninteractive
            apt-get update -qq && apt-get install -qq -y --no-install-recommends "$package" >/dev/null || true
        fi
    done
fi
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
    exit 0
fi
cat >&2 <<'MISSING'
The tests need the browser Chromium, which is not installed.
  Debian, Ubuntu:  sudo apt install chromium chromium-headless-shell
  Fedora:          sudo dnf install chromium
  macOS:           brew install --cask chromium
Then run `make test` again.
MISSING
exit 1
