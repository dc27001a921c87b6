from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "apps.follow_up"
    verbose_name = "Tindak lanjut"
