"""Which action does a kind of job. Each app registers its own in its `tasks.py`."""

from collections.abc import Callable
from typing import NamedTuple

from apps.jobs.models import Job


class Asked(NamedTuple):
    """What somebody has asked for, where it is found, and of which simulation it is if it is one."""

    what: str
    url: str
    simulation: str = ""


Handler = Callable[[Job], None]
Describe = Callable[[Job], Asked]
HANDLERS: dict[str, Handler] = {}
DESCRIPTIONS: dict[str, Describe] = {}
# Told of a job that has ended, by the room that knows how to tell people.
LISTENERS: list[Callable[[Job, Asked], None]] = []


def handles(kind: str, *, asked: Describe | None = None) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of this kind. It may run twice and must have one effect.

    With `asked` whoever asked for such a job hears of its end.
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        if asked:
            DESCRIPTIONS[kind] = asked
        return handler

    return register
