from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EvaluationsConfig(AppConfig):
    name = "apps.evaluations"
    verbose_name = "Evaluasi"

    def ready(self) -> None:
        """Rooms above name their figures of earlier years in a `past.py`, and what follows other assessors in a
        `reassignments.py`, what becomes of their work when a stage is opened again in a `reopenings.py`.
        """
        autodiscover_modules("past", "reassignments", "reopenings")
