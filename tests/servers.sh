#!/bin/sh
# Makes sure that nginx and Apache are there, which the tests let serve the site with the headers
# made for them, and openssl, which makes their certificate: as root on Debian they are installed
# (and not started), elsewhere this says how to get them. What watches a build from outside is asked
# for as well; without it the tests that use it say what they could not see.
set -eu
PATH="$PATH:/usr/sbin"
missing=""
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    for pair in strace:strace faketime:faketime; do
        if ! command -v "${pair%%:*}" >/dev/null; then
            export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
            { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${pair#*:}"; } \
                >/dev/null 2>&1 || true
        fi
    done
fi
for pair in nginx:nginx-light apache2:apache2-bin openssl:openssl; do
    program="${pair%%:*}" package="${pair#*:}"
    if command -v "$program" >/dev/null; then
        continue
    fi
    if [ "$program" = apache2 ] && command -v httpd >/dev/null; then
        continue
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $package for the tests …"
        export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
        apt-get update -qq && apt-get install -qq -y --no-install-recommends "$package" >/dev/null || true
        if command -v "$program" >/dev/null; then
            continue
        fi
    fi
    missing="$missing $package"
done
if [ -z "$missing" ]; then
    exit 0
fi
cat >&2 <<MISSING
The tests need servers that are not installed:$missing.
  Debian, Ubuntu:  sudo apt install$missing
  Fedora:          sudo dnf install nginx httpd mod_ssl openssl
  macOS:           brew install nginx httpd openssl
Then run \`make test\` again.
MISSING
exit 1
