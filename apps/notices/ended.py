"""The end of a job that somebody has asked for, told to them."""

from apps.jobs.models import Job
from apps.jobs.registry import LISTENERS, Asked
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind


def tell(job: Job, asked: Asked) -> None:
    if job.created_by is None:
        return
    end = f"gagal. {job.message}" if job.has_failed else "selesai."
    notify([job.created_by], f"{asked.what} {end}", asked.url, kind=NoticeKind.JOB, simulation=asked.simulation)


LISTENERS.append(tell)
