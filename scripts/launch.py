"""Start the application, or a command, with a PostgreSQL and a Redis of its own.

launch.py run [--fast] [--data DIR] -- COMMAND...   a command; its exit code is ours
launch.py demo                                      web, worker and beat with a filled country
launch.py reset [--data DIR]                        forget the data, by default the demo's
"""

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from processes import Child, Family, LaunchError, end_with_parent, heed_signals, ignore_signals
from services import ROOT, VAR, cluster_of, forget, own_folder, passing_folder, secret, urls

DEMO = VAR / "demo"
BIN = Path(sys.executable).parent
STARTED_WITHIN = 60  # seconds until the web has to answer


@contextlib.contextmanager
def family() -> Iterator[Family]:
    """Children that are gone when the block is left."""
    children = Family()
    try:
        yield children
    finally:
        ignore_signals()
        children.stop()


def environment(children: Family, folder: Path, *, fast: bool) -> dict[str, str]:
    """What a process of ours finds: the services, and where this run keeps its files."""
    kept = {"SECRET_KEY": secret(folder, "secret-key"), "MEDIA_ROOT": str(folder / "media")}
    return kept | os.environ | urls(children, folder, fast=fast)


# --- a command


def run(command: list[str], *, fast: bool, data: Path | None) -> int:
    with own_folder(data) if data else passing_folder() as folder, family() as children:
        env = environment(children, folder, fast=fast)
        # In our session, so that it may read the terminal and gets Ctrl-C from it.
        child = children.start(command[0], command, env=env, own_session=False)
        signal.signal(signal.SIGINT, lambda *_: tell(child))
        status = child.process.wait()
    return status if status >= 0 else 128 - status


def tell(child: Child) -> None:
    """Pass Ctrl-C on, unless the terminal has told the command already."""
    if not sys.stdin.isatty():
        child.process.send_signal(signal.SIGINT)


# --- the demo


def demo() -> int:
    port = wanted_port()
    try:
        with own_folder(DEMO) as folder, family() as children:
            Demo(children, folder, port).run()
    except SystemExit:
        print(f"\nStopped. The data stays in {DEMO.relative_to(ROOT)}; make demo-reset forgets it.")
    return 0


class Demo:
    def __init__(self, children: Family, folder: Path, port: int) -> None:
        self.children, self.folder, self.port = children, folder, port
        self.mail = folder / "mail"  # one file for each letter, instead of a mail server
        self.address = f"http://127.0.0.1:{port}/"
        say(f"PostgreSQL and Redis, data in {cluster_of(folder)}")
        given = {
            "SITE_URL": self.address.rstrip("/"),
            "EMAIL_URL": f"filemail:///{quote(str(self.mail))}",
            # Decrees are signed, with a certificate that the command `demo` makes and that says what it is.
            "SIGNER": "apps.common.certificate.from_settings",
            "SIGNING_CERTIFICATE": str(folder / "demonstration.p12"),
            "SIGNING_PASSWORD": "",
        }
        self.env = given | environment(children, folder, fast=False)

    def run(self) -> None:
        static = self.manage("static files", "collectstatic", "--noinput", "--verbosity=0")
        self.finish(self.manage("migrations", "migrate", "--verbosity=0"))
        self.finish(self.manage("grants", "refresh_grants"))
        self.finish(self.manage("reference data", "load_reference"))
        self.finish(self.manage("the stories", "demo", "--stories"))
        self.finish(static)
        self.serve()
        self.show_logins()
        self.watch(self.manage("the rest of the country", "demo", "--country"))

    def manage(self, title: str, *arguments: str) -> Child:
        say(title)
        return self.start(title, sys.executable, "manage.py", *arguments, logged=False)

    def finish(self, child: Child) -> None:
        if self.children.wait(child):
            raise LaunchError(f"The demo did not start: {child.name} failed.")

    def serve(self) -> None:
        say("web, worker and beat")
        address = f"127.0.0.1:{self.port}"
        gunicorn = ("spbe_eval.wsgi", "--config", "conf/gunicorn.py", "--bind", address, "--workers", "2")
        celery = (BIN / "celery", "--app", "spbe_eval")
        web = self.start("web", BIN / "gunicorn", *gunicorn)
        self.start("worker", *celery, "worker", "--concurrency", "1", "--loglevel", "INFO")
        self.start("beat", *celery, "beat", "--schedule", self.folder / "beat-schedule", "--pidfile=")
        self.children.wait_until(web, lambda: page_answers(self.port), seconds=STARTED_WITHIN)

    def start(self, name: str, *command: str | Path, logged: bool = True) -> Child:
        log = self.folder / f"{name}.log" if logged else None
        return self.children.start(name, command, env=self.env, log=log)

    def show_logins(self) -> None:
        logins = json.loads((self.folder / "logins.json").read_text())
        head = ("role", "username", "password", "institution")
        table = [head, *(tuple(login[column] or "-" for column in head) for login in logins)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        print()
        for row in table:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        print(f"\n{self.address} (log in at {self.address}masuk/; Ctrl-C stops)")
        print(f"Mail is written to {self.mail.relative_to(ROOT)}\n", flush=True)

    def watch(self, filling: Child) -> None:
        """Until a signal comes or one of us dies; the filling alone may end, and well."""
        while True:
            time.sleep(0.5)
            for child in [child for child in self.children.children if child.process.poll() is not None]:
                status = self.children.wait(child)
                if status or child is not filling:
                    raise LaunchError(f"{child.name} ended with status {status}.{child.last_words()}")


def wanted_port() -> int:
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise LaunchError(f"PORT is {wanted!r}: it has to be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise LaunchError(
                f"Port {wanted} cannot be used ({reason}): choose another, as in PORT=8123 make demo."
            ) from None
    return int(wanted)


def page_answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


# --- forgetting


def reset(data: Path) -> int:
    with own_folder(data) as folder:
        forget(folder)
    return 0


# --- the terminal


started = time.monotonic()


def say(what: str) -> None:
    print(f"{time.monotonic() - started:5.1f} s  {what}", flush=True)


def folder(text: str) -> Path:
    return Path(text).resolve()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="what", required=True)
    commands.add_parser("demo")
    resetter = commands.add_parser("reset")
    resetter.add_argument("--data", type=folder, default=DEMO)
    runner = commands.add_parser("run")
    runner.add_argument("--fast", action="store_true", help="not durable: for ordinary tests")
    runner.add_argument("--data", type=folder, help="a folder to keep the data in")
    runner.add_argument("command", nargs="+")
    asked = parser.parse_args()

    heed_signals()
    end_with_parent(signal.SIGTERM)  # make, usually
    os.chdir(ROOT)
    try:
        if asked.what == "run":
            return run(asked.command, fast=asked.fast, data=asked.data)
        return demo() if asked.what == "demo" else reset(asked.data)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
