from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "apps.jobs"
    verbose_name = "Pekerjaan"

    def ready(self) -> None:
        """Every app names its handlers in `tasks.py`; whoever runs a job, worker or command, knows them all."""
        autodiscover_modules("tasks")
