"""A crowd at its desks: several connections, each asking again as soon as it is answered, for a while.

A process of its own with nothing but the standard library, so that it takes as little as possible of the processors
that it shares with the server. The plan comes as JSON on the standard input, what was heard on the standard output:

plan   {"port", "seconds", "warm_up", "at_once", "cookie", "csrf", "file_size",
        "people": [{"session", "sheet", "versions": {indicator: version}}], "ministry", "room"}
heard  {"seconds", "cpu", "times": {kind: [ms]}, "requests", "connections", "errors": [...],
        "saved": [[sheet, indicator, version, text]], "uploaded": [[sheet, indicator, SHA-256]]}
"""

import hashlib
import json
import random
import socket
import sys
import threading
import time
from collections import Counter, defaultdict
from typing import Any

# Of a hundred things that people do.
MIX = {"save": 70, "indicator": 15, "sheet": 5, "upload": 5, "library": 3, "control room": 2}
WORDS = "Peraturan Bupati Nomor 41 Tahun 2024 Pasal 12 menetapkan arsitektur dan peta rencana untuk lima tahun. " * 5
BOUNDARY = "batas"
MOST_ERRORS = 20


class Desk(threading.Thread):
    """One connection, and the people who take turns at it; nobody else writes in their sheets."""

    def __init__(self, number: int, plan: Any, starts: float) -> None:
        super().__init__(name=f"desk {number}", daemon=True)
        self.plan, self.starts, self.ends = plan, starts, starts + plan["seconds"]
        self.people = plan["people"][number :: plan["at_once"]]
        self.chance = random.Random(f"{plan['csrf']} {number}")  # noqa: S311 - chances of a measurement
        self.link: socket.socket | None = None
        self.times: dict[str, list[float]] = defaultdict(list)
        self.counted: Counter[str] = Counter()
        self.errors: list[str] = []
        self.saved: list[list[Any]] = []
        self.uploaded: list[list[Any]] = []
        self.turn = 0

    def run(self) -> None:
        kinds = self.chance.choices(list(MIX), list(MIX.values()), k=100_000)
        for self.turn, kind in enumerate(kinds):
            begun = time.monotonic()
            if begun >= self.ends:
                break
            try:
                getattr(self, f"do_{kind.replace(' ', '_')}")(self.chance.choice(self.people))
            except (OSError, ValueError, KeyError) as error:
                self.drop()
                self.errors.append(f"{kind}: {error!r}")
                continue
            if begun >= self.starts:
                self.times[kind].append(1000 * (time.monotonic() - begun))

    # --- what people do

    def do_save(self, person: Any) -> None:
        """What the page sends by itself while somebody types: the version, and the field that changed."""
        number = self.chance.choice(list(person["versions"]))
        text = f"{WORDS}{self.name} {self.turn}"
        fields = {"version": str(person["versions"][number]), "fact": text}
        answer = self.ask(person["session"], "POST", f"/mandiri/{person['sheet']}/{number}/", form(fields), FORM, AUTO)
        person["versions"][number] = version = json.loads(answer)["version"]
        self.saved.append([person["sheet"], int(number), version, text])

    def do_indicator(self, person: Any) -> None:
        number = self.chance.choice(list(person["versions"]))
        self.ask(person["session"], "GET", f"/mandiri/{person['sheet']}/{number}/")

    def do_sheet(self, person: Any) -> None:
        self.ask(person["session"], "GET", f"/mandiri/{person['sheet']}/")

    def do_library(self, person: Any) -> None:
        self.ask(person["session"], "GET", f"/mandiri/{person['sheet']}/pustaka/")

    def do_control_room(self, _: Any) -> None:
        self.ask(self.plan["ministry"], "GET", self.plan["room"])

    def do_upload(self, person: Any) -> None:
        """A file as the page brings it: announced, sent, put together."""
        number = self.chance.choice(list(person["versions"]))
        content = paper(self.chance.randbytes(self.plan["file_size"]))
        digest = hashlib.sha256(content).hexdigest()
        said = {"name": f"Bukti {self.name} {self.turn}.pdf", "size": str(len(content)), "sha256": digest}
        session, sheet = person["session"], person["sheet"]
        told = json.loads(self.ask(session, "POST", f"/mandiri/{sheet}/{number}/unggah/", form(said), FORM))
        for piece in told["missing"]:
            part = content[piece * told["pieceSize"] : (piece + 1) * told["pieceSize"]]
            head = f"Content-Type: application/octet-stream\r\nX-Piece-SHA256: {hashlib.sha256(part).hexdigest()}\r\n"
            self.ask(session, "POST", f"{told['pieces']}{piece}/", part, head)
        if not json.loads(self.ask(session, "POST", told["finish"], form({}), FORM))["done"]:
            raise ValueError("the upload was not finished")
        self.uploaded.append([sheet, int(number), digest])

    # --- how it travels

    def ask(self, session: str, method: str, path: str, body: bytes = b"", *heads: str) -> bytes:
        """The content of the answer; ValueError for any other status than success."""
        cookies = f"{self.plan['cookie']}={session}; csrftoken={self.plan['csrf']}"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nX-CSRFToken: {self.plan['csrf']}\r\n"
            f"Content-Length: {len(body)}\r\n{''.join(heads)}\r\n"
        )
        self.counted["requests"] += 1
        status, content = self.exchange(head.encode() + body)
        if not 200 <= status < 300:
            raise ValueError(f"{method} {path} was answered by {status}: {content[:200]!r}")
        return content

    def exchange(self, sent: bytes) -> tuple[int, bytes]:
        link = self.link or self.connect()
        link.sendall(sent)
        head, _, content = self.receive(link, b"", until=b"\r\n\r\n").partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if told.get("transfer-encoding") == "chunked":
            content = self.receive(link, content, until=b"\r\n0\r\n\r\n")
        else:
            content = self.receive(link, content, size=int(told.get("content-length", 0)))
        if told.get("connection", "").lower() == "close":
            self.drop()
        return int(status.split()[1]), content

    def receive(self, link: socket.socket, content: bytes, *, until: bytes = b"", size: int = 0) -> bytes:
        while until not in content if until else len(content) < size:
            more = link.recv(1 << 18)
            if not more:
                raise OSError("the connection was closed before the answer was whole")
            content += more
        return content

    def connect(self) -> socket.socket:
        self.counted["connections"] += 1
        self.link = socket.create_connection(("127.0.0.1", self.plan["port"]), timeout=30)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.link

    def drop(self) -> None:
        if self.link:
            self.link.close()
        self.link = None


