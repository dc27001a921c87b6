"""History: every change of a tracked row leaves a copy of it, written by a trigger and never changed again."""

from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=models.Model)


def tracked(model: type[Model]) -> type[Model]:
    """Keep every version of the rows of this model, whoever writes them: view, bulk or SQL.

    Who did it stands in the row itself, so no context is kept beside it.
    """
    track = pghistory.track(
        pghistory.InsertEvent("created"),
        pghistory.UpdateEvent("changed"),
        context_field=None,
    )
    return track(model)
