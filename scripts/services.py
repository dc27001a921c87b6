"""A private PostgreSQL and a private Redis on 127.0.0.1, on free ports, for one run."""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from processes import Child, Family, LaunchError, primary_group

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def own_folder(folder: Path) -> Iterator[Path]:
    """The folder, held by this process alone as long as it lives."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LaunchError(f"{folder} is in use: its application is running already.") from None
        yield folder


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder for one run. Those of runs that were killed are cleared away."""
    runs = VAR / "runs"
    for left in runs.glob("*"):
        try:
            with own_folder(left):
                forget(left)
        except LaunchError:
            continue
    with own_folder(runs / secrets.token_hex(4)) as folder:
        try:
            yield folder
        finally:
            forget(folder)


def forget(folder: Path) -> None:
    for place in (cluster_of(folder), folder):
        shutil.rmtree(place, ignore_errors=True)


def secret(folder: Path, name: str) -> str:
    """A secret of the folder, made up at the first call."""
    path = folder / name
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text()


def urls(family: Family, folder: Path, *, fast: bool) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL: those of the environment, else of services started for us."""
    return {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or postgresql(family, folder, fast=fast),
        "REDIS_URL": os.environ.get("REDIS_URL") or redis(family, folder),
    }


def serve(family: Family, start: Callable[[int], Child], is_ready: Callable[[Child, int], bool]) -> int:
    """Start a server on a free port and return the port; somebody else may take it before we do."""
    for last_try in (False, False, True):
        port = free_port()
        child = start(port)
        try:
            family.wait_until(child, partial(is_ready, child, port), seconds=60)
        except LaunchError:
            family.part_with(child)
            if last_try:
                raise
        else:
            break
    return port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- PostgreSQL


def postgresql(family: Family, folder: Path, *, fast: bool) -> str:
    """Start the cluster of the folder and return its address."""
    user = service_user()
    password = secret(folder, "postgresql-password")
    cluster = cluster_of(folder)
    if not cluster.exists():
        initialise(cluster, password, user)

    options = NOT_DURABLE if fast else ()

    def start(port: int) -> Child:
        return family.start(
            "PostgreSQL",
            server(cluster, port, *options),
            log=folder / "postgresql.log",
            user=user,
            farewell=signal.SIGINT,  # fast shutdown: does not wait for those connected
        )

    port = serve(family, start, lambda child, _: is_ready(cluster, child.process.pid))
    return f"postgres://spbe:{password}@127.0.0.1:{port}/spbe"


def server(cluster: Path, port: int, *options: str) -> list[str | Path]:
    """The command that serves a cluster here; options as in `fsync=off`."""
    return [
        binaries() / "postgres",
        "-D",
        cluster,
        "--listen_addresses=127.0.0.1",
        f"--port={port}",
        "--unix_socket_directories=",
        "--jit=off",  # many short statements: compiling one costs more than running it
        *(f"--{option}" for option in options),
    ]


def binaries() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if installed:
        return installed[-1]
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    raise LaunchError("PostgreSQL is not installed: apt-get install postgresql")


def service_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def cluster_of(folder: Path) -> Path:
    """Inside the folder, or in /var/lib where the user PostgreSQL runs as may not enter the folder."""
    user = service_user()
    if user and not may_enter(user, folder):
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        return Path("/var/lib") / f"spbe-eval-{name}"
    return folder / "postgresql"


def may_enter(user: str, folder: Path) -> bool:
    tried = subprocess.run(  # noqa: S603
        ["/usr/bin/test", "-x", folder], user=user, group=primary_group(user), extra_groups=[], cwd="/"
    )
    return tried.returncode == 0


def initialise(cluster: Path, password: str, user: str | None) -> None:
    """Make a cluster with the one database. A making that was interrupted leaves nothing that counts."""
    making = cluster.with_suffix(".new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    word = making.with_suffix(".word")
    word.write_text(password)
    word.chmod(0o600)
    if user:
        shutil.chown(making, user)
        shutil.chown(word, user)
    as_user = {"user": user, "group": primary_group(user), "extra_groups": []} if user else {}

    def step(*command: str | Path, text: str = "") -> None:
        done = subprocess.run(command, input=text, text=True, capture_output=True, cwd="/", **as_user)  # type: ignore[call-overload]  # noqa: S603
        if done.returncode:
            raise LaunchError(f"PostgreSQL's data could not be made.\n{done.stdout}{done.stderr}")

    try:
        step(
            binaries() / "initdb",
            f"--pgdata={making}",
            "--username=spbe",
            f"--pwfile={word}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
    finally:
        word.unlink()
    step(binaries() / "postgres", "--single", "-D", making, "postgres", text="CREATE DATABASE spbe;\n")
    making.rename(cluster)


def is_ready(cluster: Path, pid: int) -> bool:
    """PostgreSQL says so in the last line of its pid file."""
    try:
        lines = (cluster / "postmaster.pid").read_text().split()
    except FileNotFoundError:
        return False
    return bool(lines) and lines[0] == str(pid) and lines[-1] == "ready"


# --- Redis


def redis(family: Family, folder: Path) -> str:
    """Start a Redis that keeps nothing: the work is in rows."""
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if server is None:
        raise LaunchError("Redis is not installed: apt-get install redis-server")
    password = secret(folder, "redis-password")

    def start(port: int) -> Child:
        # By standard input, since a command line is readable for everybody.
        settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        return family.start("Redis", [server, "-"], text=settings, log=folder / "redis.log", user=service_user())

    port = serve(family, start, lambda _, port: answers(port, password))
    return f"redis://:{password}@127.0.0.1:{port}/0"


def answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\n".encode())
            return connection.recv(5) == b"+OK\r\n"
    except OSError:
        return False
