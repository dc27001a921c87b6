from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class InstitutionsConfig(AppConfig):
    name = "apps.institutions"
    verbose_name = "Instansi"

    def ready(self) -> None:
        """Every app names what becomes of somebody's work when they leave, in its `departures.py`.

        What passes from an institution to the one that carries it on stands in its `successions.py`.
        """
        autodiscover_modules("departures", "successions")
