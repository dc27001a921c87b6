#!/bin/sh
# Lint, types, layers, migrations and deployment, in seconds and without a database.
#   scripts/check.sh           for themselves
#   scripts/check.sh tests     before the tests
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

# As deployed: what `check --deploy` judges. Nothing here is reached.
export SECRET_KEY=not-a-secret-but-long-enough-to-pass-for-one-0123456789-abcdefghij
export DEBUG=false SECURE=true ALLOWED_HOSTS=spbe.example.go.id
export CSRF_TRUSTED_ORIGINS=https://spbe.example.go.id SITE_URL=https://spbe.example.go.id
export DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0

# The types take as long as all the rest: they are looked at beside it.
types=$(mktemp)
mypy >"$types" 2>&1 &
looking=$!
trap 'kill $looking 2>/dev/null || true; rm -f "$types"' EXIT
trap 'exit 1' INT TERM HUP

status=0
step() {
  echo "== $*"
  "$@" || status=1
}

step ruff check --quiet .
step ruff format --check --quiet .
if [ -d templates ]; then step djlint templates --lint --quiet; fi
step lint-imports --no-logo
step python -W 'ignore:Got an error checking:RuntimeWarning' manage.py makemigrations --check --dry-run
step python manage.py check --deploy --fail-level WARNING
# Meanwhile the tests are found: what is compiled for it, each of their processes would have to compile for itself.
if [ "${1:-}" = tests ]; then step pytest --collect-only -qqq -m "not trial"; fi
echo "== mypy"
wait $looking || status=1
cat "$types"

exit $status
