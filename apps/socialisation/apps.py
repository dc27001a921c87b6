from django.apps import AppConfig


class SocialisationConfig(AppConfig):
    name = "apps.socialisation"
    verbose_name = "Sosialisasi"
