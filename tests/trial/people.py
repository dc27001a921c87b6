"""People who save and send over HTTP while the machines are cut off, and remember what they were told."""

import json
import re
import threading
from dataclasses import dataclass
from http.client import HTTPException

from django.urls import reverse

from apps.accounts.models import User
from apps.dashboard.bench.server import Browser
from apps.evaluations.models import Evaluation
from apps.self_assessment.models import Answer
from tests.factories import PASSWORD

VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')


class Visitor:
    """Somebody logged in, who is not upset when no answer comes."""

    def __init__(self, port: int, user: User) -> None:
        self.browser = Browser(port)
        self.browser.log_in(user.username, PASSWORD)

    def asks(self, path: str, fields: dict[str, object] | None = None, **headers: str) -> tuple[int, bytes]:
        """Status and body; status 0 when no complete answer came."""
        try:
            return self.browser.get(path) if fields is None else self.browser.post(path, fields, **headers)
        except (OSError, HTTPException):
            self.browser.connection.close()
            return 0, b""


@dataclass(frozen=True)
class Saved:
    """What the page has said is saved."""

    answer: int
    version: int
    text: str


class Saver(threading.Thread):
    """Types into one answer and saves, again and again; after a failure the page is loaded anew."""

    def __init__(self, port: int, user: User, answer: Answer) -> None:
        super().__init__(daemon=True)
        self.visitor, self.answer = Visitor(port, user), answer
        self.stop, self.goes_on = threading.Event(), threading.Event()
        self.path = reverse("self_assessment:indicator", args=[answer.evaluation_id, answer.indicator.number])
        self.acknowledged: list[Saved] = []

    def run(self) -> None:
        version, count = None, 0
        while self.goes_on.wait() and not self.stop.is_set():
            if version is None:
                version = self.loads()
                continue
            count += 1
            version = self.saves(version, f"Fakta {self.answer.pk}, ketikan {count}")

    def loads(self) -> int | None:
        """The version that the page names."""
        status, page = self.visitor.asks(self.path)
        found = VERSION.search(page.decode()) if status == 200 else None
        if found is None:
            self.stop.wait(0.05)
        return int(found[1]) if found else None

    def saves(self, version: int, text: str) -> int | None:
        fields: dict[str, object] = {"version": version, "level": "3", "fact": text, "service_name": "Layanan"}
        status, body = self.visitor.asks(self.path, fields, **{"X-Autosave": "1"})
        if status != 200:
            return None
        said = json.loads(body)
        assert said["saved"].startswith("Tersimpan")
        self.acknowledged.append(Saved(self.answer.pk, said["version"], text))
        return said["version"]


class Sender(threading.Thread):
    """Presses one button, once; `told` is whether the page said it is done."""

    def __init__(self, visitor: Visitor, path: str, fields: dict[str, object] | None = None) -> None:
        super().__init__(daemon=True)
        self.visitor, self.path, self.fields, self.told = visitor, path, fields or {}, False

    def run(self) -> None:
        self.told = self.visitor.asks(self.path, self.fields)[0] == 302


def submits(coordinator: Visitor, evaluation: Evaluation) -> Sender:
    return Sender(coordinator, reverse("self_assessment:submission", args=[evaluation.pk]), {"kirim": "1"})


def publishes(ministry: Visitor, decree: int) -> Sender:
    return Sender(ministry, reverse("decrees:publish", args=[decree]))
