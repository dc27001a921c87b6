"""Which action does a kind of job. Each app registers its own in its `tasks.py`."""

from collections.abc import Callable

from apps.jobs.models import Job

Handler = Callable[[Job], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for jobs of this kind. It may run twice and must have one effect."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register
