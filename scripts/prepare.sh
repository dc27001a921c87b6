#!/bin/sh
# Everything a bare Debian 12 lacks: system packages in one call, and the environment from the lock file.
#   scripts/prepare.sh demo     what running needs
#   scripts/prepare.sh test     that, and what the tests need
set -eu
cd "$(dirname "$0")/.."

fail() {
  echo "$1" >&2
  exit 1
}

free_kb=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "$free_kb" -ge 2097152 ] || fail "Only $((free_kb / 1024)) MB are free here: 2 GB are needed."

# --- system packages: each with the question that tells whether it is there

missing=
need() {
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}
library() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p | grep -q "$1"; }
postgres_here() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }
redis_here() { command -v redis-server || command -v valkey-server; }

# Debian's own Python was built with a profile of running it: a quarter faster than one built by hand, which often
# stands before it in PATH. Where it is missing or can make no environment, the first in PATH serves.
choose_python() {
  for python in /usr/bin/python3 python3; do
    if old_enough $python && makes_environments $python; then return; fi
  done
}
old_enough() { $1 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }
makes_environments() { $1 -c 'import ensurepip, venv'; }

look() {
  missing=
  choose_python 2>/dev/null
  need python3 command -v $python
  need python3-venv makes_environments $python
  need ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
  [ -n "${DATABASE_URL:-}" ] || need postgresql postgres_here
  [ -n "${REDIS_URL:-}" ] || need redis-server redis_here
  need libpango-1.0-0 library libpango-1.0.so.0
  need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
  need libharfbuzz-subset0 library libharfbuzz-subset.so.0
  if [ "$1" = test ]; then
    need chromium test -x /usr/bin/chromium
    need poppler-utils command -v pdftoppm
  fi
}

look "$1"
if [ -n "$missing" ]; then
  line="apt-get install --yes --no-install-recommends$missing"
  command -v apt-get >/dev/null || fail "These Debian packages are missing, and there is no apt-get here:$missing"
  if [ "$(id -u)" = 0 ]; then
    echo "Installing$missing"
    sh scripts/apt_install.sh $missing || fail "Installing failed; this is the line: $line"
  elif sudo -n true 2>/dev/null; then
    echo "Installing$missing"
    sudo -n sh scripts/apt_install.sh $missing || fail "Installing failed; this is the line: sudo $line"
  else
    fail "System packages are missing. Run this line as root, then repeat: $line"
  fi
  look "$1"
  [ -z "$missing" ] || fail "Installed, but still not found:$missing"
fi

# --- the environment, again only when the lock file changed

old_enough $python || fail "Python 3.11 or later is needed."

# A linked environment belongs to whoever linked it.
if [ -L .venv ]; then exit 0; fi

[ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || $python -m venv --clear .venv

# The lock file names everything with its hash: nothing is left to resolve. Of what is installed a process compiles
# only what it loads.
install() {
  stamp=.venv/installed-$1
  if cmp -s "$1" "$stamp"; then return; fi
  echo "Installing $1"
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
    --only-binary :all: --no-deps --no-compile --require-hashes -r "$1" || fail "The packages of $1 could not be installed."
  cp "$1" "$stamp"
}

if [ "$1" = test ]; then
  install requirements-dev.txt
  cp requirements.txt .venv/installed-requirements.txt
else
  install requirements.txt
fi
