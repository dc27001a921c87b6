from django.apps import AppConfig


class DeskReviewConfig(AppConfig):
    name = "apps.desk_review"
    verbose_name = "Penilaian dokumen"
