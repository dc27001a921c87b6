"""A worker with the mistake that the proofs must find: it publishes in steps, each of which anybody can see at once."""

import time

from apps.decrees.actions import hour
from apps.decrees.models import PublicationPlan
from apps.results.models import Publication


def publish_in_steps(pk: int) -> None:
    plan = PublicationPlan.objects.select_related("decree__run").get(pk=pk)
    Publication.objects.create(period_id=plan.period_id, run=plan.decree.run, by_id=plan.set_by_id)
    print("half", flush=True)
    time.sleep(60)


hour._publish = publish_in_steps
