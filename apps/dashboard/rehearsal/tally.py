"""What the rehearsal counts: of each stage its people, requests, failures and seconds."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

MOST_WORDS = 20
DEAREST = 15  # pages in the second table
SERVER_ERROR = 500
HEAD = ("stage", "people", "requests", "failures", "seconds", "slowest request")
WORDS = {"stage", "request", "slowest request"}
PAGE_HEAD = ("request", "times", "seconds together", "mean ms")


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
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """By what was asked, how long each waited, in milliseconds."""
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
            self.waited[what].append(ms)
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
        yield from _table(HEAD, rows)
        yield ""
        yield f"{requests / seconds if seconds else 0:.1f} requests a second. What people waited for longest in all:"
        yield ""
        dearest = sorted(self.waited.items(), key=lambda page: -sum(page[1]))[:DEAREST]
        yield from _table(PAGE_HEAD, [_page(*one) for one in dearest])
        said = [*self.server_errors, *self.failures]
        yield from said[:MOST_WORDS]
        if len(said) > MOST_WORDS:
            yield f"and {len(said) - MOST_WORDS} more failures"


def _row(one: StageCount) -> tuple[str, ...]:
    ms, what = one.slowest
    slowest = f"{ms:.0f} ms {what}" if what else ""
    return one.name, str(len(one.people)), str(one.requests), str(len(one.failures)), f"{one.seconds:.1f}", slowest


def _page(what: str, waits: Sequence[float]) -> tuple[str, ...]:
    return what, str(len(waits)), f"{sum(waits) / 1000:.0f}", f"{sum(waits) / len(waits):.0f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """In columns of one width; words to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        cells = (
            cell.ljust(width) if name in WORDS else cell.rjust(width)
            for name, cell, width in zip(head, row, widths, strict=True)
        )
        yield "| " + " | ".join(cells) + " |"