FORM = f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
AUTO = "X-Autosave: 1\r\n"


def form(fields: dict[str, str]) -> bytes:
    """As the page's script sends it."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    return "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()


def paper(ballast: bytes) -> bytes:
    """A PDF of one empty page that is as heavy as a scan."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(ballast), ballast),
    ]
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    return made + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made)


def main() -> None:
    plan = json.load(sys.stdin)
    starts = time.monotonic() + plan["warm_up"]
    desks = [Desk(number, plan, starts) for number in range(plan["at_once"])]
    for desk in desks:
        desk.start()
    time.sleep(plan["warm_up"])
    print("begun", flush=True)
    worked = time.process_time()
    for desk in desks:
        desk.join()
    heard = {
        "seconds": time.monotonic() - starts,
        "cpu": time.process_time() - worked,
        "times": {kind: [one for desk in desks for one in desk.times[kind]] for kind in MIX},
        "requests": sum(desk.counted["requests"] for desk in desks),
        "connections": sum(desk.counted["connections"] for desk in desks),
        "failures": sum(len(desk.errors) for desk in desks),
        "errors": [one for desk in desks for one in desk.errors][:MOST_ERRORS],
        "saved": [one for desk in desks for one in desk.saved],
        "uploaded": [one for desk in desks for one in desk.uploaded],
    }
    json.dump(heard, sys.stdout)


if __name__ == "__main__":
    main()
