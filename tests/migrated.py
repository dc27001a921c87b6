"""One database is migrated for all test processes, which copy it: migrations take as long as a hundred tests."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


COPIED, LOCK = "COPIED_DATABASE", "COPIED_DATABASE_LOCK"  # what a test process finds in its environment


def begin(name: str, lock: Path) -> None:
    """Make the database meanwhile. Who makes it holds the lock, and lets it go by ending."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        subprocess.Popen([sys.executable, "-m", "tests.migrated", name], cwd=ROOT, pass_fds=[held.fileno()])


def copy_if_there_is_one() -> None:
    """Wait until it is made. Django makes that of this process from it, and finds nothing left to migrate."""
    if COPIED not in os.environ:
        return
    with open(os.environ[LOCK]) as held:
        fcntl.flock(held, fcntl.LOCK_SH)
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ[COPIED]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_eval.settings")
    django.setup()
    connection.settings_dict["TEST"]["NAME"] = sys.argv[1]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
