from django.apps import AppConfig


class SelfAssessmentConfig(AppConfig):
    name = "apps.self_assessment"
    verbose_name = "Penilaian mandiri"
