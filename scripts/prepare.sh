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

# --- the packages of a new environment, fetched while the system's are installed: looking them up and unpacking them
# takes a processor, so two processes share the first. The lock file names everything with its hash: nothing is left to
# resolve.

lock=requirements.txt
if [ "$1" = test ]; then lock=requirements-dev.txt; fi
wheels=.venv/wheels
fetching=

pip() {
  exec .venv/bin/python -m pip "$@" -qq --disable-pip-version-check --no-input --only-binary :all: --no-deps --require-hashes
}
fetch() {
  $python -m venv --clear .venv
  mkdir $wheels
  awk -v folder=$wheels '/^[a-zA-Z0-9]/ { number++ } number { print > (folder "/half-" number % 2) }' $lock
  pip download --dest $wheels --requirement $wheels/half-0 &
  first=$!
  pip download --dest $wheels --requirement $wheels/half-1 &
  second=$!
  trap 'kill $first $second' TERM
  wait $first && wait $second
}
begin_to_fetch() {
  fetch &
  fetching=$!
  trap 'if [ -n "$fetching" ]; then kill $fetching 2>/dev/null || true; fi' EXIT
  trap 'exit 1' INT TERM HUP
}
# A linked environment belongs to whoever linked it.
is_missing() { ! [ -L .venv ] && ! { [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip'; } 2>/dev/null; }

look "$1"
if [ -n "$missing" ]; then
  line="apt-get install --yes --no-install-recommends$missing"
  command -v apt-get >/dev/null || fail "These Debian packages are missing, and there is no apt-get here:$missing"
  if [ "$(id -u)" = 0 ]; then
    sudo=
  elif sudo -n true 2>/dev/null; then
    sudo="sudo -n"
  else
    fail "System packages are missing. Run this line as root, then repeat: $line"
  fi
  case "$missing" in
    *python3* | *ca-certificates*) ;;
    *) if old_enough $python && is_missing; then begin_to_fetch; fi ;;
  esac
  echo "Installing$missing"
  $sudo sh scripts/apt_install.sh $missing || fail "Installing failed; this is the line: ${sudo:+sudo }$line"
  look "$1"
  [ -z "$missing" ] || fail "Installed, but still not found:$missing"
fi

# --- the environment, again only when the lock file changed

old_enough $python || fail "Python 3.11 or later is needed."
if [ -L .venv ]; then exit 0; fi
if [ -z "$fetching" ] && is_missing; then begin_to_fetch; fi
if [ -z "$fetching" ] && cmp -s $lock .venv/installed-$lock; then exit 0; fi

# Of what is installed a process compiles only what it loads.
echo "Installing $lock"
from=
if [ -n "$fetching" ]; then
  wait $fetching || fail "The packages of $lock could not be fetched."
  fetching=
  from="--no-index --find-links $wheels"
fi
(pip install --no-compile $from --requirement $lock) || fail "The packages of $lock could not be installed."
rm -rf $wheels
cp $lock .venv/installed-$lock
if [ "$1" = test ]; then cp requirements.txt .venv/installed-requirements.txt; fi
