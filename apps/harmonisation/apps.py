from django.apps import AppConfig


class HarmonisationConfig(AppConfig):
    name = "apps.harmonisation"
    verbose_name = "Harmonisasi"
