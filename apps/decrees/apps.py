from django.apps import AppConfig


class DecreesConfig(AppConfig):
    name = "apps.decrees"
    verbose_name = "Keputusan Menteri"
