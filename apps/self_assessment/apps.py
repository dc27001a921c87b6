from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SelfAssessmentConfig(AppConfig):
    name = "apps.self_assessment"
    verbose_name = "Penilaian mandiri"

    def ready(self) -> None:
        """Every app names in its `chapters.py` what it adds to the archive of a sheet."""
        autodiscover_modules("chapters")
