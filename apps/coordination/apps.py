from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "apps.coordination"
    verbose_name = "Ruang kendali"
