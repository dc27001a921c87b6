from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeriodsConfig(AppConfig):
    name = "apps.periods"
    verbose_name = "Periode"

    def ready(self) -> None:
        """Every app names in its `copied.py` what of it is a setting of a period."""
        autodiscover_modules("copied")
