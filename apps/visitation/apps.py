from django.apps import AppConfig


class VisitationConfig(AppConfig):
    name = "apps.visitation"
    verbose_name = "Visitasi"
