"""The Celery application: a doorbell. What there is to do stands in the database (apps.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_eval.settings")

app = Celery("spbe_eval")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
