from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "apps.notices"
    verbose_name = "Pemberitahuan"

    def ready(self) -> None:
        """Every app names what is due in it, and when, in its `deadlines.py`; ends of jobs are told from here."""
        import_module("apps.notices.ended")
        autodiscover_modules("deadlines")
