from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    name = "apps.consolidation"
    verbose_name = "Konsolidasi"
