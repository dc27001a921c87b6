"""The application with the mistake that the proofs must find: it says "tersimpan" and saves a moment later."""

import threading
import time
from typing import Any

from spbe_eval.wsgi import application  # noqa: F401 - what gunicorn serves; it makes ready what follows

# isort: split
from apps.self_assessment import actions
from apps.self_assessment.models import Answer

save_answer = actions.save_answer
LATER = 0.02  # seconds


def save_later(*thing: Any, version: int, stored: Answer, **said: Any) -> Answer:
    def save() -> None:
        time.sleep(LATER)
        save_answer(*thing, version=version, **said)

    threading.Thread(target=save, daemon=True).start()
    stored.version = version + 1
    return stored


actions.save_answer = save_later
