from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class InstitutionsConfig(AppConfig):
    name = "apps.institutions"
    verbose_name = "Instansi"

    def ready(self) -> None:
        """Every app names what becomes of somebody's work when they leave, in its `departures.py`."""
        autodiscover_modules("departures")
