"""Who may watch a job."""

from apps.accounts.models import User
from apps.jobs.models import Job

CENTRAL = ("periods.run_period", "periods.finalise_period")


def may_watch(user: User, job: Job) -> bool:
    """Whoever asked for it, and those who run periods."""
    return job.created_by_id == user.pk or any(user.has_perm(one) for one in CENTRAL)
