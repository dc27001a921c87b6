"""What the rehearsal counts: of each stage its people, requests, failures and seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

MOST_WORDS = 20
SERVER_ERROR = 500
HEAD = ("stage", "people", "requests", "failures", "seconds", "slowest request")


@dataclass
class StageCount:
    """One stage; `slowest` is a request in milliseconds with what was asked."""

    name: str
    people: set[str] = field(default_factory=set)
    requests: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0
    slowest: tuple[float, str] = (0, "")


@dataclass
class Tally:
    """Counts of every stage; people of several threads write here."""

    stages: list[StageCount] = field(default_factory=list)
    server_errors: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def stage(self, name: str) -> Iterator[StageCount]:
        """What is asked within the block counts here."""
        count = StageCount(name)
        self.stages.append(count)
        begun = time.monotonic()
        try:
            yield count
        finally:
            count.seconds = time.monotonic() - begun

    def heard(self, who: str, what: str, status: int, ms: float) -> None:
        with self.lock:
            count = self.stages[-1]
            count.people.add(who)
            count.requests += 1
            count.slowest = max(count.slowest, (ms, what))
            if status >= SERVER_ERROR:
                self.server_errors.append(f"{count.name}: {what} was answered by {status}")

    def failed(self, what: str) -> None:
        with self.lock:
            self.stages[-1].failures.append(what)

    @property
    def failures(self) -> list[str]:
        return [f"{count.name}: {words}" for count in self.stages for words in count.failures]

    @property
    def is_clean(self) -> bool:
        return not self.failures and not self.server_errors

    def lines(self) -> Iterator[str]:
        """The table as it is printed, and what failed."""
        rows = [_row(one) for one in self.stages]
        requests, seconds = sum(one.requests for one in self.stages), sum(one.seconds for one in self.stages)
        people = len(set().union(*(one.people for one in self.stages)))
        rows.append(("all", str(people), str(requests), str(len(self.failures)), f"{seconds:.1f}", ""))
        widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
        for row in (HEAD, tuple("-" * width for width in widths), *rows):
            name, *figures, slowest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            yield "| " + " | ".join([name.strip().ljust(widths[0]), *figures, slowest.strip().ljust(widths[-1])]) + " |"
        yield ""
        yield f"{requests / seconds if seconds else 0:.1f} requests a second."
        said = [*self.server_errors, *self.failures]
        yield from said[:MOST_WORDS]
        if len(said) > MOST_WORDS:
            yield f"and {len(said) - MOST_WORDS} more failures"


def _row(one: StageCount) -> tuple[str, ...]:
    ms, what = one.slowest
    slowest = f"{ms:.0f} ms {what}" if what else ""
    return one.name, str(len(one.people)), str(one.requests), str(len(one.failures)), f"{one.seconds:.1f}", slowest
